package org.t2workbench.core.training;

import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A named choice of every training option. Immutable, safe from any thread.
 *
 * @param name on the command line and in files
 * @param description one or two sentences, with where it departs from the paper
 * @param values of all options, by key
 */
public record TrainingPreset(String name, String description, Map<String, Object> values) {

    /** What a run uses when nothing else is said. */
    public static final String DEFAULT = "quick";

    /** The paper's, from which the others are told. */
    private static final Map<String, Object> PAPER = Map.ofEntries(
            entry(TrainingOptions.METHOD, "rl"),
            entry(TrainingOptions.ADAPTER, "svf"),
            entry(TrainingOptions.PARAMETRISATION, "direct"),
            entry(TrainingOptions.MATRICES, "mlp"),
            entry(TrainingOptions.LAYERS, "all"),
            entry(TrainingOptions.RANK, 16L),
            entry(TrainingOptions.ALPHA, 32.0),
            entry(TrainingOptions.DROPOUT, 0.05),
            entry(TrainingOptions.DRAW, "epoch"),
            entry(TrainingOptions.TRAIN_ITEMS, 0L),
            entry(TrainingOptions.VALIDATION_ITEMS, 200L),
            entry(TrainingOptions.PROMPTS, 256L),
            entry(TrainingOptions.SAMPLES, 1L),
            entry(TrainingOptions.TEMPERATURE, 1.0),
            entry(TrainingOptions.REWARD_RIGHT, 1.0),
            entry(TrainingOptions.REWARD_WRONG, -1.0),
            entry(TrainingOptions.FORM_BONUS, 0.0),
            entry(TrainingOptions.LENGTH_PENALTY, 0.0),
            entry(TrainingOptions.BASELINE, "none"),
            entry(TrainingOptions.REWARD_CLIP, 0.0),
            entry(TrainingOptions.KL_COEFFICIENT, 0.1),
            entry(TrainingOptions.KL_DIRECTION, "adapted-base"),
            entry(TrainingOptions.OPTIMISER, "adamw"),
            entry(TrainingOptions.LEARNING_RATE, 2e-3),
            entry(TrainingOptions.SCHEDULE, "cosine"),
            entry(TrainingOptions.WEIGHT_DECAY, 0.01),
            entry(TrainingOptions.CLIP, 1e-3),
            entry(TrainingOptions.BETA1, 0.9),
            entry(TrainingOptions.BETA2, 0.999),
            entry(TrainingOptions.EPSILON, 1e-8),
            entry(TrainingOptions.ITERATIONS, 200L),
            entry(TrainingOptions.VALIDATE_EVERY, 10L),
            entry(TrainingOptions.PATIENCE, 5L),
            entry(TrainingOptions.CHECKPOINT_EVERY, 10L),
            entry(TrainingOptions.TOKEN_BUDGET, 8192L),
            entry(TrainingOptions.SEED, 42L));

    /** From the batch of 256 to the norm of 1e-3, what the paper's tables of settings say of its LoRA. */
    private static final Map<String, Object> PAPER_LORA = changed(
            PAPER,
            Map.of(
                    TrainingOptions.METHOD, "sft",
                    TrainingOptions.ADAPTER, "lora",
                    TrainingOptions.MATRICES, "attention-qv",
                    TrainingOptions.LEARNING_RATE, 5e-5,
                    TrainingOptions.CLIP, 1.0));

    private static final Map<String, Object> REFERENCE = changed(
            PAPER,
            Map.of(
                    TrainingOptions.PARAMETRISATION,
                    "sigmoid",
                    TrainingOptions.DRAW,
                    "batch",
                    TrainingOptions.TEMPERATURE,
                    0.0,
                    TrainingOptions.KL_COEFFICIENT,
                    0.0,
                    TrainingOptions.KL_DIRECTION,
                    "base-adapted",
                    TrainingOptions.OPTIMISER,
                    "adam",
                    TrainingOptions.SCHEDULE,
                    "constant",
                    TrainingOptions.WEIGHT_DECAY,
                    0.0,
                    TrainingOptions.CLIP,
                    0.0,
                    TrainingOptions.PATIENCE,
                    0L));

