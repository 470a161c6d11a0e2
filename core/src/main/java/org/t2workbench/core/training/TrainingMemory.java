package org.t2workbench.core.training;

import java.util.List;
import org.t2workbench.core.checkpoint.MemoryEstimate;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.Activations;
import org.t2workbench.core.model.MatrixInfo;

/**
 * The memory that one iteration of training needs, stated beforehand, in bytes. The program itself
 * ({@link MemoryEstimate#FIXED}) is not in it. Immutable.
 *
 * @param weights of the model
 * @param decomposition U, σ and Vᵀ of the trained matrices; 0 where no gains are trained
 * @param folded the adapted matrices once more, as rollouts and the gradient read them
 * @param optimiser parameters, gradient and two moments
 * @param activations of one pass of the gradient, with what it computes at the vocabulary
 * @param rollouts keys and values of the answers that are drawn together, in an iteration or its validation
 */
public record TrainingMemory(
        long weights, long decomposition, long folded, long optimiser, long activations, long rollouts) {

    /** Parameters, gradient, two moments; of gains also σ, the gradient by d, and d. */
    private static final int NUMBERS_PER_PARAMETER = 7;

    /** Tensors of the size of a piece of the vocabulary's probabilities that are alive at once. */
    private static final int PIECES = 8;

    /** What the C library's heap takes for activations, for each byte of them: holes of other sizes are left between. */
    private static final double HOLES = 1.2;

    /** Logits of a step of decoding, and what the sampler makes of them. */
    private static final int LOGITS = 4;

    /**
     * @param promptTokens of the longest prompt
     * @param answerTokens most tokens of an answer
     * @param availableBytes that the machine has for all of it; decides how many layers keep their activations
     */
    public static TrainingMemory of(
            ModelConfig config,
            Dtype dtype,
            TrainingSettings settings,
            int promptTokens,
            int answerTokens,
            long availableBytes) {
        List<MatrixInfo> all = MatrixInfo.of(config);
        List<MatrixInfo> matrices = settings.adaptedMatrices(all);
        long weights = MemoryEstimate.of(config, dtype.bytes()).weights();
        long decomposition = settings.adapter() == AdapterKind.SVF
                ? matrices.stream()
                        .mapToLong(matrix -> (long) matrix.rank() * (matrix.rows() + matrix.columns()) * dtype.bytes()
                                + (long) matrix.rank() * Double.BYTES)
                        .sum()
                : 0;
        long folded = FoldedAdapters.bytes(matrices, dtype);
        long optimiser = settings.trainedParameters(all) * NUMBERS_PER_PARAMETER * Float.BYTES;
        int length = Math.min(config.contextLength(), promptTokens + answerTokens);
        int answers = settings.prompts() * (settings.method() == TrainingMethod.RL ? settings.samples() : 1);
        long left = availableBytes - weights - decomposition - folded - optimiser;
        return new TrainingMemory(
                weights,
                decomposition,
                folded,
                optimiser,
                activations(config, dtype, matrices, positions(settings, answers, length), length, left),
                rollouts(
                        config,
                        dtype,
                        Math.min(Math.max(answers, settings.validationItems()), TaskAnswers.ROWS),
                        length));
    }

    /** Positions of the largest pass, padding included. */
    private static long positions(TrainingSettings settings, long answers, int length) {
        return Math.max(length, Math.min(answers * length, settings.tokenBudget()));
    }

    private static long activations(
            ModelConfig config, Dtype dtype, List<MatrixInfo> matrices, long positions, int length, long available) {
        int first = matrices.get(0).layer();
        long perLayer = positions * Activations.bytesPerLayer(config, dtype, length);
        int span = GradientPass.span(config, perLayer, Math.max(0, available));
        long kept = perLayer * Math.min(span, config.layers() - first);
        // where layers are computed twice, what each span reads is kept
        long boundaries = positions * config.hiddenSize() * dtype.bytes() * ((config.layers() - first) / span);
        long pieces =
                PIECES * Math.min(GradientPass.VOCABULARY_PIECE, positions * config.vocabularySize()) * Float.BYTES;
        return Math.round(HOLES * (kept + boundaries + pieces));
    }

    private static long rollouts(ModelConfig config, Dtype dtype, long rows, int length) {
        long cache = 2L * rows * length * config.layers() * config.keyValueSize() * dtype.bytes();
        return cache + LOGITS * rows * config.vocabularySize() * Float.BYTES;
    }

    /** At its height: rollouts and the gradient come one after the other. */
    public long total() {
        return weights + decomposition + folded + optimiser + Math.max(activations, rollouts);
    }
}
