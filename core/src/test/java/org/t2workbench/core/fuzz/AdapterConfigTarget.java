package org.t2workbench.core.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import org.t2workbench.core.svf.PeftFolder;

/** What a fuzzer calls with any bytes: the configuration of an adapter, with weights beside it. */
public final class AdapterConfigTarget {

    private static final FuzzFolder FOLDER =
            new FuzzFolder("adapter_config.json", Map.of("adapter_model.safetensors", weights()));

    private AdapterConfigTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        FOLDER.read(bytes, file -> PeftFolder.read(Objects.requireNonNull(file.getParent())));
    }

    private static byte[] weights() {
        try (InputStream stream = Objects.requireNonNull(AdapterConfigTarget.class.getResourceAsStream(
                "/golden/exchange/lora/patterns/adapter_model.safetensors"))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
