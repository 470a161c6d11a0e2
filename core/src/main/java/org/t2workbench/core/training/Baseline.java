package org.t2workbench.core.training;

/** What is taken off a reward before it weighs an answer. */
public enum Baseline {
    /** Nothing: the reward itself, as in the paper. */
    NONE,
    /** The mean reward of the whole batch. */
    BATCH_MEAN,
    /** The batch's mean, and what is left over its spread: rw_norm of the authors' code, (r − mean) / (std + 1e-7). */
    BATCH_NORMALISED,
    /** The mean reward of the other answers to the same prompt (RLOO): an unbiased gradient with less noise. */
    LEAVE_ONE_OUT,
    /** Mean and spread of the answers to the same prompt (GRPO, as in TRL): (r − mean) / (std + 1e-4). */
    GROUP_NORMALISED;

    private static final double BATCH_EPSILON = 1e-7;
    private static final double GROUP_EPSILON = 1e-4;

    /** The name on the command line and in files: {@code none}, {@code batch-mean}, {@code leave-one-out}, … */
    public String label() {
        return TrainingOptions.label(this);
    }

    /**
     * What each answer is worth.
     *
     * @param rewards of all answers, those to one prompt side by side
     * @param samples answers per prompt; at least 2 for the two that look at groups
     */
    double[] advantages(double[] rewards, int samples) {
        return switch (this) {
            case NONE -> rewards.clone();
            case BATCH_MEAN -> normalised(rewards, rewards.length, 0, -1);
            case BATCH_NORMALISED -> normalised(rewards, rewards.length, 0, BATCH_EPSILON);
            case LEAVE_ONE_OUT -> leaveOneOut(rewards, samples);
            case GROUP_NORMALISED -> normalised(rewards, samples, 1, GROUP_EPSILON);
        };
    }

    private static double[] leaveOneOut(double[] rewards, int samples) {
        double[] advantages = rewards.clone();
        for (int from = 0; from < rewards.length; from += samples) {
            double sum = 0;
            for (int i = from; i < from + samples; i++) {
                sum += rewards[i];
            }
            for (int i = from; i < from + samples; i++) {
                advantages[i] -= (sum - rewards[i]) / (samples - 1);
            }
        }
        return advantages;
    }

    /**
     * Group by group, less its mean, over its standard deviation.
     *
     * @param lost degrees of freedom: 0 as NumPy's std, 1 as PyTorch's
     * @param epsilon added to the deviation; negative to divide by nothing
     */
    private static double[] normalised(double[] rewards, int group, int lost, double epsilon) {
        double[] advantages = rewards.clone();
        for (int from = 0; from < rewards.length; from += group) {
            double mean = 0;
            for (int i = from; i < from + group; i++) {
                mean += rewards[i] / group;
            }
            double squares = 0;
            for (int i = from; i < from + group; i++) {
                squares += (rewards[i] - mean) * (rewards[i] - mean);
            }
            double divisor = epsilon < 0 ? 1 : Math.sqrt(squares / (group - lost)) + epsilon;
            for (int i = from; i < from + group; i++) {
                advantages[i] = (rewards[i] - mean) / divisor;
            }
        }
        return advantages;
    }
}
