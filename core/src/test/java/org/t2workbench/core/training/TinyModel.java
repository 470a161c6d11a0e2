package org.t2workbench.core.training;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.family.LlamaFamily;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;

/** A model of two narrow layers with odd sizes, random weights and no tokenizer. */
final class TinyModel {

    static final int VOCABULARY = 23;

    private TinyModel() {}

    static ModelConfig config(boolean tied) {
        return LlamaFamily.config(
                new LlamaFamily.Sizes(12, 10, 2, 4, 2, 6, VOCABULARY, 16),
                1e-5,
                100.0,
                tied,
                OptionalInt.empty(),
                List.of());
    }

    /** Writes config.json and model.safetensors. */
    static Path write(ComputeEngine engine, Path folder) {
        AtomicFile.writeText(folder.resolve("config.json"), LlamaFamily.toJson(config(true)));
        try (TrainableWeights weights = new TrainableWeights(engine, config(true), Dtype.F32)) {
            weights.initialise(4, 0.4);
            weights.saveModel(folder.resolve("model.safetensors"));
        }
        return folder;
    }
}
