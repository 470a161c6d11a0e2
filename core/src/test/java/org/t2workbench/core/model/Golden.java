package org.t2workbench.core.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;

/** The two small models of {@code golden/model} and what an independent implementation computes with them. */
record Golden(
        List<int[]> prompts,
        float[][] logits,
        float[][] batchLogits,
        List<int[]> greedy,
        int[] distantPrompt,
        float[] distantLogits) {

    /** Single sums of at most 33 products, three layers deep, logits of a few units: f32 rounding stays below this. */
    static final float F32_TOLERANCE = 1e-4f;

    static ModelFolder folder(String name) {
        return ModelFolder.open(path(name));
    }

    static Path path(String name) {
        try {
            URI uri = Objects.requireNonNull(Golden.class.getResource("/golden/model/" + name), name)
                    .toURI();
            return Path.of(uri);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static LanguageModel open(ComputeEngine engine, String name, Dtype dtype) {
        return LanguageModel.open(engine, folder(name), dtype, Progress.NONE, new CancellationToken());
    }

    static Golden read(String name) {
        try {
            var json = new ObjectMapper()
                    .readTree(path(name).resolve("golden.json").toFile());
            ObjectMapper mapper = new ObjectMapper();
            return new Golden(
                    List.of(mapper.treeToValue(json.get("prompts"), int[][].class)),
                    mapper.treeToValue(json.get("logits"), float[][].class),
                    mapper.treeToValue(json.get("batch_logits"), float[][].class),
                    List.of(mapper.treeToValue(json.get("greedy"), int[][].class)),
                    mapper.treeToValue(json.get("distant_prompt"), int[].class),
                    mapper.treeToValue(json.get("distant_logits"), float[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
