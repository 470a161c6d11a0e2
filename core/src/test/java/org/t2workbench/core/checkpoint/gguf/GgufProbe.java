package org.t2workbench.core.checkpoint.gguf;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.WorkbenchException;

/** Reads everything that can be read of a GGUF file: what a fuzzer calls. */
public final class GgufProbe {

    /** Enough to pass every kind of block; a tensor may be larger than what a test should wait for. */
    private static final int MAX_ELEMENTS = 1 << 16;

    private GgufProbe() {}

    /**
     * Opens what these bytes may be and reads all of it.
     *
     * @param scratch is overwritten with the bytes
     * @return whether the file was accepted; whatever is not is refused by a {@link WorkbenchException}
     * @throws RuntimeException of any other kind is a fault of the reader
     */
    public static boolean read(byte[] bytes, Path scratch) throws IOException {
        Files.write(scratch, bytes);
        GgufModel.isGguf(scratch);
        boolean sound = accepts(() -> readFile(scratch));
        sound &= accepts(() -> readModel(scratch));
        sound &= accepts(() -> readTokenizer(scratch));
        return sound;
    }

    private static boolean accepts(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (WorkbenchException e) {
            if (e.getMessage() == null || !e.getMessage().endsWith(".")) {
                throw new IllegalStateException("no sentence: " + e.getMessage(), e);
            }
            return false;
        }
    }

    private static void readFile(Path path) {
        try (GgufFile file = GgufFile.open(path)) {
            for (String key : file.header().metadata().keySet()) {
                accepts(() -> file.texts(key));
                accepts(() -> file.wholeNumbers(key));
                accepts(() -> file.floats(key));
                accepts(() -> file.flags(key));
                accepts(() -> file.number(key));
                accepts(() -> file.text(key));
            }
        }
    }

    private static void readModel(Path path) {
        GgufModel model = GgufModel.open(path);
        model.stopTokens();
        model.storedWeights();
        JsonFile.read(model.configJson());
        try (TensorSource tensors = model.openTensors()) {
            for (String name : tensors.names()) {
                long elements = Math.min(tensors.info(name).elements(), MAX_ELEMENTS);
                tensors.readFloats(name, 0, FloatBuffer.allocate((int) elements));
            }
        }
    }

    private static void readTokenizer(Path path) {
        try (GgufFile file = GgufFile.open(path)) {
            GgufTokenizer tokenizer = new GgufTokenizer(file);
            ModelText config = tokenizer.tokenizerConfig();
            JsonFile.read(config);
            tokenizer.tokenizerJson();
        }
    }
}
