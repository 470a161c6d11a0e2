package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Parametrisation;

/**
 * How a run trains: a preset and what was changed of it, checked as a whole. Every option of {@link TrainingOptions} has a
 * value. Immutable, safe from any thread.
 */
public final class TrainingSettings {

    private static final String PRESET = "preset";
    private static final Set<MatrixKind> IA3_KINDS =
            Set.of(MatrixKind.K, MatrixKind.V, MatrixKind.QKV, MatrixKind.DOWN);

    private final String preset;
    private final Map<String, Object> values;

    private TrainingSettings(String preset, Map<String, Object> given) {
        this.preset = preset;
        Map<String, Object> checked = new LinkedHashMap<>();
        for (TrainingOption option : TrainingOptions.all()) {
            Object value = given.get(option.key());
            if (value == null) {
                throw new InvalidInputException("The settings lack \"" + option.key() + "\" (" + option.label() + ").");
            }
            checked.put(option.key(), option.checked(value));
        }
        this.values = Map.copyOf(checked);
        checkTogether();
    }

    /** A preset as it is. */
    public static TrainingSettings of(TrainingPreset preset) {
        return new TrainingSettings(preset.name(), preset.values());
    }

    /**
     * A preset with changes.
     *
     * @param changes texts as on the command line or in a form, by the options' keys
     * @throws InvalidInputException in one sentence, when a value makes no sense, alone or beside the others
     */
    public static TrainingSettings of(TrainingPreset preset, Map<String, String> changes) {
        return of(preset).with(changes);
    }

