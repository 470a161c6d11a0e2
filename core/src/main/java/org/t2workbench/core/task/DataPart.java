package org.t2workbench.core.task;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.t2workbench.core.job.InvalidInputException;

/**
 * One file of a data set.
 *
 * @param name as the task file gives it
 * @param places where it may lie, the first that exists counting
 * @param origin where to get it, as a part of a sentence; empty when nobody said
 * @param rule which item is in which split
 */
record DataPart(String name, List<Path> places, String origin, SplitRule rule) {

    /** @throws InvalidInputException when it is in none of its places */
    Path find(String task) {
        return places.stream().filter(Files::exists).findFirst().orElseThrow(() -> {
            String looked = places.stream().map(Path::toString).collect(Collectors.joining(" nor as "));
            return new InvalidInputException(
                    "The task " + task + " needs the data file " + name + ", which is not there as " + looked + "; "
                            + (origin.isEmpty() ? "" : "get it from " + origin + ", and ")
                            + "put it into the data folder or beside the task file.",
                    places.get(0));
        });
    }
}
