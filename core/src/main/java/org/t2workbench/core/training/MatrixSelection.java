package org.t2workbench.core.training;

import java.util.List;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.MatrixKind;

/** Which matrices of a model are adapted. */
public enum MatrixSelection {
    /** gate, up and down: what the authors' code trains. */
    MLP,
    /** q, k, v and o. */
    ATTENTION,
    /** q and v: the paper's "attention", by its parameter count. */
    ATTENTION_QV,
    /** Every matrix of a layer. */
    ALL;

    /** The name on the command line and in files: {@code mlp}, {@code attention}, {@code attention-qv}, {@code all}. */
    public String label() {
        return TrainingOptions.label(this);
    }

    /** The selected ones, in the model's order. */
    public List<MatrixInfo> of(List<MatrixInfo> matrices) {
        return matrices.stream().filter(matrix -> holds(matrix.kind())).toList();
    }

    private boolean holds(MatrixKind kind) {
        return switch (this) {
            case MLP -> !kind.isAttention();
            case ATTENTION -> kind.isAttention();
            case ATTENTION_QV -> kind == MatrixKind.Q || kind == MatrixKind.V;
            case ALL -> true;
        };
    }
}