    private static final Map<String, Object> QUICK = changed(
            PAPER,
            Map.ofEntries(
                    entry(TrainingOptions.DRAW, "stream"),
                    entry(TrainingOptions.PROMPTS, 24L),
                    entry(TrainingOptions.SAMPLES, 6L),
                    entry(TrainingOptions.KL_COEFFICIENT, 0.02),
                    entry(TrainingOptions.OPTIMISER, "adam"),
                    entry(TrainingOptions.LEARNING_RATE, 1e-2),
                    entry(TrainingOptions.SCHEDULE, "constant"),
                    entry(TrainingOptions.WEIGHT_DECAY, 0.0),
                    entry(TrainingOptions.CLIP, 1.0),
                    entry(TrainingOptions.ITERATIONS, 60L),
                    entry(TrainingOptions.PATIENCE, 0L),
                    entry(TrainingOptions.SEED, 1L)));

    private static final List<TrainingPreset> ALL = List.of(
            new TrainingPreset(
                    "quick",
                    "For small models and first tries: the paper's objective with several answers per prompt, a larger and"
                            + " constant step, and items without end.",
                    QUICK),
            new TrainingPreset(
                    "paper",
                    "The paper's: AdamW at 2e-3 with cosine, batches of 256, norm 1e-3, rewards of 1 and -1, early stopping."
                            + " Gains start at 1, where its Table 6 prints 0.1, which would shrink every weight tenfold; λ"
                            + " is one of the four it chooses from; answers are drawn at temperature 1, which it does not say.",
                    PAPER),
            new TrainingPreset(
                    "paper-half",
                    "The paper's for its largest model: as paper, on half of the layers. It does not say which half; these"
                            + " are the later ones, before which no gradient has to be kept.",
                    changed(PAPER, Map.of(TrainingOptions.LAYERS, "second-half"))),
            new TrainingPreset(
                    "paper-vision",
                    "The paper's for vision: as paper, with -0.1 for a wrong answer, here on text.",
                    changed(PAPER, Map.of(TrainingOptions.REWARD_WRONG, -0.1))),
            new TrainingPreset(
                    "paper-lora",
                    "The paper's LoRA baseline: rank 16, alpha 32, dropout 0.05 on q and v, next-token training at 5e-5."
                            + " It sweeps the rate and the norm (1e-3 or 1); these are one of its pairs.",
                    PAPER_LORA),
            new TrainingPreset(
                    "reference",
                    "The authors' code: greedy answers, sigmoid parameters, Adam at a constant 2e-3, no KL term, no clipping,"
                            + " no early stopping. Log-probabilities are of the ids that were drawn, where it tokenises the text"
                            + " again and leaves the end out.",
                    REFERENCE),
            new TrainingPreset(
                    "rloo",
                    "Not in the paper: as quick, with the mean reward of the prompt's other answers as baseline, which makes"
                            + " the gradient less noisy and keeps it unbiased.",
                    changed(QUICK, Map.of(TrainingOptions.BASELINE, "leave-one-out"))),
            new TrainingPreset(
                    "grpo",
                    "Not in the paper: as quick, with rewards normalised within the answers to one prompt, as GRPO does.",
                    changed(QUICK, Map.of(TrainingOptions.BASELINE, "group-normalised"))),
            new TrainingPreset(
                    "sft",
                    "Next-token training of the gains on worked solutions, sized for small models: the baseline that the"
                            + " paper's Table 4 sets against policy gradient.",
                    changed(QUICK, Map.of(TrainingOptions.METHOD, "sft", TrainingOptions.PROMPTS, 32L))));

    public TrainingPreset {
        values = Map.copyOf(values);
    }

    /** All presets, the default first. */
    public static List<TrainingPreset> all() {
        return ALL;
    }

    /** @throws InvalidInputException when there is none of that name */
    public static TrainingPreset of(String name) {
        return ALL.stream()
                .filter(preset -> preset.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("The preset '" + name + "' is unknown; use "
                        + ALL.stream().map(TrainingPreset::name).collect(Collectors.joining(", ")) + "."));
    }

    private static Map<String, Object> changed(Map<String, Object> values, Map<String, Object> changes) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.putAll(changes);
        return all;
    }
}
