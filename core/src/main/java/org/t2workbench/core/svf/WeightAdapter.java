package org.t2workbench.core.svf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.AvailableMemory;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.WeightView;

/**
 * Makes a model's adapted weights, factored or folded. A matrix that the adaptation leaves alone stays the model's own, so
 * the neutral adaptation is the base model bit for bit. Compute thread only; closed after the weights it made and before
 * the decomposition and the model.
 */
public final class WeightAdapter implements AutoCloseable {

    private final LanguageModel model;
    private final FactorSource decomposition;
    private final Kernel kernel;
    private final Tensors tensors;
    private @Nullable SharedVectors shared;

    /** @param decomposition of the same model, in the model's dtype */
    public WeightAdapter(LanguageModel model, FactorSource decomposition) {
        this.model = model;
        this.decomposition = decomposition;
        this.kernel = model.engine().kernel("svf");
        this.tensors = new Tensors(model.engine());
    }

    /**
     * The weights in the form that is faster for an answer of this length.
     *
     * @param tokens positions that will be computed with them, prompt and answer together
     * @throws InvalidInputException when a matrix cannot be decomposed
     * @throws OutOfResourcesException when the machine has not the memory
     * @throws CancelledException when cancelled
     */
    public AdaptedWeights adapt(Adaptation adaptation, int tokens, Progress progress, CancellationToken token) {
        return FormRule.folds(changed(adaptation), model.dtype(), tokens)
                ? fold(adaptation, progress, token)
                : factor(adaptation, progress, token);
    }

    /** As {@link #adapt}, always factored. Quick once the decomposition is in memory, and shared by further mixtures. */
    public AdaptedWeights factor(Adaptation adaptation, Progress progress, CancellationToken token) {
        if (changed(adaptation).isEmpty()) {
            return base(adaptation);
        }
        SharedVectors vectors = vectors(adaptation, progress, token);
        List<double[]> scales = model.matrices().stream()
                .map(matrix -> vectors.scales(adaptation, matrix))
                .toList();
        NDManager scope = model.engine().newScope();
        TensorList d = new TensorList(split(scope, scales));
        vectors.retain();
        WeightView view = model.baseWeights().with(vectors.u(), d, vectors.vt());
        return new AdaptedWeights(AdaptedWeights.Form.FACTORED, adaptation, view, () -> {
            d.close();
            scope.close();
            vectors.release();
        });
    }

    /**
     * Factored weights for a batch whose sequences are adapted each in its own way: the vectors are the same for all, and
     * only the factors between them differ. Sequences that an adaptation leaves alone are added zeros to.
     *
     * @param adaptations of gains alone
     * @param copies sequences side by side that share an adaptation
     * @throws InvalidInputException as {@link #adapt}
     */
    public SequenceWeights factorEach(
            List<Adaptation> adaptations, int copies, Progress progress, CancellationToken token) {
        Adaptation all = Adaptation.union(adaptations);
        if (all.gains().isEmpty()) {
            return new SequenceWeights(model.baseWeights(), () -> {});
        }
        SharedVectors vectors = vectors(all, progress, token);
        NDManager scope = model.engine().newScope();
        List<NDArray> each = new ArrayList<>();
        NDArray none = tensors.empty(scope, model.dtype(), 0);
        for (MatrixInfo matrix : model.matrices()) {
            if (adaptations.stream().noneMatch(adaptation -> adaptation.changes(matrix))) {
                each.add(none);
                continue;
            }
            int rank = matrix.rank();
            double[] d = new double[adaptations.size() * copies * rank];
            for (int i = 0; i < adaptations.size(); i++) {
                double[] own = vectors.scales(adaptations.get(i), matrix);
                for (int copy = 0; copy < copies; copy++) {
                    System.arraycopy(own, 0, d, (i * copies + copy) * rank, own.length);
                }
            }
            each.add(tensors.of(scope, model.dtype(), d, (long) adaptations.size() * copies, 1, rank));
        }
        TensorList d = new TensorList(each);
        vectors.retain();
        WeightView view = model.baseWeights().with(vectors.u(), d, vectors.vt());
        return new SequenceWeights(view, () -> {
            d.close();
            scope.close();
            vectors.release();
        });
    }

