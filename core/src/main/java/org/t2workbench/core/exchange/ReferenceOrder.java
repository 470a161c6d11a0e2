package org.t2workbench.core.exchange;

import java.util.List;
import org.t2workbench.core.model.MatrixInfo;

/**
 * The order in which the authors' code numbers its vectors: that of the model's state dictionary, of which it takes the
 * parameters with {@code mlp} in their name; layer by layer gate, up, down.
 */
final class ReferenceOrder {

    private static final String ADAPTED = "mlp";

    private ReferenceOrder() {}

    /** @param matrices a model's, layer by layer in the order of its state dictionary */
    static List<MatrixInfo> of(List<MatrixInfo> matrices) {
        return matrices.stream()
                .filter(matrix -> matrix.name().contains(ADAPTED))
                .toList();
    }
}
