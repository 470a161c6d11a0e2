package org.t2workbench.core.svf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.TorchFuzz;
import org.t2workbench.core.job.InvalidInputException;

/** What a fuzzer calls: an adapter's two files of any bytes are read, or refused with one sentence. */
public final class AdapterFuzz {

    private AdapterFuzz() {}

    /** @param weights the file's name: adapter_model.safetensors or adapter_model.bin */
    public static void folder(byte[] config, String weights, byte[] tensors) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("fuzz");
            Files.write(folder.resolve("adapter_config.json"), config);
            Files.write(folder.resolve(weights), tensors);
            Adapter.read(folder);
        } catch (InvalidInputException e) {
            TorchFuzz.requireSentence(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(folder);
        }
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
