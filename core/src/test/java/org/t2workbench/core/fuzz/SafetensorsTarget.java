package org.t2workbench.core.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.TensorSource;

/** What a fuzzer calls with any bytes. */
public final class SafetensorsTarget {

    private SafetensorsTarget() {}

    private static final FuzzFolder FOLDER = FuzzFolder.of("model.safetensors");

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FOLDER.read(bytes, SafetensorsTarget::read);
    }

    private static void read(Path file) throws IOException {
        try (TensorSource tensors = Safetensors.open(file)) {
            for (String name : tensors.names()) {
                TensorInfo info = tensors.info(name);
                tensors.readBytes(name, 0, ByteBuffer.allocate(Math.toIntExact(info.bytes())));
                FuzzFolder.orRefused(
                        () -> tensors.readDoubles(name, 0, DoubleBuffer.allocate(Math.toIntExact(info.elements()))));
            }
        }
    }
}
