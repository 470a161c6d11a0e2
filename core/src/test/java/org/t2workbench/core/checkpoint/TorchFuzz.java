package org.t2workbench.core.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.t2workbench.core.job.InvalidInputException;

/** What a fuzzer calls: any bytes are read, or refused with one sentence; anything else that happens is a find. */
public final class TorchFuzz {

    private TorchFuzz() {}

    /** The bytes as a file, of which every tensor is read. */
    public static void file(byte[] bytes) {
        Path file = null;
        try {
            file = Files.createTempFile("fuzz", ".pt");
            Files.write(file, bytes);
            try (TorchFile read = TorchFile.open(file)) {
                read.names().forEach(name -> values(read, name));
            }
        } catch (InvalidInputException e) {
            requireSentence(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (file != null && !file.toFile().delete()) {
                file.toFile().deleteOnExit();
            }
        }
    }

    /** The bytes as a pickle alone. */
    public static void pickle(byte[] bytes) {
        try {
            TorchPickle.tensors(bytes, Path.of("fuzz.pt"));
        } catch (InvalidInputException e) {
            requireSentence(e);
        }
    }

    private static void values(TorchFile read, String name) {
        TensorInfo info = read.info(name);
        read.readBytes(name, 0, ByteBuffer.allocate((int) info.bytes()));
        if (info.dtype().widensToF32() || info.dtype() == StoredDtype.F64) {
            read.readDoubles(name, 0, DoubleBuffer.allocate((int) info.elements()));
        }
    }

    /** One plain sentence. */
    public static void requireSentence(InvalidInputException refusal) {
        String message = String.valueOf(refusal.getMessage());
        if (!message.endsWith(".") || message.lines().count() != 1 || message.length() > 2000) {
            throw new AssertionError("no sentence: " + message);
        }
    }
}
