package org.t2workbench.app.workbench;

import java.util.List;

/**
 * The open model, as the screens show it.
 *
 * @param examplePrompt what the Compare screen starts with; empty: what stands there stays
 */
public record ModelSummary(
        ModelSource source,
        String name,
        String architecture,
        long parameters,
        String dtype,
        String device,
        int threads,
        int layers,
        int hiddenSize,
        int contextLength,
        int vocabularySize,
        boolean hasChatTemplate,
        String examplePrompt,
        boolean examplePromptIsChat,
        MemoryNeed memory,
        List<MatrixSummary> matrices) {

    public ModelSummary {
        matrices = List.copyOf(matrices);
    }
}
