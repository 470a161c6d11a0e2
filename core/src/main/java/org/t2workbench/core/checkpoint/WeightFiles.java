package org.t2workbench.core.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The safetensors files of a model folder.
 *
 * @param index the list that says which file holds which tensor; empty where there is but one file
 * @param files those with the tensors, each inside the folder
 */
public record WeightFiles(Optional<Path> index, List<Path> files) {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    public WeightFiles {
        files = List.copyOf(files);
    }

    /** @throws InvalidInputException when there are none, or the list is malformed or points outside the folder */
    public static WeightFiles in(Path folder) {
        Path single = folder.resolve(SINGLE);
        if (Files.exists(single)) {
            return new WeightFiles(Optional.empty(), List.of(single));
        }
        Path index = folder.resolve(INDEX);
        if (Files.exists(index)) {
            return new WeightFiles(Optional.of(index), ShardedTensors.files(index));
        }
        boolean pickled = Files.exists(folder.resolve("pytorch_model.bin"))
                || Files.exists(folder.resolve("pytorch_model.bin.index.json"));
        throw new InvalidInputException(
                "The folder " + folder + " has no weights: neither " + SINGLE + " nor " + INDEX
                        + (pickled ? "; save its pytorch_model.bin as safetensors first." : "."),
                folder);
    }

    /** Whether there are any. */
    static boolean areIn(Path folder) {
        return Files.exists(folder.resolve(SINGLE)) || Files.exists(folder.resolve(INDEX));
    }

    /** Opens them all as one; the caller closes the result. */
    TensorSource open() {
        return index.<TensorSource>map(ShardedTensors::open).orElseGet(() -> Safetensors.open(files.get(0)));
    }
}
