package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.MachineMemory;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.NativeHeap;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.Activations;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.WeightView;

/**
 * The forward and backward pass of a batch, from the objective down to what adapts the matrices. What a matrix reads and
 * the gradient at what it gives are enough for the gradient of its adapter ({@code adapter_gradient.py}); the gradient of a
 * whole matrix is never made. Where memory is short, spans of layers are computed twice instead of kept; the gradient is
 * the same to the bit. Compute thread only; closed before the model.
 */
final class GradientPass implements AutoCloseable {

    /** Numbers of a piece of the vocabulary's probabilities that are made at a time: fits into a processor's cache. */
    static final int VOCABULARY_PIECE = 1 << 22;

    /** Share of the available memory that activations may take. */
    private static final double ACTIVATIONS = 0.5;

    /** Bytes of activations below which asking the system for them again costs more than they are worth. */
    private static final double WORTH_GIVING_BACK = 256e6;

    private final LanguageModel model;
    private final Dtype dtype;
    private final NDManager scope;
    private final Tensors tensors;
    private final Kernel kernel;
    private final long[] places;
    private final long[] slots;
    private final NDArray none;
    private OptionalInt span = OptionalInt.empty();

    /**
     * @param matrices that are adapted, in the model's order
     * @param dtype of parameters and loss: F32, or F64 for tests
     */
    GradientPass(LanguageModel model, List<MatrixInfo> matrices, Dtype dtype) {
        this.model = model;
        this.dtype = dtype;
        this.scope = model.engine().newScope();
        this.tensors = new Tensors(model.engine());
        this.kernel = kernel(model);
        this.places = matrices.stream().mapToLong(MatrixInfo::adapterIndex).toArray();
        this.slots = new long[model.matrices().size()];
        Arrays.fill(slots, -1);
        for (int k = 0; k < places.length; k++) {
            slots[(int) places[k]] = k;
        }
        this.none = tensors.empty(scope, model.dtype(), 0);
    }

    static Kernel kernel(LanguageModel model) {
        return model.kernel("policy_gradient", "tape", "adapter_gradient");
    }

    /** Where the gradient is added to: by d, or by U and Vᵀ; the lists of the other kind are empty. */
    record Sink(TensorList byD, TensorList byU, TensorList byVt) {

        static Sink scales(TensorList byD) {
            return new Sink(byD, TensorList.empty(), TensorList.empty());
        }

        static Sink lowRank(TensorList byU, TensorList byVt) {
            return new Sink(TensorList.empty(), byU, byVt);
        }

        private boolean isLowRank() {
            return byD.size() == 0;
        }
    }

    /**
     * What an adapter's input loses at random.
     *
     * @param share from 0 to below 1
     * @param seed of this batch
     */
    record Dropout(double share, long seed) {

        static final Dropout NONE = new Dropout(0, 0);
    }

    /** What the base model makes of a batch. */
    Reference reference(AnswerBatch batch) {
        NDManager own = scope.newSubManager();
        try (NDManager call = scope.newSubManager()) {
            Object[] arguments =
                    model.forwardArguments().with(model.baseWeights(), batch.tokens(call), batch.where(call));
            return new Reference(
                    own, kernel.call(own, "drawn_hidden", arguments).get(0));
        }
    }

    /**
     * Adds the gradient of −J, times scale, to the sink.
     *
     * @param adapters what the gradient is taken by, folded or not
     * @param view what is computed with
     */
    Objective add(
            Sink sink,
            FoldedAdapters adapters,
            WeightView view,
            Dropout dropout,
            AnswerBatch batch,
            @Nullable Reference reference,
            double scale,
            double coefficient,
            Divergence divergence) {
        if (reference == null && coefficient != 0) {
            throw new IllegalArgumentException("no reference for a divergence of weight " + coefficient);
        }
        try (NDManager call = scope.newSubManager()) {
            Object[] arguments = model.forwardArguments()
                    .with(
                            view,
                            sink.isLowRank(),
                            sink.byD(),
                            sink.byU(),
                            sink.byVt(),
                            adapters.u(),
                            adapters.d(),
                            adapters.vt(),
                            places,
                            slots,
                            dropout.share(),
                            dropout.seed(),
                            spanOf(batch),
                            Math.max(1, VOCABULARY_PIECE / model.config().vocabularySize()),
                            scale,
                            batch.tokens(call),
                            batch.where(call),
                            batch.drawn(call),
                            batch.advantages(call, dtype),
                            reference == null ? none : reference.hidden(),
                            coefficient,
                            divergence == Divergence.BASE_ADAPTED);
            NDArray result =
                    kernel.differentiate(call, "add_gradient", arguments).get(0);
            double[] sums = tensors.toDoubles(result);
            return new Objective(sums[0], sums[1], sums[2], sums[3]);
        } finally {
            // the next batch has other lengths
            if (bytesPerLayer(batch) * model.config().layers() > WORTH_GIVING_BACK) {
                NativeHeap.giveBack();
            }
        }
    }

    /** Sets how many layers keep their activations at a time, whatever the memory; for tests. */
    void setSpan(int layers) {
        span = OptionalInt.of(layers);
    }

    private int spanOf(AnswerBatch batch) {
        if (span.isPresent()) {
            return span.getAsInt();
        }
        return span(
                model.config(),
                bytesPerLayer(batch),
                MachineMemory.ofThisMachine().availableBytes());
    }

    private double bytesPerLayer(AnswerBatch batch) {
        return (double) batch.positions()
                * (double) Activations.bytesPerLayer(model.config(), model.dtype(), batch.length());
    }

    /**
     * How many layers keep their activations at a time.
     *
     * @param perLayer bytes that one keeps
     * @param available bytes
     */
    static int span(ModelConfig config, double perLayer, double available) {
        return (int) Math.max(1, Math.min(config.layers(), ACTIVATIONS * available / perLayer));
    }

    @Override
    public void close() {
        scope.close();
    }
}