    /** As {@link #adapt}, always folded. */
    public AdaptedWeights fold(Adaptation adaptation, Progress progress, CancellationToken token) {
        List<MatrixInfo> changed = changed(adaptation);
        if (changed.isEmpty()) {
            return base(adaptation);
        }
        long bytes = changed.stream()
                .mapToLong(matrix ->
                        (long) matrix.rows() * matrix.columns() * model.dtype().bytes())
                .sum();
        AvailableMemory.require(bytes, "fold the experts into " + model.name());
        TensorList base = model.baseWeights().weights();
        List<NDArray> weights = new ArrayList<>();
        for (int i = 0; i < base.size(); i++) {
            weights.add(base.get(i));
        }
        NDManager scope = model.engine().newScope();
        boolean complete = false;
        try {
            for (int i = 0; i < changed.size(); i++) {
                token.throwIfCancelled();
                MatrixInfo matrix = changed.get(i);
                progress.report("folding " + matrix.name(), i, changed.size());
                weights.set(matrix.weightIndex(), fold(scope, adaptation, matrix));
            }
            complete = true;
        } finally {
            if (!complete) {
                scope.close();
            }
        }
        TensorList list = new TensorList(weights);
        return new AdaptedWeights(AdaptedWeights.Form.FOLDED, adaptation, WeightView.plain(list), () -> {
            list.close();
            scope.close();
        });
    }

    /** The matrices that an adaptation changes. */
    public List<MatrixInfo> changed(Adaptation adaptation) {
        return model.matrices().stream().filter(adaptation::changes).toList();
    }

    private AdaptedWeights base(Adaptation adaptation) {
        return new AdaptedWeights(AdaptedWeights.Form.BASE, adaptation, model.baseWeights(), () -> {});
    }

    private SharedVectors vectors(Adaptation adaptation, Progress progress, CancellationToken token) {
        SharedVectors current = shared;
        if (current == null || !current.serve(adaptation)) {
            SharedVectors next = new SharedVectors(
                    model, decomposition, adaptation.gains().keySet(), adaptation.adapters(), progress, token);
            if (current != null) {
                current.release();
            }
            shared = next;
            return next;
        }
        return current;
    }

    /** One tensor per matrix, all parts of one that is brought across at once. */
    private List<NDArray> split(NDManager scope, List<double[]> scales) {
        long[] sizes = scales.stream().mapToLong(values -> values.length).toArray();
        double[] all = scales.stream().flatMapToDouble(Arrays::stream).toArray();
        try (NDManager call = model.engine().newScope()) {
            NDArray flat = tensors.of(call, model.dtype(), all, all.length);
            return new ArrayList<>(kernel.call(scope, "split", flat, sizes));
        }
    }

    private NDArray fold(NDManager scope, Adaptation adaptation, MatrixInfo matrix) {
        // f64 stays f64; bf16 is folded in f32 and rounded once
        Dtype wide = model.dtype() == Dtype.BF16 ? Dtype.F32 : model.dtype();
        try (NDManager call = model.engine().newScope()) {
            Factors factors = adaptation.changesGains(matrix) ? decomposition.factors(call, matrix.name(), wide) : null;
            AdapterVectors vectors = AdapterVectors.of(
                    model.engine(), WeightSource.of(model), call, wide, matrix, factors, adaptation.adapters());
            if (vectors == null) {
                throw new IllegalStateException(matrix.name() + " does not change");
            }
            double[] scales = adaptation.scales(matrix, factors == null ? null : factors.sigma());
            NDArray d = tensors.of(call, wide, scales, scales.length);
            NDList folded = kernel.call(scope, "fold", model.weight(matrix.name()), vectors.u(), d, vectors.vt());
            return folded.get(0);
        }
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.release();
            shared = null;
        }
    }
}
