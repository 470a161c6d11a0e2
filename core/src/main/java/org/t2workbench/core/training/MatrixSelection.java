package org.t2workbench.core.training;

import java.util.List;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

/** Which matrices of a model are adapted. */
public enum MatrixSelection {
    /** gate, up and down, fused or not: what the authors' code trains. */
    MLP,
    /** q, k, v and o, fused or not. */
    ATTENTION,
    /** q and v: the paper's "attention", by its parameter count. */
    ATTENTION_QV,
    /** Every matrix of a layer. */
    ALL;

    /** The name on the command line and in files: {@code mlp}, {@code attention}, {@code attention-qv}, {@code all}. */
    public String label() {
        return TrainingOptions.label(this);
    }

    /**
     * The selected ones, in the model's order.
     *
     * @throws InvalidInputException when the model has what is selected in one matrix with what is not
     */
    public List<MatrixInfo> of(List<MatrixInfo> matrices) {
        if (this == ATTENTION_QV && matrices.stream().anyMatch(matrix -> matrix.kind() == MatrixKind.QKV)) {
            throw new InvalidInputException(
                    "This model has q, k and v in one matrix (qkv), so attention-qv cannot adapt q and v alone; choose"
                            + " attention.");
        }
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
