package org.t2workbench.core.svf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;

/** The two small models (3 layers of width 30) that this room's tests adapt. */
final class Fixtures {

    private Fixtures() {}

    static ModelFolder model(String name) {
        try {
            URI uri = Objects.requireNonNull(Fixtures.class.getResource("/golden/model/" + name), name)
                    .toURI();
            return ModelFolder.open(Path.of(uri));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static LanguageModel open(ComputeEngine engine, ModelFolder folder, Dtype dtype) {
        return LanguageModel.open(engine, folder, dtype, Progress.NONE, new CancellationToken());
    }

    /** A copy of a model in which the tensors of the given names have other values. */
    static ModelFolder copyWith(ModelFolder original, Path target, Map<String, float[]> replaced) {
        try {
            Files.createDirectories(target);
            Files.copy(original.path().resolve("config.json"), target.resolve("config.json"));
            try (Safetensors source = Safetensors.open(original.path().resolve("model.safetensors"))) {
                List<SafetensorsWriter.Entry> entries = new ArrayList<>();
                for (String name : source.names()) {
                    TensorInfo info = source.info(name);
                    float[] values = replaced.get(name);
                    entries.add(
                            values == null
                                    ? SafetensorsWriter.Entry.copied(name, source, name)
                                    : SafetensorsWriter.Entry.floats(name, info.shape(), values));
                }
                SafetensorsWriter.write(target.resolve("model.safetensors"), source.metadata(), entries);
            }
            return ModelFolder.open(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gains around 1 for every matrix, half of them moved by up to a half. */
    static Map<String, float[]> gains(List<MatrixInfo> matrices, long seed) {
        Random random = new Random(seed);
        Map<String, float[]> gains = new LinkedHashMap<>();
        for (MatrixInfo matrix : matrices) {
            float[] values = new float[matrix.rank()];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextBoolean() ? 1 : 0.5f + random.nextFloat();
            }
            gains.put(matrix.name(), values);
        }
        return gains;
    }

    static Expert expert(String name, Map<String, float[]> gains) {
        return Expert.untrained(name, new BaseModel("tiny", Optional.empty()), gains);
    }
}
