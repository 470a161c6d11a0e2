package org.t2workbench.core.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.t2workbench.core.checkpoint.TorchFuzz;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

/** What a fuzzer calls: any bytes are parameters of the model's matrices, or refused with one sentence. */
public final class ReferenceFuzz {

    private ReferenceFuzz() {}

    /** The bytes as a file of the authors' code. */
    public static void file(byte[] bytes, List<MatrixInfo> matrices) {
        Path file = null;
        try {
            file = Files.createTempFile("fuzz", ".pt");
            Files.write(file, bytes);
            ReferenceFile.read(file, matrices);
        } catch (InvalidInputException e) {
            TorchFuzz.requireSentence(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (file != null && !file.toFile().delete()) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
