package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.t2workbench.core.svf.Parametrisation;
import org.t2workbench.core.training.TrainingOption.Group;
import org.t2workbench.core.training.TrainingOption.Kind;

/** Every setting of a training run, in the order of a form: the one list that all others are made of. */
public final class TrainingOptions {

    static final String METHOD = "method";
    static final String ADAPTER = "adapter";
    static final String PARAMETRISATION = "parametrisation";
    static final String MATRICES = "matrices";
    static final String LAYERS = "layers";
    static final String RANK = "rank";
    static final String ALPHA = "alpha";
    static final String DROPOUT = "dropout";
    static final String DRAW = "draw";
    static final String TRAIN_ITEMS = "train_items";
    static final String VALIDATION_ITEMS = "validation_items";
    static final String PROMPTS = "prompts";
    static final String SAMPLES = "samples";
    static final String TEMPERATURE = "temperature";
    static final String REWARD_RIGHT = "reward_right";
    static final String REWARD_WRONG = "reward_wrong";
    static final String FORM_BONUS = "form_bonus";
    static final String LENGTH_PENALTY = "length_penalty";
    static final String BASELINE = "baseline";
    static final String REWARD_CLIP = "reward_clip";
    static final String KL_COEFFICIENT = "kl_coefficient";
    static final String KL_DIRECTION = "kl_direction";
    static final String OPTIMISER = "optimiser";
    static final String LEARNING_RATE = "learning_rate";
    static final String SCHEDULE = "schedule";
    static final String WEIGHT_DECAY = "weight_decay";
    static final String CLIP = "clip";
    static final String BETA1 = "beta1";
    static final String BETA2 = "beta2";
    static final String EPSILON = "epsilon";
    static final String ITERATIONS = "iterations";
    static final String VALIDATE_EVERY = "validate_every";
    static final String PATIENCE = "patience";
    static final String CHECKPOINT_EVERY = "checkpoint_every";
    static final String TOKEN_BUDGET = "token_budget";
    static final String SEED = "seed";

    static final String ADAM = "adam";
    static final String ADAMW = "adamw";

    private static final double MILLION = 1e6;

    /** Parameters are f32, which holds a little more. */
    private static final double MAX_RATE = 1e30;

    private static final Map<String, Set<String>> RL = Map.of(METHOD, Set.of(TrainingMethod.RL.label()));
    private static final Map<String, Set<String>> SVF = Map.of(ADAPTER, Set.of(AdapterKind.SVF.label()));
    private static final Map<String, Set<String>> LORA = Map.of(ADAPTER, Set.of(AdapterKind.LORA.label()));
    private static final Map<String, Set<String>> ALWAYS = Map.of();

    private static final List<TrainingOption> ALL = List.copyOf(build());

    private TrainingOptions() {}

    /** All of them. */
    public static List<TrainingOption> all() {
        return ALL;
    }

    /** The option of that key in run.json; empty when there is none. */
    public static Optional<TrainingOption> of(String key) {
        return ALL.stream().filter(option -> option.key().equals(key)).findFirst();
    }

    /** The option of that name on the command line; empty when there is none. */
    public static Optional<TrainingOption> ofFlag(String flag) {
        return ALL.stream().filter(option -> option.flag().equals(flag)).findFirst();
    }

    private static List<TrainingOption> build() {
        List<TrainingOption> all = new ArrayList<>();
        method(all);
        data(all);
        rewards(all);
        optimiser(all);
        run(all);
        return all;
    }

    private static void method(List<TrainingOption> all) {
        all.add(
                choice(
                        METHOD,
                        "--method",
                        "Method",
                        Group.METHOD,
                        labels(TrainingMethod.values()),
                        ALWAYS,
                        "rl rewards the model's own answers (policy gradient), sft teaches the worked solutions token by token."));
        all.add(choice(
                ADAPTER,
                "--adapter",
                "Adapter",
                Group.METHOD,
                labels(AdapterKind.values()),
                ALWAYS,
                "What is trained: the gains of singular values (svf), low-rank matrices (lora), or scales of"
                        + " activations (ia3)."));
        all.add(choice(
                PARAMETRISATION,
                "--parametrisation",
                "Parametrisation",
                Group.METHOD,
                labels(Parametrisation.values()),
                SVF,
                "How parameters become gains: direct is the paper's, sigmoid that of the authors' code."));
        all.add(choice(
                MATRICES,
                "--matrices",
                "Matrices",
                Group.METHOD,
                labels(MatrixSelection.values()),
                Map.of(ADAPTER, Set.of(AdapterKind.SVF.label(), AdapterKind.LORA.label())),
                "Which matrices are trained; the paper's \"attention\" is attention-qv."));
        all.add(new TrainingOption(
                LAYERS,
                "--layers",
                "Layers",
                Group.METHOD,
                Kind.TEXT,
                List.of(),
                "",
                "Which layers are trained: all, first-half, second-half, or numbers from 0 such as 0-15 or 0-3,8.",
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                ALWAYS));
        all.add(integer(RANK, "--rank", "Rank", Group.METHOD, "", 1, 4096, LORA, "Rank of the low-rank matrices."));
        all.add(number(
                ALPHA,
                "--alpha",
                "Alpha",
                Group.METHOD,
                "",
                0,
                MILLION,
                LORA,
                "What the low-rank change is multiplied by, times 1/rank."));
        all.add(number(
                DROPOUT,
                "--dropout",
                "Dropout",
                Group.METHOD,
                "",
                0,
                0.99,
                LORA,
                "Share of inputs of the low-rank matrices that is left out at random while training."));
    }

