package org.t2workbench.core.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.Checkpoint;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunWriter;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.AdapterOrigin;
import org.t2workbench.core.svf.AddedAdapter;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.PeftWriter;

/**
 * What a run trained, as it lies in its folder: an expert file, or a folder {@code adapter} in PEFT's layout for LoRA and
 * IA3. A checkpoint keeps the latter's files beside its own, as {@link RunWriter} does with the former.
 */
final class TrainedAdapter {

    private static final String AT_CHECKPOINT = "best-";

    private TrainedAdapter() {}

    static void save(RunWriter run, Adapter adapter, Provenance provenance) {
        if (adapter instanceof Expert expert) {
            run.saveExpert(ExpertFile.body(expert));
        } else if (adapter instanceof AddedAdapter added) {
            PeftWriter.write(run.run().adapter(), added);
            new AdapterOrigin(
                            provenance.base(),
                            provenance.task(),
                            provenance.seed(),
                            provenance.created(),
                            provenance.training(),
                            provenance.scores())
                    .write(run.run().adapter());
        }
    }

    /** @throws InvalidInputException when there is none, or it is damaged */
    static Adapter read(RunFolder run) {
        return Adapter.read(run.trained()
                .orElseThrow(() -> new InvalidInputException(
                        "The run in " + run.path() + " has kept nothing that it trained yet.", run.path())));
    }

    /** Puts an adapter's files into a checkpoint that is being written. */
    static void copyInto(Path checkpoint, RunFolder run) throws IOException {
        for (Path file : files(run.adapter())) {
            Files.copy(file, checkpoint.resolve(AT_CHECKPOINT + file.getFileName()));
        }
    }

    /** Puts an adapter's files back to what they were at a checkpoint; one that was not there yet goes away. */
    static void restore(RunFolder run, Checkpoint checkpoint) {
        Path folder = run.adapter();
        try {
            for (Path file : files(folder)) {
                Path kept = checkpoint.file(AT_CHECKPOINT + file.getFileName());
                if (Files.isRegularFile(kept)) {
                    AtomicFile.writeStream(file, out -> Files.copy(kept, out));
                } else {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw AtomicFile.failure(folder, e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
