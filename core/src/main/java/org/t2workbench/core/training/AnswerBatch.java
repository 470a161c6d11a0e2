package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.t2workbench.core.kernel.Dtype;

/**
 * Answers with their prompts, side by side, for one pass of the policy gradient: the very ids that were drawn, under
 * the very prompt they were drawn for. Padded on the right. Immutable.
 */
final class AnswerBatch {

    private final int rows;
    private final int columns;
    private final long[] tokens;
    private final long[] where;
    private final long[] drawn;
    private final double[] advantages;

    private AnswerBatch(List<TaskAnswer> answers, double[] worth) {
        rows = answers.size();
        // the last token is drawn, but nothing is drawn after it
        columns = answers.stream().mapToInt(AnswerBatch::length).max().orElseThrow() - 1;
        tokens = new long[rows * columns];
        int total = answers.stream().mapToInt(answer -> answer.tokens().length).sum();
        where = new long[total];
        drawn = new long[total];
        advantages = new double[total];
        int next = 0;
        for (int row = 0; row < rows; row++) {
            int[] prompt = answers.get(row).prompt();
            int[] answer = answers.get(row).tokens();
            for (int i = 0; i < prompt.length + answer.length - 1; i++) {
                tokens[row * columns + i] = i < prompt.length ? prompt[i] : answer[i - prompt.length];
            }
            for (int i = 0; i < answer.length; i++) {
                where[next] = (long) row * columns + prompt.length - 1 + i;
                drawn[next] = answer[i];
                advantages[next] = worth[row];
                next++;
            }
        }
    }

    private AnswerBatch(AnswerBatch of, double[] advantages) {
        rows = of.rows;
        columns = of.columns;
        tokens = of.tokens;
        where = of.where;
        drawn = of.drawn;
        this.advantages = advantages;
    }

    /** The same answers, each worth 1: the policy gradient of that is the gradient of the next-token loss. */
    AnswerBatch ofEqualWorth() {
        double[] ones = new double[advantages.length];
        Arrays.fill(ones, 1);
        return new AnswerBatch(this, ones);
    }

    private static int length(TaskAnswer answer) {
        return answer.prompt().length + answer.tokens().length;
    }

    /**
     * All answers in batches of like length.
     *
     * @param advantages what each is worth
     * @param tokenBudget most positions of a batch, padding included; one answer may have more
     */
    static List<AnswerBatch> of(List<TaskAnswer> answers, double[] advantages, int tokenBudget) {
        List<Integer> order = IntStream.range(0, answers.size())
                .boxed()
                .filter(i -> answers.get(i).tokens().length > 0)
                .sorted(Comparator.comparingInt(i -> length(answers.get(i))))
                .toList();
        List<AnswerBatch> batches = new ArrayList<>();
        int from = 0;
        while (from < order.size()) {
            int to = from + 1;
            while (to < order.size() && (long) (to + 1 - from) * length(answers.get(order.get(to))) <= tokenBudget) {
                to++;
            }
            List<Integer> chosen = order.subList(from, to);
            batches.add(new AnswerBatch(
                    chosen.stream().map(answers::get).toList(),
                    chosen.stream().mapToDouble(i -> advantages[i]).toArray()));
            from = to;
        }
        return batches;
    }

    /** Tokens of answers. */
    int drawnTokens() {
        return drawn.length;
    }

    /** Positions of each, padding included. */
    int length() {
        return columns;
    }

    /** Positions of all, padding included. */
    int positions() {
        return rows * columns;
    }

    /** (B, T) */
    NDArray tokens(NDManager scope) {
        return scope.create(tokens, new Shape(rows, columns));
    }

    /** (N): flat places in (B, T) from which a token of an answer was drawn. */
    NDArray where(NDManager scope) {
        return scope.create(where);
    }

    /** (N): the tokens that were drawn there. */
    NDArray drawn(NDManager scope) {
        return scope.create(drawn);
    }

    /** (N): what the answer each belongs to is worth. */
    NDArray advantages(NDManager scope, Dtype dtype) {
        if (dtype == Dtype.F64) {
            return scope.create(advantages);
        }
        float[] narrow = new float[advantages.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) advantages[i];
        }
        return scope.create(narrow);
    }
}