    private static void data(List<TrainingOption> all) {
        all.add(choice(
                DRAW,
                "--draw",
                "Order of items",
                Group.DATA,
                labels(ItemDraw.values()),
                ALWAYS,
                "stream takes items as the task makes them, batch draws each batch without replacement from all (the"
                        + " authors' code), epoch goes through all in a new order each time."));
        all.add(integer(
                TRAIN_ITEMS,
                "--train-items",
                "Training items",
                Group.DATA,
                "items",
                0,
                Integer.MAX_VALUE,
                Map.of(DRAW, Set.of(ItemDraw.BATCH.label(), ItemDraw.EPOCH.label())),
                "Most items of the train split that are used; 0 for all there are."));
        all.add(integer(
                VALIDATION_ITEMS,
                "--validation-items",
                "Validation items",
                Group.DATA,
                "items",
                1,
                Integer.MAX_VALUE,
                ALWAYS,
                "Items of each validation, the same in every run."));
        all.add(integer(
                PROMPTS,
                "--prompts",
                "Prompts per iteration",
                Group.ROLLOUTS,
                "prompts",
                1,
                MILLION,
                ALWAYS,
                "Items of one iteration; at most as many as the train split has."));
        all.add(integer(
                SAMPLES,
                "--samples",
                "Answers per prompt",
                Group.ROLLOUTS,
                "answers",
                1,
                MILLION,
                RL,
                "Answers drawn for each prompt; their spread is what leave-one-out and group-normalised work with."));
        all.add(number(
                TEMPERATURE,
                "--rollout-temperature",
                "Temperature",
                Group.ROLLOUTS,
                "",
                0,
                100,
                RL,
                "Answers are drawn at this temperature; 0 takes the most likely tokens, as the authors' code does."));
    }

    private static void rewards(List<TrainingOption> all) {
        all.add(number(
                REWARD_RIGHT,
                "--reward-right",
                "Right answer",
                Group.REWARD,
                "",
                -MILLION,
                MILLION,
                RL,
                "Reward of a right answer; 1 in the paper."));
        all.add(number(
                REWARD_WRONG,
                "--reward-wrong",
                "Wrong answer",
                Group.REWARD,
                "",
                -MILLION,
                MILLION,
                RL,
                "Reward of a wrong answer; -1 in the paper, -0.1 in its vision runs."));
        all.add(number(
                FORM_BONUS,
                "--form-bonus",
                "Form bonus",
                Group.REWARD,
                "",
                -MILLION,
                MILLION,
                RL,
                "Added for an answer in the asked form, right or wrong; 0 for none."));
        all.add(number(
                LENGTH_PENALTY,
                "--length-penalty",
                "Length penalty",
                Group.REWARD,
                "",
                0,
                MILLION,
                RL,
                "Taken off an answer that uses up all its tokens, and in proportion off shorter ones; 0 for none."));
        all.add(
                choice(
                        BASELINE,
                        "--baseline",
                        "Baseline",
                        Group.REWARD,
                        labels(Baseline.values()),
                        RL,
                        "What is taken off a reward: nothing, the batch's mean (batch-normalised divides by its spread too),"
                                + " the mean of the prompt's other answers (RLOO), or the group's mean, over its spread (GRPO)."));
        all.add(number(
                REWARD_CLIP,
                "--reward-clip",
                "Clip of rewards",
                Group.REWARD,
                "",
                0,
                MILLION,
                RL,
                "Most that an answer weighs, up or down, after the baseline; 0 for no limit."));
        all.add(number(
                KL_COEFFICIENT,
                "--kl",
                "KL coefficient λ",
                Group.OBJECTIVE,
                "",
                0,
                MILLION,
                RL,
                "What a nat of divergence from the base model costs; the paper chooses from 0, 0.1, 0.2 and 0.3."));
        all.add(choice(
                KL_DIRECTION,
                "--kl-direction",
                "KL direction",
                Group.OBJECTIVE,
                labels(Divergence.values()),
                RL,
                "adapted-base is the paper's KL(adapted, base), base-adapted that of the authors' code; both exact over"
                        + " the vocabulary."));
    }

