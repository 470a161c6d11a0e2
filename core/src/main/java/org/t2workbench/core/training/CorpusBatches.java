package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.t2workbench.core.task.Corpus;
import org.t2workbench.core.task.CorpusItem;
import org.t2workbench.core.task.CorpusStream;
import org.t2workbench.core.text.Message;

/**
 * The batches of pretraining. They come in groups whose examples are sorted by length, so that little is padded; a
 * group follows from the seed and its number alone, so that a resumed run reads the same examples.
 */
final class CorpusBatches {

    private static final int BATCHES_PER_GROUP = 8;

    private final Corpus corpus;
    private final PromptEncoder encoder;
    private final long seed;
    private final int batch;
    private final float promptShare;
    private long group = -1;
    private List<TokenBatch> batches = List.of();

    CorpusBatches(Corpus corpus, PromptEncoder encoder, long seed, int batch, double promptShare) {
        this.corpus = corpus;
        this.encoder = encoder;
        this.seed = seed;
        this.batch = batch;
        this.promptShare = (float) promptShare;
    }

    /** @param step counts from 1 */
    TokenBatch at(long step) {
        long wanted = (step - 1) / BATCHES_PER_GROUP;
        if (wanted != group) {
            batches = make(wanted);
            group = wanted;
        }
        return batches.get((int) ((step - 1) % BATCHES_PER_GROUP));
    }

    private List<TokenBatch> make(long number) {
        long groupSeed = (seed << 32) + number;
        CorpusStream stream = corpus.stream(groupSeed);
        List<TokenBatch.Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < BATCHES_PER_GROUP * batch; i++) {
            sequences.add(sequence(stream.next()));
        }
        sequences.sort(Comparator.comparingInt(sequence -> sequence.ids().length));
        List<TokenBatch> made = new ArrayList<>();
        for (int from = 0; from < sequences.size(); from += batch) {
            made.add(new TokenBatch(sequences.subList(from, from + batch), encoder.endToken()));
        }
        Collections.shuffle(made, new Random(groupSeed));
        return made;
    }

    /** The prompt as a chat puts it, the answer and the token that ends it. */
    private TokenBatch.Sequence sequence(CorpusItem item) {
        int[] prompt = encoder.prompt(List.of(Message.user(item.prompt())));
        int[] answer = encoder.answer(item.answer());
        int[] ids = Arrays.copyOf(prompt, prompt.length + answer.length);
        System.arraycopy(answer, 0, ids, prompt.length, answer.length);
        float[] shares = new float[ids.length];
        Arrays.fill(shares, 1, prompt.length, promptShare);
        Arrays.fill(shares, prompt.length, ids.length, 1f);
        return new TokenBatch.Sequence(ids, shares);
    }
}
