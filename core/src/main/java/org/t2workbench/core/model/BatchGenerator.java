package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;

/**
 * Answers many prompts together, one forward pass per token for all of them: for evaluation and for the rollouts of
 * training. In f32 each answer is the one it would get alone. Compute thread only; holds nothing between calls.
 */
public final class BatchGenerator {

    /** Rows are taken out once this share of them is finished: moving the cache costs about as much as a token. */
    private static final double FINISHED_SHARE = 0.25;

    private final LanguageModel model;

    public BatchGenerator(LanguageModel model) {
        this.model = model;
    }

    /**
     * One continuation per prompt, in the same order.
     *
     * @param view where each sequence has weights of its own, those of each prompt in turn
     * @throws InvalidInputException for a prompt of no tokens, longer than the context, or with ids outside the vocabulary
     * @throws OutOfResourcesException when the memory for the cache is not there
     * @throws OverflowException when the model's numbers run over in any of the answers
     * @throws CancelledException when cancelled; asked once per token
     */
    public List<Continuation> generate(WeightView view, BatchRequest request, CancellationToken token) {
        if (request.prompts().isEmpty()) {
            return List.of();
        }
        request.prompts().forEach(model::checkTokens);
        List<Answer> answers = new ArrayList<>();
        Map<IntBuffer, Integer> distinct = new LinkedHashMap<>();
        List<int[]> prompts = new ArrayList<>();
        boolean perSequence = view.perSequence();
        for (int[] prompt : request.prompts()) {
            int place = prompts.size();
            Integer read = perSequence ? null : distinct.putIfAbsent(IntBuffer.wrap(prompt), place);
            if (read == null) {
                prompts.add(prompt);
            } else {
                place = read;
            }
            answers.add(new Answer(request, answers.size(), place, prompt.length));
        }
        try (DecodingState state = new DecodingState(model, view, prompts)) {
            write(state, request, answers, token);
        }
        return answers.stream().map(Answer::result).toList();
    }

    private void write(DecodingState state, BatchRequest request, List<Answer> answers, CancellationToken token) {
        Sampling sampling = request.sampling();
        double measure = sampling.temperature() > 0 ? sampling.temperature() : 1.0;
        TokenSampler sampler = new TokenSampler(model.kernel(), sampling, measure, 0, answers.size());
        List<Answer> rows = firstRows(answers);
        boolean first = true;
        while (!rows.isEmpty()) {
            token.throwIfCancelled();
            int[] places = rows.stream().mapToInt(answer -> answer.index).toArray();
            double[][] chosen = first
                    ? chooseFirst(state, sampler, rows, places, token)
                    : state.readTokens(rows.stream().mapToLong(Answer::last).toArray(), sampler, places, token);
            first = false;
            for (int row = 0; row < chosen.length; row++) {
                rows.get(row).add(chosen[row]);
            }
            rows = compact(state, rows);
        }
    }

    private double[][] chooseFirst(
            DecodingState state, TokenSampler sampler, List<Answer> rows, int[] places, CancellationToken token) {
        try (NDManager call = model.engine().newScope()) {
            return sampler.choose(call, expand(call, state, state.readPrompts(call, token), rows), places);
        }
    }

    /** A prompt that fills the context has no answer and no row. */
    private static List<Answer> firstRows(List<Answer> answers) {
        return answers.stream().filter(answer -> !answer.finished()).toList();
    }

    /** From one row per distinct prompt to one per answer. */
    private NDArray expand(NDManager call, DecodingState state, NDArray logits, List<Answer> rows) {
        long[] places = rows.stream().mapToLong(answer -> answer.promptPlace).toArray();
        boolean same = places.length == logits.getShape().get(0);
        for (int row = 0; same && row < places.length; row++) {
            same = places[row] == row;
        }
        if (same) {
            return logits;
        }
        state.select(places);
        return model.kernel()
                .call(call, "select_rows", logits, call.create(places))
                .get(0);
    }

    /** Takes finished rows out when there are enough of them; until then they idle along. */
    private static List<Answer> compact(DecodingState state, List<Answer> rows) {
        long finished = rows.stream().filter(Answer::finished).count();
        if (finished == rows.size()) {
            return List.of();
        }
        if (finished < FINISHED_SHARE * rows.size()) {
            return rows;
        }
        List<Answer> open = new ArrayList<>();
        long[] kept = new long[rows.size() - (int) finished];
        for (int row = 0; row < rows.size(); row++) {
            if (!rows.get(row).finished()) {
                kept[open.size()] = row;
                open.add(rows.get(row));
            }
        }
        state.select(kept);
        return open;
    }

    /** An answer in the making. */
    private final class Answer {

        private final BatchRequest request;
        private final int index;
        private final int promptPlace;
        private final int promptLength;
        private final int room;
        private int[] tokens = new int[16];
        private double[] logProbabilities = new double[16];
        private int length;
        private @Nullable FinishReason reason;

        Answer(BatchRequest request, int index, int promptPlace, int promptLength) {
            this.request = request;
            this.index = index;
            this.promptPlace = promptPlace;
            this.promptLength = promptLength;
            this.room = model.config().contextLength() - promptLength;
            this.reason = room == 0 ? FinishReason.CONTEXT : null;
        }

        boolean finished() {
            return reason != null;
        }

        long last() {
            return tokens[length - 1];
        }

        /** Takes the next token from a sampler's row, unless finished. */
        void add(double[] row) {
            if (reason != null) {
                return;
            }
            double logProbability = TokenSampler.logProbability(row, model, promptLength + length);
            int id = (int) row[0];
            if (length == tokens.length) {
                tokens = Arrays.copyOf(tokens, 2 * length);
                logProbabilities = Arrays.copyOf(logProbabilities, 2 * length);
            }
            tokens[length] = id;
            logProbabilities[length] = logProbability;
            length++;
            if (request.stopTokens().contains(id)) {
                reason = FinishReason.STOP;
            } else if (length == room) {
                reason = FinishReason.CONTEXT;
            } else if (length == request.maxTokens()) {
                reason = FinishReason.LENGTH;
            }
        }

        Continuation result() {
            if (reason == null) {
                throw new IllegalStateException("answer " + index + " is not finished");
            }
            return new Continuation(Arrays.copyOf(tokens, length), Arrays.copyOf(logProbabilities, length), reason);
        }
    }
}
