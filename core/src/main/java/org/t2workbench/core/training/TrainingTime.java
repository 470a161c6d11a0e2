package org.t2workbench.core.training;

import java.util.Arrays;
import java.util.List;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.run.RunLine;

/**
 * The time that a run will take, told before it begins: estimated from counted operations, or as a run with the same
 * settings took. Immutable.
 *
 * @param iteration seconds of one, without its validation
 * @param validation seconds of one
 * @param iterations of the run
 * @param validations of the run, that of the base model included
 * @param measured whether an earlier run took these times; otherwise they are an estimate
 */
public record TrainingTime(double iteration, double validation, int iterations, int validations, boolean measured) {

    /**
     * What an iteration takes in times of its matrix products alone: attention, norms, sampling, graders and the small
     * products of decoding. The benchmark of 135M parameters measured 1.2 to 2.1 by phase.
     */
    static final double OVERHEAD = 2;

    /**
     * An estimate.
     *
     * @param lengths of prompts and answers
     * @param operationsPerSecond of a matrix product of the model's shape
     */
    public static TrainingTime estimate(
            ModelConfig config, TrainingSettings settings, ItemLengths lengths, double operationsPerSecond) {
        int answers = settings.prompts() * (settings.method() == TrainingMethod.RL ? settings.samples() : 1);
        double iteration =
                TrainingOperations.of(config, settings, size(answers, lengths)).sum();
        double validation = TrainingOperations.drawing(config, size(settings.validationItems(), lengths));
        return of(
                settings,
                OVERHEAD * iteration / operationsPerSecond,
                OVERHEAD * validation / operationsPerSecond,
                false);
    }

    /**
     * As an earlier run took, by the middle of its iterations and of its validations.
     *
     * @param metrics of a run with the same settings but for its length; they hold an iteration
     */
    static TrainingTime of(TrainingSettings settings, List<RunLine> metrics) {
        double[] iterations = metrics.stream()
                .filter(line -> line.iteration() > 0)
                .mapToDouble(line -> seconds(line, PhaseTimes.WHOLE) - validation(line))
                .toArray();
        double[] validations = metrics.stream()
                .mapToDouble(TrainingTime::validation)
                .filter(seconds -> seconds > 0)
                .toArray();
        return of(settings, median(iterations), median(validations), true);
    }

    private static TrainingTime of(TrainingSettings settings, double iteration, double validation, boolean measured) {
        int iterations = settings.iterations();
        int every = settings.validateEvery();
        int validations = 1 + iterations / every + (iterations % every == 0 ? 0 : 1);
        return new TrainingTime(iteration, validation, iterations, validations, measured);
    }

    private static TrainingOperations.Size size(int answers, ItemLengths lengths) {
        return new TrainingOperations.Size(answers, lengths.prompt(), lengths.answer());
    }

    /** Seconds of the whole run. */
    public double whole() {
        return iteration * iterations + validation * validations;
    }

    private static double validation(RunLine line) {
        return seconds(line, PhaseTimes.VALIDATION + PhaseTimes.SECONDS);
    }

    private static double seconds(RunLine line, String key) {
        return line.machine().get(key) instanceof Number number ? number.doubleValue() : 0;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values.length == 0 ? 0 : values[values.length / 2];
    }
}
