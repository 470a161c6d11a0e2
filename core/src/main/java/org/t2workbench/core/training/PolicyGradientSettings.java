package org.t2workbench.core.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.svf.Parametrisation;

/**
 * How an expert is trained by policy gradient (paper, section 3.1). Immutable.
 *
 * @param iterations optimiser steps
 * @param prompts per iteration
 * @param samples answers per prompt
 * @param temperature answers are drawn at; 0 takes the most likely tokens, as the authors' code does
 * @param baseline what is taken off the reward
 * @param coefficient λ, what a nat of divergence costs
 * @param divergence its direction
 * @param parametrisation how trained parameters become gains
 * @param matrices which are trained
 * @param learningRate the highest
 * @param schedule how it goes
 * @param optimiser Adam's settings; decay pulls parameters to 0
 * @param seed of prompts, answers and first parameters
 * @param validationItems answered greedily at each validation
 * @param validateEvery so many iterations, and at the last; a multiple of {@code checkpointEvery} is not needed
 * @param checkpointEvery so many iterations, and at the last
 * @param tokenBudget most positions in one pass of the gradient
 */
public record PolicyGradientSettings(
        int iterations,
        int prompts,
        int samples,
        double temperature,
        Baseline baseline,
        double coefficient,
        Divergence divergence,
        Parametrisation parametrisation,
        MatrixSelection matrices,
        double learningRate,
        LearningRate schedule,
        AdamWSettings optimiser,
        long seed,
        int validationItems,
        int validateEvery,
        int checkpointEvery,
        int tokenBudget) {

    private static final int TOKEN_BUDGET = 8192;

    /** Parameters are f32, which holds a little more. */
    private static final double MAX_RATE = 1e30;

    /** @throws InvalidInputException when a number is out of its range */
    public PolicyGradientSettings {
        requirePositive("iterations", iterations);
        requirePositive("prompts", prompts);
        requirePositive("samples", samples);
        requirePositive("validation items", validationItems);
        requirePositive("iterations between validations", validateEvery);
        requirePositive("iterations between checkpoints", checkpointEvery);
        requirePositive("tokens per pass", tokenBudget);
        if (!(learningRate > 0 && learningRate < MAX_RATE)) {
            throw new InvalidInputException(
                    "The learning rate must be a number above 0 and below 1e30, not " + learningRate + ".");
        }
        if (!(coefficient >= 0) || Double.isInfinite(coefficient)) {
            throw new InvalidInputException("The KL coefficient must be a number from 0, not " + coefficient + ".");
        }
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new InvalidInputException("The temperature must be a number from 0, not " + temperature + ".");
        }
        if (baseline == Baseline.LEAVE_ONE_OUT && samples < 2) {
            throw new InvalidInputException(
                    "The baseline leave-one-out needs at least 2 samples per prompt, not " + samples + ".");
        }
        if (temperature == 0 && samples > 1) {
            throw new InvalidInputException(
                    "At temperature 0 all samples of a prompt are equal; use 1 sample, or a temperature above 0.");
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new InvalidInputException("The number of " + what + " must be at least 1, not " + value + ".");
        }
    }

    /**
     * The paper's: Adam with decoupled decay at 2e-3, cosine, batches of 256, gradient norm 1e-3, all reward and no
     * baseline. It starts at gain 1, where its Table 6 prints 0.1, which would shrink every weight tenfold. λ is one of
     * the four values it chooses from; where the paper does not say how answers are drawn, they are drawn at temperature 1.
     */
    public static PolicyGradientSettings paper() {
        return new PolicyGradientSettings(
                200,
                256,
                1,
                1.0,
                Baseline.NONE,
                0.1,
                Divergence.ADAPTED_BASE,
                Parametrisation.DIRECT,
                MatrixSelection.MLP,
                2e-3,
                LearningRate.COSINE,
                new AdamWSettings(0.9, 0.999, 1e-8, 0.01, 1e-3),
                42,
                200,
                10,
                10,
                TOKEN_BUDGET);
    }

    /** The authors' code: greedy answers, sigmoid parameters, Adam at a constant 2e-3, no KL term, no clipping. */
    public static PolicyGradientSettings reference() {
        return new PolicyGradientSettings(
                200,
                256,
                1,
                0.0,
                Baseline.NONE,
                0.0,
                Divergence.BASE_ADAPTED,
                Parametrisation.SIGMOID,
                MatrixSelection.MLP,
                2e-3,
                LearningRate.CONSTANT,
                new AdamWSettings(0.9, 0.999, 1e-8, 0.0, 0.0),
                42,
                200,
                10,
                10,
                TOKEN_BUDGET);
    }

    /** Fast on a small model: the paper's objective with a larger step. */
    public static PolicyGradientSettings quick() {
        return new PolicyGradientSettings(
                60,
                24,
                6,
                1.0,
                Baseline.NONE,
                0.02,
                Divergence.ADAPTED_BASE,
                Parametrisation.DIRECT,
                MatrixSelection.MLP,
                1e-2,
                LearningRate.CONSTANT,
                new AdamWSettings(0.9, 0.999, 1e-8, 0.0, 1.0),
                1,
                200,
                10,
                10,
                TOKEN_BUDGET);
    }

    /** Every setting by its name, for run.json and the expert file. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("method", "policy-gradient");
        map.put("iterations", iterations);
        map.put("prompts", prompts);
        map.put("samples", samples);
        map.put("temperature", temperature);
        map.put("baseline", baseline.label());
        map.put("kl_coefficient", coefficient);
        map.put("kl_direction", divergence.label());
        map.put("parametrisation", parametrisation.label());
        map.put("matrices", matrices.label());
        map.put("learning_rate", learningRate);
        map.put("schedule", schedule.label());
        map.put("beta1", optimiser.beta1());
        map.put("beta2", optimiser.beta2());
        map.put("epsilon", optimiser.epsilon());
        map.put("weight_decay", optimiser.weightDecay());
        map.put("clip", optimiser.clip());
        map.put("seed", seed);
        map.put("validation_items", validationItems);
        map.put("validate_every", validateEvery);
        map.put("checkpoint_every", checkpointEvery);
        map.put("token_budget", tokenBudget);
        return map;
    }

    /**
     * The settings of a run, from what {@link #toMap} wrote.
     *
     * @throws InvalidInputException when a setting is missing or makes no sense
     */
    public static PolicyGradientSettings fromMap(Map<String, Object> map) {
        String parametrisation = text(map, "parametrisation");
        return new PolicyGradientSettings(
                number(map, "iterations").intValue(),
                number(map, "prompts").intValue(),
                number(map, "samples").intValue(),
                number(map, "temperature").doubleValue(),
                Baseline.parse(text(map, "baseline")),
                number(map, "kl_coefficient").doubleValue(),
                Divergence.parse(text(map, "kl_direction")),
                Parametrisation.of(parametrisation)
                        .orElseThrow(() -> new InvalidInputException(
                                "The parametrisation '" + parametrisation + "' is unknown; use direct or sigmoid.")),
                MatrixSelection.parse(text(map, "matrices")),
                number(map, "learning_rate").doubleValue(),
                LearningRate.parse(text(map, "schedule")),
                new AdamWSettings(
                        number(map, "beta1").doubleValue(),
                        number(map, "beta2").doubleValue(),
                        number(map, "epsilon").doubleValue(),
                        number(map, "weight_decay").doubleValue(),
                        number(map, "clip").doubleValue()),
                number(map, "seed").longValue(),
                number(map, "validation_items").intValue(),
                number(map, "validate_every").intValue(),
                number(map, "checkpoint_every").intValue(),
                number(map, "token_budget").intValue());
    }

    private static Number number(Map<String, Object> map, String key) {
        if (map.get(key) instanceof Number number) {
            return number;
        }
        throw new InvalidInputException("The run's settings lack the number \"" + key + "\".");
    }

    private static String text(Map<String, Object> map, String key) {
        if (map.get(key) instanceof String text) {
            return text;
        }
        throw new InvalidInputException("The run's settings lack the text \"" + key + "\".");
    }
}
