package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.t2workbench.core.svf.Parametrisation;
import org.t2workbench.core.training.TrainingOption.Group;

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
                new OptionDraft(METHOD, "--method", "Method", Group.METHOD)
                        .choice(
                                labels(TrainingMethod.values()),
                                "rl rewards the model's own answers (policy gradient), sft teaches the worked solutions token by token."));
        all.add(new OptionDraft(ADAPTER, "--adapter", "Adapter", Group.METHOD)
                .choice(
                        labels(AdapterKind.values()),
                        "What is trained: the gains of singular values (svf), low-rank matrices (lora), or scales of"
                                + " activations (ia3)."));
        all.add(new OptionDraft(PARAMETRISATION, "--parametrisation", "Parametrisation", Group.METHOD)
                .when(SVF)
                .choice(
                        labels(Parametrisation.values()),
                        "How parameters become gains: direct is the paper's, sigmoid that of the authors' code."));
        all.add(new OptionDraft(MATRICES, "--matrices", "Matrices", Group.METHOD)
                .when(Map.of(ADAPTER, Set.of(AdapterKind.SVF.label(), AdapterKind.LORA.label())))
                .choice(
                        labels(MatrixSelection.values()),
                        "Which matrices are trained; the paper's \"attention\" is attention-qv."));
        all.add(
                new OptionDraft(LAYERS, "--layers", "Layers", Group.METHOD)
                        .text(
                                "Which layers are trained: all, first-half, second-half, or numbers from 0 such as 0-15 or 0-3,8."));
        all.add(new OptionDraft(RANK, "--rank", "Rank", Group.METHOD)
                .when(LORA)
                .integer(1, 4096, "Rank of the low-rank matrices."));
        all.add(new OptionDraft(ALPHA, "--alpha", "Alpha", Group.METHOD)
                .when(LORA)
                .number(0, MILLION, "What the low-rank change is multiplied by, times 1/rank."));
        all.add(new OptionDraft(DROPOUT, "--dropout", "Dropout", Group.METHOD)
                .when(LORA)
                .number(
                        0,
                        0.99,
                        "Share of inputs of the low-rank matrices that is left out at random while training."));
    }

    private static void data(List<TrainingOption> all) {
        all.add(new OptionDraft(DRAW, "--draw", "Order of items", Group.DATA)
                .choice(
                        labels(ItemDraw.values()),
                        "stream takes items as the task makes them, batch draws each batch without replacement from all (the"
                                + " authors' code), epoch goes through all in a new order each time."));
        all.add(new OptionDraft(TRAIN_ITEMS, "--train-items", "Training items", Group.DATA)
                .when(Map.of(DRAW, Set.of(ItemDraw.BATCH.label(), ItemDraw.EPOCH.label())))
                .in("items")
                .integer(0, Integer.MAX_VALUE, "Most items of the train split that are used; 0 for all there are."));
        all.add(new OptionDraft(VALIDATION_ITEMS, "--validation-items", "Validation items", Group.DATA)
                .in("items")
                .integer(1, Integer.MAX_VALUE, "Items of each validation, the same in every run."));
        all.add(new OptionDraft(PROMPTS, "--prompts", "Prompts per iteration", Group.ROLLOUTS)
                .in("prompts")
                .integer(1, MILLION, "Items of one iteration; at most as many as the train split has."));
        all.add(
                new OptionDraft(SAMPLES, "--samples", "Answers per prompt", Group.ROLLOUTS)
                        .when(RL)
                        .in("answers")
                        .integer(
                                1,
                                MILLION,
                                "Answers drawn for each prompt; their spread is what leave-one-out and group-normalised work with."));
        all.add(
                new OptionDraft(TEMPERATURE, "--rollout-temperature", "Temperature", Group.ROLLOUTS)
                        .when(RL)
                        .number(
                                0,
                                100,
                                "Answers are drawn at this temperature; 0 takes the most likely tokens, as the authors' code does."));
    }

    private static void rewards(List<TrainingOption> all) {
        all.add(new OptionDraft(REWARD_RIGHT, "--reward-right", "Right answer", Group.REWARD)
                .when(RL)
                .number(-MILLION, MILLION, "Reward of a right answer; 1 in the paper."));
        all.add(new OptionDraft(REWARD_WRONG, "--reward-wrong", "Wrong answer", Group.REWARD)
                .when(RL)
                .number(-MILLION, MILLION, "Reward of a wrong answer; -1 in the paper, -0.1 in its vision runs."));
        all.add(new OptionDraft(FORM_BONUS, "--form-bonus", "Form bonus", Group.REWARD)
                .when(RL)
                .number(-MILLION, MILLION, "Added for an answer in the asked form, right or wrong; 0 for none."));
        all.add(
                new OptionDraft(LENGTH_PENALTY, "--length-penalty", "Length penalty", Group.REWARD)
                        .when(RL)
                        .number(
                                0,
                                MILLION,
                                "Taken off an answer that uses up all its tokens, and in proportion off shorter ones; 0 for none."));
        all.add(
                new OptionDraft(BASELINE, "--baseline", "Baseline", Group.REWARD)
                        .when(RL)
                        .choice(
                                labels(Baseline.values()),
                                "What is taken off a reward: nothing, the batch's mean (batch-normalised divides by its spread too),"
                                        + " the mean of the prompt's other answers (RLOO), or the group's mean, over its spread (GRPO)."));
        all.add(new OptionDraft(REWARD_CLIP, "--reward-clip", "Clip of rewards", Group.REWARD)
                .when(RL)
                .number(0, MILLION, "Most that an answer weighs, up or down, after the baseline; 0 for no limit."));
        all.add(
                new OptionDraft(KL_COEFFICIENT, "--kl", "KL coefficient λ", Group.OBJECTIVE)
                        .when(RL)
                        .number(
                                0,
                                MILLION,
                                "What a nat of divergence from the base model costs; the paper chooses from 0, 0.1, 0.2 and 0.3."));
        all.add(new OptionDraft(KL_DIRECTION, "--kl-direction", "KL direction", Group.OBJECTIVE)
                .when(RL)
                .choice(
                        labels(Divergence.values()),
                        "adapted-base is the paper's KL(adapted, base), base-adapted that of the authors' code; both exact over"
                                + " the vocabulary."));
    }

    private static void optimiser(List<TrainingOption> all) {
        all.add(new OptionDraft(OPTIMISER, "--optimiser", "Optimiser", Group.OPTIMISER)
                .choice(
                        List.of(ADAM, ADAMW),
                        "adamw (paper) pulls parameters to 0 by its weight decay, adam (the authors' code) does not."));
        all.add(new OptionDraft(LEARNING_RATE, "--learning-rate", "Learning rate", Group.OPTIMISER)
                .number(0, MAX_RATE, "The highest learning rate; 2e-3 in the paper."));
        all.add(new OptionDraft(SCHEDULE, "--schedule", "Schedule", Group.OPTIMISER)
                .choice(
                        labels(LearningRate.values()),
                        "cosine (paper) falls to 0 over the iterations, constant (the authors' code) stays."));
        all.add(new OptionDraft(WEIGHT_DECAY, "--weight-decay", "Weight decay", Group.OPTIMISER)
                .when(Map.of(OPTIMISER, Set.of(ADAMW)))
                .number(0, MILLION, "Decoupled decay per unit of learning rate."));
        all.add(new OptionDraft(CLIP, "--clip", "Clip of gradients", Group.OPTIMISER)
                .number(0, MILLION, "The largest norm of the whole gradient; 1e-3 in the paper, 0 for no limit."));
        all.add(new OptionDraft(BETA1, "--beta1", "β₁", Group.OPTIMISER)
                .number(0, 0.9999999, "Decay of the mean of gradients."));
        all.add(new OptionDraft(BETA2, "--beta2", "β₂", Group.OPTIMISER)
                .number(0, 0.9999999, "Decay of the mean of their squares."));
        all.add(new OptionDraft(EPSILON, "--epsilon", "ε", Group.OPTIMISER)
                .number(0, 1, "What keeps the optimiser's division defined."));
    }

    private static void run(List<TrainingOption> all) {
        all.add(new OptionDraft(ITERATIONS, "--iterations", "Iterations", Group.RUN)
                .in("steps")
                .integer(1, Integer.MAX_VALUE, "Optimiser steps, one an iteration."));
        all.add(new OptionDraft(VALIDATE_EVERY, "--validate-every", "Validate every", Group.RUN)
                .in("iterations")
                .integer(
                        1,
                        Integer.MAX_VALUE,
                        "Iterations between validations; one comes before training, one at the end."));
        all.add(
                new OptionDraft(PATIENCE, "--patience", "Patience", Group.RUN)
                        .in("validations")
                        .integer(
                                0,
                                Integer.MAX_VALUE,
                                "Stops after so many validations in a row that were not strictly better than the best; 0 for never."));
        all.add(new OptionDraft(CHECKPOINT_EVERY, "--checkpoint-every", "Checkpoint every", Group.RUN)
                .in("iterations")
                .integer(1, Integer.MAX_VALUE, "Iterations between the states from which a killed run goes on."));
        all.add(new OptionDraft(TOKEN_BUDGET, "--token-budget", "Tokens per pass", Group.RUN)
                .in("tokens")
                .integer(1, Integer.MAX_VALUE, "Most positions in one pass of the gradient; fewer take less memory."));
        all.add(new OptionDraft(SEED, "--seed", "Seed", Group.RUN)
                .integer(Long.MIN_VALUE, Long.MAX_VALUE, "Of prompts, answers and first parameters."));
    }

    private static List<String> labels(Enum<?>[] values) {
        return Arrays.stream(values).map(TrainingOptions::label).toList();
    }

    /** The name of a choice in files and on the command line: lower case, dashes between words. */
    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
