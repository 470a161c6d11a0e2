package org.t2workbench.app.workbench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open model, as the screens show it.
 *
 * @param dtype what is computed in
 * @param storedDtype what most of the weights are stored in
 * @param quantised whether what is computed from the weights is a matter of dequantised matrices
 * @param demo what the Compare screen starts with, or null: what stands there stays
 */
public record ModelSummary(
        ModelSource source,
        String name,
        String architecture,
        long parameters,
        String dtype,
        String storedDtype,
        boolean quantised,
        String device,
        int threads,
        int layers,
        int hiddenSize,
        int contextLength,
        int vocabularySize,
        boolean hasChatTemplate,
        @Nullable DemoSetting demo,
        MemoryNeed memory,
        List<MatrixSummary> matrices) {

    public ModelSummary {
        matrices = List.copyOf(matrices);
    }
}
