package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.BatchGenerator;
import org.t2workbench.core.model.BatchRequest;
import org.t2workbench.core.model.Continuation;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.svf.Factors;
import org.t2workbench.core.svf.Parametrisation;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.TaskItem;

/**
 * Times one iteration of the policy gradient on a model's shapes, phase by phase, beside the operations that it takes at
 * least. Prompts are random, answers are as long as they may be, the singular vectors are stand-ins of the right shapes:
 * what they hold plays no part in the time. Compute thread only; owns nothing.
 */
public final class IterationBenchmark {

    private static final double COEFFICIENT = 0.1;
    private static final double LEARNING_RATE = 2e-3;
    private static final AdamWSettings ADAM = new AdamWSettings(0.9, 0.999, 1e-8, 0, 1e-3);

    private final LanguageModel model;
    private final List<MatrixInfo> matrices;
    private final Size size;
    private final Progress progress;
    private final CancellationToken token;

    /**
     * What an iteration consists of.
     *
     * @param answers drawn, one per prompt
     * @param prompt tokens of each
     * @param answer tokens of each
     * @param tokenBudget most positions of one pass of the gradient
     */
    public record Size(int answers, int prompt, int answer, int tokenBudget) {

        /** The one that speed is stated for. */
        public static final Size STATED = new Size(32, 64, 64, 2048);
    }

    /**
     * One phase.
     *
     * @param operations as {@link TrainingOperations} counts them
     */
    public record Phase(String name, double seconds, double operations) {}

    public IterationBenchmark(
            LanguageModel model, List<MatrixInfo> matrices, Size size, Progress progress, CancellationToken token) {
        this.model = model;
        this.matrices = List.copyOf(matrices);
        this.size = size;
        this.progress = progress;
        this.token = token;
    }

    /**
     * Rollout, scoring, backward and update of the fastest of several iterations after one to warm up, in this order.
     *
     * @throws CancelledException when cancelled
     */
    public List<Phase> run(int repetitions) {
        double[] best = new double[4];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        try (NDManager scope = model.engine().newScope();
                Trainable gains = standIn(scope)) {
            for (int i = 0; i <= repetitions; i++) {
                progress.report("timing an iteration of training", i, repetitions + 1);
                double[] seconds = iterate(gains, i + 1);
                if (i > 0 && sum(seconds) < sum(best)) {
                    best = seconds;
                }
            }
        }
        TrainingOperations operations = TrainingOperations.ofGains(
                model.config(), matrices, new TrainingOperations.Size(size.answers(), size.prompt(), size.answer()));
        return List.of(
                new Phase("rollout", best[0], operations.rollout()),
                new Phase("scoring", best[1], operations.scoring()),
                new Phase("backward", best[2], operations.backward()),
                new Phase("update", best[3], operations.update()));
    }

    private Trainable standIn(NDManager scope) {
        Tensors tensors = new Tensors(model.engine());
        SplittableRandom random = new SplittableRandom(1);
        List<Factors> factors = new ArrayList<>();
        for (MatrixInfo matrix : matrices) {
            double[] sigma = new double[matrix.rank()];
            Arrays.fill(sigma, 1);
            factors.add(new Factors(
                    vectors(tensors, scope, random, matrix.rows(), matrix.rank()),
                    sigma,
                    vectors(tensors, scope, random, matrix.rank(), matrix.columns())));
        }
        return new TrainableGains(model, matrices, Parametrisation.DIRECT, factors, Dtype.F32, 1);
    }

    private NDArray vectors(Tensors tensors, NDManager scope, SplittableRandom random, int rows, int columns) {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((random.nextDouble() - 0.5) / Math.sqrt(columns));
        }
        return tensors.of(scope, model.dtype(), values, rows, columns);
    }

    private double[] iterate(Trainable gains, int iteration) {
        double[] seconds = new double[4];
        long since = System.nanoTime();
        List<TaskAnswer> answers = rollout(gains, iteration);
        seconds[0] = lap(since);
        double[] advantages = new double[answers.size()];
        for (int i = 0; i < advantages.length; i++) {
            advantages[i] = i % 2 == 0 ? 1 : -1;
        }
        gains.clearGradient(iteration);
        for (AnswerBatch batch : AnswerBatch.of(answers, advantages, size.tokenBudget())) {
            token.throwIfCancelled();
            since = System.nanoTime();
            try (Reference reference = gains.reference(batch)) {
                seconds[1] += lap(since);
                since = System.nanoTime();
                gains.addPolicyGradient(batch, reference, 1.0 / answers.size(), COEFFICIENT, Divergence.ADAPTED_BASE);
                seconds[2] += lap(since);
            }
        }
        since = System.nanoTime();
        gains.step(iteration, LEARNING_RATE, ADAM);
        // the next iteration's weights are part of the update
        gains.view();
        seconds[3] = lap(since);
        return seconds;
    }

    private List<TaskAnswer> rollout(Trainable gains, int iteration) {
        SplittableRandom random = new SplittableRandom(iteration);
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < size.answers(); i++) {
            prompts.add(random.ints(size.prompt(), 0, model.config().vocabularySize())
                    .toArray());
        }
        BatchRequest request = new BatchRequest(prompts, size.answer(), Sampling.atTemperature(1, iteration), Set.of());
        List<TaskAnswer> answers = new ArrayList<>();
        for (Continuation continuation : new BatchGenerator(model).generate(gains.view(), request, token)) {
            answers.add(new TaskAnswer(
                    new TaskItem("", "", "", ""),
                    prompts.get(answers.size()),
                    continuation.tokens(),
                    true,
                    "",
                    Grade.NONE));
        }
        return answers;
    }

    private static double lap(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).sum();
    }
}
