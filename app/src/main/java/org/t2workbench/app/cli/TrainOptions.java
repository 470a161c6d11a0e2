package org.t2workbench.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.svf.Parametrisation;
import org.t2workbench.core.training.AdamWSettings;
import org.t2workbench.core.training.Baseline;
import org.t2workbench.core.training.Divergence;
import org.t2workbench.core.training.LearningRate;
import org.t2workbench.core.training.MatrixSelection;
import org.t2workbench.core.training.PolicyGradientSettings;
import picocli.CommandLine.Option;

/** A preset of the policy gradient and what is changed of it. */
final class TrainOptions {

    @Option(
            names = "--preset",
            paramLabel = "P",
            defaultValue = "quick",
            description = "paper, reference (the authors' code) or quick (default: ${DEFAULT-VALUE})")
    private String preset = "quick";

    @Option(names = "--iterations", paramLabel = "N", description = "optimiser steps")
    private @Nullable Integer iterations;

    @Option(names = "--prompts", paramLabel = "N", description = "prompts of an iteration")
    private @Nullable Integer prompts;

    @Option(names = "--samples", paramLabel = "K", description = "answers per prompt")
    private @Nullable Integer samples;

    @Option(names = "--rollout-temperature", paramLabel = "T", description = "answers are drawn at; 0: greedy")
    private @Nullable Double temperature;

    @Option(names = "--baseline", paramLabel = "B", description = "none or leave-one-out")
    private @Nullable String baseline;

    @Option(names = "--kl", paramLabel = "λ", description = "coefficient of the KL term")
    private @Nullable Double coefficient;

    @Option(names = "--kl-direction", paramLabel = "D", description = "adapted-base (paper) or base-adapted")
    private @Nullable String divergence;

    @Option(names = "--parametrisation", paramLabel = "P", description = "direct or sigmoid")
    private @Nullable String parametrisation;

    @Option(names = "--matrices", paramLabel = "KIND", description = "mlp, attention, attention-qv or all")
    private @Nullable String matrices;

    @Option(names = "--learning-rate", paramLabel = "R", description = "the highest learning rate")
    private @Nullable Double learningRate;

    @Option(names = "--schedule", paramLabel = "S", description = "constant or cosine")
    private @Nullable String schedule;

    @Option(names = "--weight-decay", paramLabel = "D", description = "decoupled weight decay")
    private @Nullable Double weightDecay;

    @Option(names = "--clip", paramLabel = "C", description = "largest norm of the gradient; 0: any")
    private @Nullable Double clip;

    @Option(names = "--seed", paramLabel = "N", description = "seed of prompts, answers and first parameters")
    private @Nullable Long seed;

    @Option(names = "--validation-items", paramLabel = "N", description = "items of each validation")
    private @Nullable Integer validationItems;

    @Option(names = "--validate-every", paramLabel = "N", description = "iterations between validations")
    private @Nullable Integer validateEvery;

    PolicyGradientSettings settings() {
        PolicyGradientSettings base =
                switch (preset) {
                    case "paper" -> PolicyGradientSettings.paper();
                    case "reference" -> PolicyGradientSettings.reference();
                    case "quick" -> PolicyGradientSettings.quick();
                    default ->
                        throw new InvalidInputException(
                                "The preset '" + preset + "' is unknown; use paper, reference or quick.");
                };
        AdamWSettings adam = base.optimiser();
        return new PolicyGradientSettings(
                or(iterations, base.iterations()),
                or(prompts, base.prompts()),
                or(samples, base.samples()),
                or(temperature, base.temperature()),
                baseline == null ? base.baseline() : Baseline.parse(baseline),
                or(coefficient, base.coefficient()),
                divergence == null ? base.divergence() : Divergence.parse(divergence),
                parametrisation == null ? base.parametrisation() : parametrisation(parametrisation),
                matrices == null ? base.matrices() : MatrixSelection.parse(matrices),
                or(learningRate, base.learningRate()),
                schedule == null ? base.schedule() : LearningRate.parse(schedule),
                new AdamWSettings(
                        adam.beta1(),
                        adam.beta2(),
                        adam.epsilon(),
                        or(weightDecay, adam.weightDecay()),
                        or(clip, adam.clip())),
                or(seed, base.seed()),
                or(validationItems, base.validationItems()),
                or(validateEvery, base.validateEvery()),
                base.checkpointEvery(),
                base.tokenBudget());
    }

    private static Parametrisation parametrisation(String label) {
        return Parametrisation.of(label)
                .orElseThrow(() -> new InvalidInputException(
                        "The parametrisation '" + label + "' is unknown; use direct or sigmoid."));
    }

    private static <T> T or(@Nullable T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    /** The options as they were given, to be read again when a run goes on. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--preset", preset));
        add(arguments, "--iterations", iterations);
        add(arguments, "--prompts", prompts);
        add(arguments, "--samples", samples);
        add(arguments, "--rollout-temperature", temperature);
        add(arguments, "--baseline", baseline);
        add(arguments, "--kl", coefficient);
        add(arguments, "--kl-direction", divergence);
        add(arguments, "--parametrisation", parametrisation);
        add(arguments, "--matrices", matrices);
        add(arguments, "--learning-rate", learningRate);
        add(arguments, "--schedule", schedule);
        add(arguments, "--weight-decay", weightDecay);
        add(arguments, "--clip", clip);
        add(arguments, "--seed", seed);
        add(arguments, "--validation-items", validationItems);
        add(arguments, "--validate-every", validateEvery);
        return arguments;
    }

    private static void add(List<String> arguments, String name, @Nullable Object value) {
        if (value != null) {
            arguments.add(name);
            arguments.add(value.toString());
        }
    }
}
