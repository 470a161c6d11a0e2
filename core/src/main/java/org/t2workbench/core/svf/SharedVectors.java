package org.t2workbench.core.svf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;

/**
 * The vectors of all matrices as the lists that a forward pass takes. They depend on no gain and no α, so every mixture of
 * the same adapters shares them. Freed when the last of their holders has released them. Compute thread only.
 */
final class SharedVectors {

    private final FactorSource decomposition;
    private final Set<String> decomposed;
    private final List<AddedAdapter> added;
    private final NDManager scope;
    private final TensorList u;
    private final TensorList vt;
    private int holders = 1;

    /**
     * @param decomposed names of the matrices whose gains may change
     * @param added adapters that may take part, in the order of their α
     */
    SharedVectors(
            LanguageModel model,
            FactorSource decomposition,
            Set<String> decomposed,
            List<AddedAdapter> added,
            Progress progress,
            CancellationToken token) {
        this.decomposition = decomposition;
        this.decomposed = Set.copyOf(decomposed);
        this.added = List.copyOf(added);
        decomposition.load(
                model.matrices().stream()
                        .filter(matrix -> decomposed.contains(matrix.name()))
                        .toList(),
                progress,
                token);
        scope = model.engine().newScope();
        WeightSource weights = WeightSource.of(model);
        NDArray none = new Tensors(model.engine()).empty(scope, model.dtype(), 0);
        List<NDArray> left = new ArrayList<>();
        List<NDArray> right = new ArrayList<>();
        for (MatrixInfo matrix : model.matrices()) {
            Factors factors = decomposed.contains(matrix.name()) ? decomposition.factors(matrix.name()) : null;
            AdapterVectors vectors =
                    AdapterVectors.of(model.engine(), weights, scope, model.dtype(), matrix, factors, this.added);
            left.add(vectors == null ? none : vectors.u());
            right.add(vectors == null ? none : vectors.vt());
        }
        u = new TensorList(left);
        vt = new TensorList(right);
    }

    /** Whether an adaptation can be made with these vectors. */
    boolean serve(Adaptation adaptation) {
        return decomposed.containsAll(adaptation.gains().keySet()) && added.equals(adaptation.adapters());
    }

    /** d of one matrix; empty when the adaptation leaves it alone. */
    double[] scales(Adaptation adaptation, MatrixInfo matrix) {
        if (!adaptation.changes(matrix)) {
            return new double[0];
        }
        return adaptation.scales(
                matrix, decomposed.contains(matrix.name()) ? decomposition.singularValues(matrix.name()) : null);
    }

    TensorList u() {
        return u;
    }

    TensorList vt() {
        return vt;
    }

    void retain() {
        holders++;
    }

    void release() {
        holders--;
        if (holders == 0) {
            u.close();
            vt.close();
            scope.close();
        }
    }
}
