package org.t2workbench.core.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import org.t2workbench.core.checkpoint.GenerationDefaults;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;

/** What a fuzzer calls with any bytes. */
public final class ConfigTarget {

    private ConfigTarget() {}

    /** A list of all matrices of a model of this size is still no matter. */
    private static final int FEW_LAYERS = 1000;

    private static final FuzzFolder FOLDER = FuzzFolder.of("config.json");

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FOLDER.read(bytes, ConfigTarget::read);
    }

    private static void read(Path file) throws IOException {
        FuzzFolder.orRefused(() -> GenerationDefaults.read(file));
        ModelConfig config = ModelConfig.read(file);
        if (config.layers() <= FEW_LAYERS) {
            MatrixInfo.of(config).forEach(MatrixInfo::rank);
            LanguageModel.weightBytes(config, Dtype.F32);
        }
    }
}
