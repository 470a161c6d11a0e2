package org.t2workbench.core.svf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.t2workbench.core.job.InvalidInputException;

/** What changes a model's weights and can be mixed: an expert's gains, a LoRA adapter, or an IA3 adapter. Immutable. */
public sealed interface Adapter permits Expert, AddedAdapter {

    /** What people call it. */
    String name();

    /** SHA-256 over all that it changes weights by: two adapters with the same one answer alike. Hexadecimal. */
    String fingerprint();

    /**
     * Checks that the adapter can be applied to a model.
     *
     * @return sentences to show loudly; empty when the model is the one it was made for
     * @throws InvalidInputException when a matrix is unknown to the model or has another shape there
     */
    List<String> checkAgainst(BaseModel.Target target);

    /**
     * Reads an expert file, or a PEFT folder of LoRA or IA3.
     *
     * @throws InvalidInputException when it is neither, or is malformed
     */
    static Adapter read(Path path) {
        return Files.isDirectory(path) ? PeftFolder.read(path) : ExpertFile.read(path);
    }
}
