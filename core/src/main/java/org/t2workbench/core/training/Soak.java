package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.ProcessMemory;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.BatchGenerator;
import org.t2workbench.core.model.BatchRequest;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.Generator;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.model.TokenListener;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.Parametrisation;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.TaskItem;

/**
 * Training steps and generations of mixed lengths, one after the other in one process, with garbage collections between
 * them: what crashes after hours, or leaks a little each time, shows here. Steps are in turn of the gains of all matrices
 * (policy gradient) and of all weights (next token); generations are in turn single and batched, under the base model
 * and under the gains in training. Compute thread only; owns nothing.
 */
public final class Soak {

    private static final int ANSWERS = 4;
    private static final int LONGEST_PROMPT = 48;
    private static final int LONGEST_ANSWER = 24;
    private static final int COLLECT_EVERY = 50;

    /** Steps until caches are filled and the resident size means something. */
    private static final int WARM_UP = 200;

    private static final double COEFFICIENT = 0.1;
    private static final double DEVIATION = 0.02;
    private static final double LEARNING_RATE = 1e-4;
    private static final AdamWSettings ADAM = new AdamWSettings(0.9, 0.999, 1e-8, 0, 1);

    private final LanguageModel model;
    private final Decomposition decomposition;
    private final Progress progress;
    private final CancellationToken token;
    private final SplittableRandom random = new SplittableRandom(1);

    /** @param decomposition of the same model, in its dtype */
    public Soak(LanguageModel model, Decomposition decomposition, Progress progress, CancellationToken token) {
        this.model = model;
        this.decomposition = decomposition;
        this.progress = progress;
        this.token = token;
    }

    /**
     * What came out.
     *
     * @param generatedTokens of all generations
     * @param residentBefore bytes the process held after a warm-up; absent where the system does not tell
     * @param residentAfter bytes at the end
     */
    public record Report(
            int trainingSteps,
            int generations,
            long generatedTokens,
            double seconds,
            OptionalLong residentBefore,
            OptionalLong residentAfter) {}

    /**
     * @param steps training steps, and as many generations
     * @throws WorkbenchException when a gradient is no number
     */
    public Report run(int steps) {
        long start = System.nanoTime();
        long tokens = 0;
        OptionalLong before = OptionalLong.empty();
        Generator generator = new Generator(model, model.tokenizer());
        try (TrainableWeights weights = new TrainableWeights(model.engine(), model.config(), Dtype.F32);
                TrainableGains gains = new TrainableGains(
                        model, decomposition, model.matrices(), Parametrisation.DIRECT, Dtype.F32, 1)) {
            weights.initialise(1, DEVIATION);
            for (int step = 1; step <= steps; step++) {
                token.throwIfCancelled();
                progress.report("soaking", step - 1, steps);
                if (step % 2 == 0) {
                    train(weights, step);
                } else {
                    train(gains, step);
                }
                tokens += generate(generator, gains, step);
                if (step % COLLECT_EVERY == 0) {
                    System.gc();
                }
                if (step == Math.min(WARM_UP, steps)) {
                    before = ProcessMemory.resident();
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Report(steps, steps, tokens, seconds, before, ProcessMemory.resident());
    }

    private void train(TrainableGains gains, int step) {
        List<TaskAnswer> answers = new ArrayList<>();
        double[] advantages = new double[ANSWERS];
        for (int i = 0; i < ANSWERS; i++) {
            answers.add(answer());
            advantages[i] = random.nextBoolean() ? 1 : -1;
        }
        gains.clearGradient(step);
        for (AnswerBatch batch : AnswerBatch.of(answers, advantages, Integer.MAX_VALUE)) {
            Divergence divergence = random.nextBoolean() ? Divergence.ADAPTED_BASE : Divergence.BASE_ADAPTED;
            try (Reference reference = gains.reference(batch)) {
                gains.addPolicyGradient(batch, reference, 1.0 / ANSWERS, COEFFICIENT, divergence);
            }
        }
        requireNumber(gains.step(step, LEARNING_RATE, ADAM), step);
    }

    private void train(TrainableWeights weights, int step) {
        List<TokenBatch.Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < ANSWERS; i++) {
            int[] ids = Arrays.copyOf(ids(LONGEST_PROMPT), LONGEST_PROMPT);
            float[] shares = new float[ids.length];
            Arrays.fill(shares, 1, 2 + random.nextInt(ids.length - 1), 1f);
            sequences.add(new TokenBatch.Sequence(ids, shares));
        }
        requireNumber(
                weights.step(new TokenBatch(sequences, 0), step, LEARNING_RATE, ADAM)
                        .gradientNorm(),
                step);
    }

    private static void requireNumber(double norm, int step) {
        if (!Double.isFinite(norm)) {
            throw new WorkbenchException("The gradient of step " + step + " is no number.");
        }
    }

    private TaskAnswer answer() {
        TaskItem item = new TaskItem("", "", "", "soak");
        return new TaskAnswer(item, ids(LONGEST_PROMPT), ids(LONGEST_ANSWER), true, "", Grade.NONE);
    }

    /** One of four kinds in turn; the number of tokens. */
    private int generate(Generator generator, TrainableGains gains, int step) {
        if (step % 4 < 2) {
            return generate(generator, model.baseWeights(), step);
        }
        return generate(generator, gains.view(), step);
    }

    private int generate(Generator generator, WeightView view, int step) {
        Sampling sampling = Sampling.atTemperature(1, step);
        int longest = 1 + random.nextInt(LONGEST_ANSWER);
        if (step % 2 == 0) {
            GenerationRequest request = GenerationRequest.of(model, ids(LONGEST_PROMPT), longest, sampling);
            return generator
                    .generate(view, request, TokenListener.NONE, token)
                    .tokens()
                    .size();
        }
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < ANSWERS; i++) {
            prompts.add(ids(LONGEST_PROMPT));
        }
        BatchRequest request = BatchRequest.of(model, prompts, longest, sampling);
        return new BatchGenerator(model)
                .generate(view, request, token).stream()
                        .mapToInt(answer -> answer.tokens().length)
                        .sum();
    }

    private int[] ids(int longest) {
        int[] ids = new int[1 + random.nextInt(longest)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = random.nextInt(model.config().vocabularySize());
        }
        return ids;
    }
}