    private static void optimiser(List<TrainingOption> all) {
        all.add(choice(
                OPTIMISER,
                "--optimiser",
                "Optimiser",
                Group.OPTIMISER,
                List.of(ADAM, ADAMW),
                ALWAYS,
                "adamw (paper) pulls parameters to 0 by its weight decay, adam (the authors' code) does not."));
        all.add(number(
                LEARNING_RATE,
                "--learning-rate",
                "Learning rate",
                Group.OPTIMISER,
                "",
                0,
                MAX_RATE,
                ALWAYS,
                "The highest learning rate; 2e-3 in the paper."));
        all.add(choice(
                SCHEDULE,
                "--schedule",
                "Schedule",
                Group.OPTIMISER,
                labels(LearningRate.values()),
                ALWAYS,
                "cosine (paper) falls to 0 over the iterations, constant (the authors' code) stays."));
        all.add(number(
                WEIGHT_DECAY,
                "--weight-decay",
                "Weight decay",
                Group.OPTIMISER,
                "",
                0,
                MILLION,
                Map.of(OPTIMISER, Set.of(ADAMW)),
                "Decoupled decay per unit of learning rate."));
        all.add(number(
                CLIP,
                "--clip",
                "Clip of gradients",
                Group.OPTIMISER,
                "",
                0,
                MILLION,
                ALWAYS,
                "The largest norm of the whole gradient; 1e-3 in the paper, 0 for no limit."));
        all.add(number(
                BETA1, "--beta1", "β₁", Group.OPTIMISER, "", 0, 0.9999999, ALWAYS, "Decay of the mean of gradients."));
        all.add(number(
                BETA2,
                "--beta2",
                "β₂",
                Group.OPTIMISER,
                "",
                0,
                0.9999999,
                ALWAYS,
                "Decay of the mean of their squares."));
        all.add(number(
                EPSILON,
                "--epsilon",
                "ε",
                Group.OPTIMISER,
                "",
                0,
                1,
                ALWAYS,
                "What keeps the optimiser's division defined."));
    }

    private static void run(List<TrainingOption> all) {
        all.add(integer(
                ITERATIONS,
                "--iterations",
                "Iterations",
                Group.RUN,
                "steps",
                1,
                Integer.MAX_VALUE,
                ALWAYS,
                "Optimiser steps, one an iteration."));
        all.add(integer(
                VALIDATE_EVERY,
                "--validate-every",
                "Validate every",
                Group.RUN,
                "iterations",
                1,
                Integer.MAX_VALUE,
                ALWAYS,
                "Iterations between validations; one comes before training, one at the end."));
        all.add(integer(
                PATIENCE,
                "--patience",
                "Patience",
                Group.RUN,
                "validations",
                0,
                Integer.MAX_VALUE,
                ALWAYS,
                "Stops after so many validations in a row that were not strictly better than the best; 0 for never."));
        all.add(integer(
                CHECKPOINT_EVERY,
                "--checkpoint-every",
                "Checkpoint every",
                Group.RUN,
                "iterations",
                1,
                Integer.MAX_VALUE,
                ALWAYS,
                "Iterations between the states from which a killed run goes on."));
        all.add(integer(
                TOKEN_BUDGET,
                "--token-budget",
                "Tokens per pass",
                Group.RUN,
                "tokens",
                1,
                Integer.MAX_VALUE,
                ALWAYS,
                "Most positions in one pass of the gradient; fewer take less memory."));
        all.add(integer(
                SEED,
                "--seed",
                "Seed",
                Group.RUN,
                "",
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                ALWAYS,
                "Of prompts, answers and first parameters."));
    }

    private static TrainingOption choice(
            String key,
            String flag,
            String label,
            Group group,
            List<String> choices,
            Map<String, Set<String>> when,
            String help) {
        return new TrainingOption(
                key,
                flag,
                label,
                group,
                Kind.CHOICE,
                choices,
                "",
                help,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                when);
    }

    private static TrainingOption integer(
            String key,
            String flag,
            String label,
            Group group,
            String unit,
            double least,
            double most,
            Map<String, Set<String>> when,
            String help) {
        return new TrainingOption(
                key,
                flag,
                label,
                group,
                Kind.INTEGER,
                List.of(),
                unit,
                help,
                OptionalDouble.of(least),
                OptionalDouble.of(most),
                when);
    }

    private static TrainingOption number(
            String key,
            String flag,
            String label,
            Group group,
            String unit,
            double least,
            double most,
            Map<String, Set<String>> when,
            String help) {
        return new TrainingOption(
                key,
                flag,
                label,
                group,
                Kind.NUMBER,
                List.of(),
                unit,
                help,
                OptionalDouble.of(least),
                OptionalDouble.of(most),
                when);
    }

    private static List<String> labels(Enum<?>[] values) {
        return Arrays.stream(values).map(TrainingOptions::label).toList();
    }

    /** The name of a choice in files and on the command line: lower case, dashes between words. */
    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
