package org.t2workbench.core.training;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.Adapter;

/**
 * A few parameters that change a frozen model, with their gradient and the optimiser's two moments. An iteration is:
 * answers under {@link #view}, {@link #clearGradient}, for every batch {@link #reference} where the divergence is wanted
 * and {@link #addPolicyGradient} or {@link #addNextTokenGradient}, then {@link #step}. Compute thread only; whoever made
 * it closes it, before the model and the decomposition.
 */
interface Trainable extends AutoCloseable {

    /** What is adapted, in the model's order. */
    List<MatrixInfo> matrices();

    /** The model under the current parameters, for rollouts and validation; good until the next step. */
    WeightView view();

    /** What the base model makes of a batch; the caller closes it. The scoring phase of an iteration. */
    Reference reference(AnswerBatch batch);

    /**
     * Starts a gradient at nothing.
     *
     * @param iteration counts from 1; what is random in the gradient is drawn from the seed and this, so that an iteration
     *     that is done again gives the same
     */
    void clearGradient(long iteration);

    /**
     * Adds the gradient of −J over a batch to what is there: J = Σ advantage · log π(answer | prompt) − coefficient · Σ KL.
     *
     * @param reference of the same batch; null where the divergence is not wanted, and the coefficient is 0 then
     * @param scale what the sums over the batch are multiplied by: 1 / number of all answers
     */
    Objective addPolicyGradient(
            AnswerBatch batch, @Nullable Reference reference, double scale, double coefficient, Divergence divergence);

    /**
     * Adds the gradient of the next-token loss, Σ −log p over the answers' tokens, to what is there. What the answers are
     * worth plays no part.
     *
     * @return the loss, a sum over the batch, not scaled
     */
    default double addNextTokenGradient(AnswerBatch batch, double scale) {
        return addPolicyGradient(batch.ofEqualWorth(), null, scale, 0, Divergence.ADAPTED_BASE)
                .loss();
    }

    /**
     * One step of the optimiser with the gradient as it stands. The update phase of an iteration.
     *
     * @param iteration counts from 1
     * @return the gradient's norm before clipping; when it is no number, nothing was changed
     */
    double step(long iteration, double learningRate, AdamWSettings settings);

    /** How far it is from the base model: the largest |g − 1| of gains, the largest ‖ΔW‖ / ‖W‖ of matrices else. */
    double maxChange();

    /** The same over everything: ‖g − 1‖ of gains, ‖ΔW‖ of all matrices together else. */
    double changeNorm();

    /** What was trained, as it is at this moment. */
    Adapter adapter(Provenance provenance);

    /** An adapter of the same kind that changes nothing: what a run has before anything was better. */
    Adapter neutral(Provenance provenance);

    /** Parameters and moments, for going on later with the same result. */
    void save(Path file);

    /** @throws InvalidInputException when the file is damaged or of other matrices */
    void restore(Path file);

    @Override
    void close();
}
