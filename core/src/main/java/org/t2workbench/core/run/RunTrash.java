package org.t2workbench.core.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;

/**
 * Where deleted runs wait until they are brought back or removed for good: under the data folder's {@code trash/}, or, for
 * a run on another disk, in a hidden folder beside it, so that deleting is one rename and never copies. Safe from any
 * thread and process.
 */
public final class RunTrash {

    private static final int FORMAT_VERSION = 1;
    private static final Logger LOG = LoggerFactory.getLogger(RunTrash.class);

    private final Path trash;
    private final RunRegistry registry;
    private final Predicate<Path> sameDisk;

    /** @param dataFolder the platform's data folder of this user */
    public RunTrash(Path dataFolder, RunRegistry registry) {
        this(dataFolder, registry, folder -> isOnTheDiskOf(folder, dataFolder));
    }

    /** @param sameDisk whether a folder can be renamed into the data folder */
    RunTrash(Path dataFolder, RunRegistry registry, Predicate<Path> sameDisk) {
        this.trash = dataFolder.resolve("trash");
        this.registry = registry;
        this.sameDisk = sameDisk;
    }

    private static boolean isOnTheDiskOf(Path folder, Path dataFolder) {
        try {
            Files.createDirectories(dataFolder);
            return Files.getFileStore(folder).equals(Files.getFileStore(dataFolder));
        } catch (IOException e) {
            LOG.debug("the disk of {} is not known", folder, e);
            return false;
        }
    }

    /**
     * A deleted run.
     *
     * @param note the file that remembers it
     * @param original where it was
     * @param now where it waits
     */
    public record Deleted(Path note, Path original, Path now, Instant when) {}

    /**
     * Moves a run's folder to the trash.
     *
     * @throws InvalidInputException when a process is writing to it, or it is gone
     * @throws OutOfResourcesException when it cannot be moved; it is then still where it was
     */
    public Deleted delete(Path folder) {
        Path original = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(original)) {
            throw new InvalidInputException("There is no folder " + original + " to delete.", original);
        }
        if (RunFolder.stateOf(original) == RunState.RUNNING) {
            throw new InvalidInputException(
                    "The run in " + original + " is still running; stop it first, then delete it.", original);
        }
        String id = UUID.randomUUID().toString();
        Path note = trash.resolve(id + ".json");
        Instant when = Instant.now();
        Path now = sameDisk.test(original)
                ? trash.resolve(id)
                : original.resolveSibling(".deleted-" + original.getFileName() + "-" + id);
        try {
            // the note first: a move that is cut short leaves a note of nothing, never a folder nobody knows of
            RunJson.write(note, new Note(FORMAT_VERSION, original.toString(), now.toString(), when.toString()));
            Files.move(original, now, StandardCopyOption.ATOMIC_MOVE);
            registry.forget(original);
            return new Deleted(note, original, now, when);
        } catch (IOException e) {
            deleteNote(note);
            throw AtomicFile.failure(original, e);
        }
    }

    /**
     * Moves a deleted run back to where it was.
     *
     * @throws InvalidInputException when something else is there now, or the run is gone from the trash
     */
    public void restore(Deleted deleted) {
        Path original = deleted.original();
        if (!Files.isDirectory(deleted.now())) {
            throw new InvalidInputException(
                    "The deleted run " + original.getFileName() + " is no longer in the trash.", deleted.now());
        }
        if (Files.exists(original)) {
            throw new InvalidInputException(
                    "Something else is at " + original + " now; move it away, then bring the run back.", original);
        }
        try {
            Path parent = original.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.move(deleted.now(), original, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw AtomicFile.failure(original, e);
        }
        registry.register(original);
        deleteNote(deleted.note());
    }

    /** What can be brought back, the latest first; notes of runs that are gone are passed over. */
    public List<Deleted> deleted() {
        if (!Files.isDirectory(trash)) {
            return List.of();
        }
        List<Deleted> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(trash)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                try {
                    Note note = RunJson.read(file, Note.class, "deleted run", FORMAT_VERSION);
                    Deleted deleted = new Deleted(
                            file, Path.of(note.original()), Path.of(note.now()), Instant.parse(note.when()));
                    if (Files.isDirectory(deleted.now())) {
                        found.add(deleted);
                    }
                } catch (InvalidInputException | InvalidPathException | DateTimeParseException e) {
                    LOG.warn("A note of a deleted run is passed over: {}", e.getMessage());
                }
            }
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + trash + ": " + e.getMessage() + ".", trash, e);
        }
        found.sort(Comparator.comparing(Deleted::when).reversed());
        return List.copyOf(found);
    }

    /** Removes a deleted run for good; only what this trash moved is ever touched. */
    public void remove(Deleted deleted) {
        Path name = Objects.requireNonNull(deleted.now().getFileName());
        boolean ours =
                trash.equals(deleted.now().getParent()) || name.toString().startsWith(".deleted-");
        if (!ours) {
            throw new InvalidInputException(deleted.now() + " is not in the trash.", deleted.now());
        }
        try (Stream<Path> tree = Files.walk(deleted.now())) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw AtomicFile.failure(deleted.now(), e);
        }
        deleteNote(deleted.note());
    }

    private static void deleteNote(Path note) {
        try {
            Files.deleteIfExists(note);
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", note, e.getMessage());
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Note(int formatVersion, String original, String now, String when) {}
}