    /**
     * These settings with changes.
     *
     * @param changes texts as on the command line or in a form, by the options' keys
     * @throws InvalidInputException in one sentence, when a value makes no sense, alone or beside the others
     */
    public TrainingSettings with(Map<String, String> changes) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        changes.forEach((key, text) -> all.put(
                key,
                TrainingOptions.of(key)
                        .orElseThrow(() -> new InvalidInputException("There is no training option \"" + key + "\"."))
                        .parse(text)));
        return new TrainingSettings(preset, all);
    }

    /** These settings with one change. */
    public TrainingSettings with(String key, String text) {
        return with(Map.of(key, text));
    }

    /** Every setting by its key in the options' order, the preset's name first: for run.json and expert files. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(PRESET, preset);
        TrainingOptions.all().forEach(option -> map.put(option.key(), value(option.key())));
        return map;
    }

    /**
     * The settings that {@link #toMap} wrote; other keys are passed over.
     *
     * @throws InvalidInputException in one sentence, when a setting is missing or makes no sense
     */
    public static TrainingSettings fromMap(Map<String, Object> map) {
        return new TrainingSettings(map.get(PRESET) instanceof String name ? name : TrainingPreset.DEFAULT, map);
    }

    /** The command line of these settings: the preset, and every option in which they differ from it. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("--preset", preset));
        TrainingSettings unchanged = of(TrainingPreset.of(preset));
        for (TrainingOption option : TrainingOptions.all()) {
            if (!value(option.key()).equals(unchanged.value(option.key()))) {
                arguments.add(option.flag());
                arguments.add(text(option.key()));
            }
        }
        return arguments;
    }

    /** The name of the preset these were made of. */
    public String preset() {
        return preset;
    }

    /** An option's value: a String, Long or Double. */
    public Object value(String key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no training option " + key);
        }
        return value;
    }

    /** An option's value as it is written on the command line. */
    public String text(String key) {
        return value(key).toString();
    }

    private int integer(String key) {
        return Math.toIntExact((Long) value(key));
    }

    private double number(String key) {
        return (Double) value(key);
    }

    private <E extends Enum<E>> E choice(Class<E> type, String key) {
        return Enum.valueOf(type, text(key).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    public TrainingMethod method() {
        return choice(TrainingMethod.class, TrainingOptions.METHOD);
    }

    public AdapterKind adapter() {
        return choice(AdapterKind.class, TrainingOptions.ADAPTER);
    }

    public Parametrisation parametrisation() {
        return choice(Parametrisation.class, TrainingOptions.PARAMETRISATION);
    }

    /**
     * Those of a model's matrices that are adapted, in the model's order: the chosen kinds, or those of IA3 (k, v and down, or qkv
     * and down where these are one), in the chosen layers.
     *
     * @throws InvalidInputException when the layers are not the model's
     */
    public List<MatrixInfo> adaptedMatrices(List<MatrixInfo> all) {
        int layers = all.stream().mapToInt(MatrixInfo::layer).max().orElse(-1) + 1;
        BitSet chosen = new LayerSelection(text(TrainingOptions.LAYERS)).of(layers);
        List<MatrixInfo> kinds = adapter() == AdapterKind.IA3
                ? all.stream()
                        .filter(matrix -> IA3_KINDS.contains(matrix.kind()))
                        .toList()
                : choice(MatrixSelection.class, TrainingOptions.MATRICES).of(all);
        return kinds.stream().filter(matrix -> chosen.get(matrix.layer())).toList();
    }

    /** How many numbers are trained of a model with these matrices. */
    public long trainedParameters(List<MatrixInfo> all) {
        return switch (adapter()) {
            case SVF ->
                adaptedMatrices(all).stream().mapToLong(MatrixInfo::rank).sum();
            case LORA ->
                adaptedMatrices(all).stream()
                        .mapToLong(matrix -> (long) lora().rank() * (matrix.rows() + matrix.columns()))
                        .sum();
            case IA3 ->
                adaptedMatrices(all).stream()
                        .mapToLong(matrix -> matrix.kind() == MatrixKind.DOWN ? matrix.columns() : matrix.rows())
                        .sum();
        };
    }

    public LoraSettings lora() {
        return new LoraSettings(
                integer(TrainingOptions.RANK), number(TrainingOptions.ALPHA), number(TrainingOptions.DROPOUT));
    }

    public ItemDraw draw() {
        return choice(ItemDraw.class, TrainingOptions.DRAW);
    }

    /** Most items of the train split; 0 for all. */
    public int trainItems() {
        return integer(TrainingOptions.TRAIN_ITEMS);
    }

    public int validationItems() {
        return integer(TrainingOptions.VALIDATION_ITEMS);
    }

    /** Items of one iteration. */
    public int prompts() {
        return integer(TrainingOptions.PROMPTS);
    }

    /** Answers per prompt. */
    public int samples() {
        return integer(TrainingOptions.SAMPLES);
    }

    /** Answers are drawn at it; 0 takes the most likely tokens. */
    public double temperature() {
        return number(TrainingOptions.TEMPERATURE);
    }

    public RewardShape reward() {
        return new RewardShape(
                number(TrainingOptions.REWARD_RIGHT),
                number(TrainingOptions.REWARD_WRONG),
                number(TrainingOptions.FORM_BONUS),
                number(TrainingOptions.LENGTH_PENALTY));
    }

    public Baseline baseline() {
        return choice(Baseline.class, TrainingOptions.BASELINE);
    }

    /** Most that an answer weighs; 0 for no limit. */
    public double rewardClip() {
        return number(TrainingOptions.REWARD_CLIP);
    }

    /** λ, what a nat of divergence costs. */
    public double coefficient() {
        return number(TrainingOptions.KL_COEFFICIENT);
    }

    public Divergence divergence() {
        return choice(Divergence.class, TrainingOptions.KL_DIRECTION);
    }

    public AdamWSettings optimiser() {
        return new AdamWSettings(
                number(TrainingOptions.BETA1),
                number(TrainingOptions.BETA2),
                number(TrainingOptions.EPSILON),
                text(TrainingOptions.OPTIMISER).equals(TrainingOptions.ADAMW)
                        ? number(TrainingOptions.WEIGHT_DECAY)
                        : 0,
                number(TrainingOptions.CLIP));
    }

    /** @param iteration counts from 1 */
    double learningRateAt(long iteration) {
        return choice(LearningRate.class, TrainingOptions.SCHEDULE)
                .at(number(TrainingOptions.LEARNING_RATE), iteration, iterations());
    }

    /** Optimiser steps. */
    public int iterations() {
        return integer(TrainingOptions.ITERATIONS);
    }

    /** Iterations between validations. */
    public int validateEvery() {
        return integer(TrainingOptions.VALIDATE_EVERY);
    }

    /** Validations without a better one after which a run stops; 0 for never. */
    public int patience() {
        return integer(TrainingOptions.PATIENCE);
    }

    /** Iterations between checkpoints. */
    public int checkpointEvery() {
        return integer(TrainingOptions.CHECKPOINT_EVERY);
    }

    /** Most positions in one pass of the gradient. */
    public int tokenBudget() {
        return integer(TrainingOptions.TOKEN_BUDGET);
    }

    public long seed() {
        return (Long) value(TrainingOptions.SEED);
    }

    private void checkTogether() {
        new LayerSelection(text(TrainingOptions.LAYERS));
        if (number(TrainingOptions.LEARNING_RATE) == 0 || number(TrainingOptions.EPSILON) == 0) {
            throw new InvalidInputException("The learning rate and ε must be above 0.");
        }
        if (text(TrainingOptions.OPTIMISER).equals(TrainingOptions.ADAM) && number(TrainingOptions.WEIGHT_DECAY) > 0) {
            throw new InvalidInputException(
                    "Adam has no weight decay here; choose adamw (--optimiser adamw), or a weight decay of 0.");
        }
        if (method() == TrainingMethod.SFT) {
            return;
        }
        Set<Baseline> ofGroups = Set.of(Baseline.LEAVE_ONE_OUT, Baseline.GROUP_NORMALISED);
        if (ofGroups.contains(baseline()) && samples() < 2) {
            throw new InvalidInputException("The baseline " + baseline().label()
                    + " needs at least 2 answers per prompt (--samples), not " + samples() + ".");
        }
        if (temperature() == 0 && samples() > 1) {
            throw new InvalidInputException(
                    "At temperature 0 all answers to a prompt are equal; use 1 answer per prompt"
                            + " (--samples), or a temperature above 0 (--rollout-temperature).");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainingSettings settings
                && preset.equals(settings.preset)
                && values.equals(settings.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return toMap().toString();
    }
}
