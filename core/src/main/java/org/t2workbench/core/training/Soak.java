package org.t2workbench.core.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.model.Generator;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.model.TokenListener;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.Parametrisation;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.TaskItem;

/**
 * Training steps and generations of mixed lengths, one after the other in one process, with garbage collections between
 * them: what crashes after hours, or leaks a little each time, shows here. A step is what training takes: the policy
 * gradient by the gains of all matrices and the optimiser's update. Compute thread only; owns nothing.
 */
public final class Soak {

    private static final int ANSWERS = 4;
    private static final int LONGEST_PROMPT = 48;
    private static final int LONGEST_ANSWER = 24;
    private static final int COLLECT_EVERY = 50;

    /** Steps until caches are filled and the resident size means something. */
    private static final int WARM_UP = 200;

    private static final double COEFFICIENT = 0.1;
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
        try (TrainableGains gains =
                new TrainableGains(model, decomposition, model.matrices(), Parametrisation.DIRECT, Dtype.F32, 1)) {
            for (int step = 1; step <= steps; step++) {
                token.throwIfCancelled();
                progress.report("soaking", step - 1, steps);
                train(gains, step);
                tokens += generate(generator, gains, step);
                if (step % COLLECT_EVERY == 0) {
                    System.gc();
                }
                if (step == Math.min(WARM_UP, steps)) {
                    before = residentBytes();
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Report(steps, steps, tokens, seconds, before, residentBytes());
    }

    private void train(TrainableGains gains, int step) {
        List<TaskAnswer> answers = new ArrayList<>();
        double[] advantages = new double[ANSWERS];
        for (int i = 0; i < ANSWERS; i++) {
            answers.add(answer());
            advantages[i] = random.nextBoolean() ? 1 : -1;
        }
        gains.clearGradient();
        for (AnswerBatch batch : AnswerBatch.of(answers, advantages, Integer.MAX_VALUE)) {
            gains.addGradient(batch, 1.0 / ANSWERS, COEFFICIENT, Divergence.ADAPTED_BASE);
        }
        double norm = gains.step(step, LEARNING_RATE, ADAM);
        if (!Double.isFinite(norm)) {
            throw new WorkbenchException("The gradient of step " + step + " is no number.");
        }
    }

    private TaskAnswer answer() {
        TaskItem item = new TaskItem("", "", "", "soak");
        return new TaskAnswer(item, ids(LONGEST_PROMPT), ids(LONGEST_ANSWER), true, "", Grade.NONE);
    }

    /** Alternately under the base model and under the gains in training. */
    private int generate(Generator generator, TrainableGains gains, int step) {
        GenerationRequest request = GenerationRequest.of(
                model, ids(LONGEST_PROMPT), 1 + random.nextInt(LONGEST_ANSWER), Sampling.atTemperature(1, step));
        if (step % 2 == 0) {
            return count(generator.generate(model.baseWeights(), request, TokenListener.NONE, token));
        }
        try (TrainableGains.AdaptedView adapted = gains.view()) {
            return count(generator.generate(adapted.view(), request, TokenListener.NONE, token));
        }
    }

    private static int count(GenerationResult result) {
        return result.tokens().size();
    }

    private int[] ids(int longest) {
        int[] ids = new int[1 + random.nextInt(longest)];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = random.nextInt(model.config().vocabularySize());
        }
        return ids;
    }

    /** What Linux says this process holds in memory. */
    private static OptionalLong residentBytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
