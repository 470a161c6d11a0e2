package org.t2workbench.core.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.t2workbench.core.checkpoint.ShardedTensors;
import org.t2workbench.core.checkpoint.TensorSource;

/** What a fuzzer calls with any bytes. */
public final class ShardIndexTarget {

    private ShardIndexTarget() {}

    private static final FuzzFolder FOLDER =
            new FuzzFolder("model.safetensors.index.json", Map.of("model-00001-of-00001.safetensors", shard()));

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FOLDER.read(bytes, index -> {
            try (TensorSource tensors = ShardedTensors.open(index)) {
                tensors.names().forEach(tensors::info);
            }
        });
    }

    private static byte[] shard() {
        try (InputStream stream = Objects.requireNonNull(
                ShardIndexTarget.class.getResourceAsStream("/golden/safetensors/mixed.safetensors"))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
