package org.t2workbench.core.training;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.task.Corpus;
import org.t2workbench.core.task.CorpusItem;
import org.t2workbench.core.task.CorpusStream;
import org.t2workbench.core.text.BpeTrainer;
import org.t2workbench.core.text.BpeVocabulary;
import org.t2workbench.core.text.TokenizerWriter;

/**
 * How the tokenizer of a pretrained model is learned from its corpus. Immutable.
 *
 * @param vocabulary most tokens; fewer when the corpus has no more pairs
 * @param items examples of the corpus that are read
 * @param specialTokens take the first ids
 * @param bos begins a text; one of the special tokens
 * @param eos ends an answer, and pads; one of the special tokens
 * @param singles what it matches is cut to its first character before learning, so that random strings give no tokens
 * @param chatTemplate Jinja text
 */
public record TokenizerPlan(
        int vocabulary,
        int items,
        List<String> specialTokens,
        String bos,
        String eos,
        Pattern singles,
        String chatTemplate) {

    private static final int MAX_SIZE = 1 << 20;

    /** Not a seed that a group of batches has: the tokenizer is learned from examples of its own. */
    private static final long STREAM = -1;

    public TokenizerPlan {
        specialTokens = List.copyOf(specialTokens);
    }

    static TokenizerPlan read(JsonFile json) {
        List<String> special = json.texts("special_tokens");
        return new TokenizerPlan(
                json.count("vocabulary", MAX_SIZE),
                json.count("items", MAX_SIZE),
                special,
                oneOf(special, json, "bos"),
                oneOf(special, json, "eos"),
                pattern(json),
                json.text("chat_template").orElseThrow(() -> json.missing("chat_template")));
    }

    private static String oneOf(List<String> special, JsonFile json, String key) {
        String token = json.text(key).orElseThrow(() -> json.missing(key));
        if (!special.contains(token)) {
            throw json.wrong(key, "one of special_tokens");
        }
        return token;
    }

    private static Pattern pattern(JsonFile json) {
        try {
            return Pattern.compile(json.text("singles").orElseThrow(() -> json.missing("singles")));
        } catch (PatternSyntaxException e) {
            throw json.wrong("singles", "a regular expression");
        }
    }

    /**
     * Learns the tokenizer and writes its files into the folder.
     *
     * @throws InvalidInputException when the vocabulary is too small for bytes and special tokens
     */
    void write(Path folder, Corpus corpus, long seed, int contextLength, Progress progress, CancellationToken token) {
        CorpusStream stream = corpus.stream(Seeds.derive(seed, STREAM));
        Iterator<String> texts = Stream.generate(stream::next)
                .limit(items)
                .flatMap(this::textsOf)
                .iterator();
        BpeVocabulary learned = BpeTrainer.train(texts, vocabulary, specialTokens, progress, token);
        TokenizerWriter.write(
                folder, learned, new TokenizerWriter.Settings(bos, eos, eos, contextLength, chatTemplate));
    }

    private Stream<String> textsOf(CorpusItem item) {
        return Stream.of(item.prompt(), item.answer())
                .map(text ->
                        singles.matcher(text).replaceAll(match -> match.group().substring(0, 1)));
    }
}
