package org.t2workbench.core.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * Every run this user has: those under the data folder's {@code runs/}, and those made elsewhere, of which the folder is
 * noted in {@code registered-runs/}, one small file each, so that two processes never write the same one. Safe from any
 * thread and process.
 */
public final class RunRegistry {

    private static final int FORMAT_VERSION = 1;

    private final Path dataFolder;
    private final Path runs;
    private final Path registered;

    /** @param dataFolder the platform's data folder of this user; it need not exist yet */
    public RunRegistry(Path dataFolder) {
        this.dataFolder = dataFolder;
        this.runs = dataFolder.resolve("runs");
        this.registered = dataFolder.resolve("registered-runs");
    }

    /** The platform's data folder of this user. */
    public Path dataFolder() {
        return dataFolder;
    }

    /**
     * Makes an empty folder for a new run.
     *
     * @param name what to call it; a number is added when that is taken
     */
    public Path newFolder(String name) {
        return newFolder(runs, name);
    }

    /** As {@link #newFolder(String)}, for something else that is kept like runs. */
    public static Path newFolder(Path parent, String name) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
        String stem = safe.isEmpty() ? "run" : safe;
        try {
            Files.createDirectories(parent);
            for (int number = 1; ; number++) {
                Path folder = parent.resolve(number == 1 ? stem : stem + "-" + number);
                try {
                    return Files.createDirectory(folder);
                } catch (FileAlreadyExistsException e) {
                    continue;
                }
            }
        } catch (IOException e) {
            throw AtomicFile.failure(parent, e);
        }
    }

    /** Where deleted runs wait. */
    public RunTrash trash() {
        return new RunTrash(dataFolder, this);
    }

    /** Notes a run made elsewhere; one under the data folder needs no note. */
    public void register(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (!absolute.startsWith(runs.toAbsolutePath().normalize())) {
            RunJson.write(note(absolute), new Note(FORMAT_VERSION, absolute.toString()));
        }
    }

    /** Takes the note away; the run's folder stays as it is. */
    public void forget(Path folder) {
        Path note = note(folder.toAbsolutePath().normalize());
        try {
            Files.deleteIfExists(note);
        } catch (IOException e) {
            throw AtomicFile.failure(note, e);
        }
    }

    /**
     * Every run that can be read, newest first. A noted folder that is no longer there is passed over: it may be on a
     * disk that comes back.
     *
     * @param unreadable hears of each run that cannot be read
     */
    public List<RunFolder> runs(Consumer<WorkbenchException> unreadable) {
        List<RunFolder> found = new ArrayList<>();
        for (Path folder : folders(unreadable)) {
            if (RunFolder.isRun(folder)) {
                try {
                    found.add(RunFolder.open(folder));
                } catch (InvalidInputException e) {
                    unreadable.accept(e);
                }
            }
        }
        found.sort(Comparator.comparing((RunFolder run) -> run.config().created())
                .reversed()
                .thenComparing(RunFolder::path));
        return List.copyOf(found);
    }

    /** Where runs may lie, in no order. */
    List<Path> folders(Consumer<WorkbenchException> unreadable) {
        List<Path> folders = new ArrayList<>(children(runs));
        for (Path note : children(registered)) {
            if (note.toString().endsWith(".json")) {
                try {
                    folders.add(Path.of(RunJson.read(note, Note.class, "registered run", FORMAT_VERSION)
                            .folder()));
                } catch (InvalidInputException e) {
                    unreadable.accept(e);
                } catch (InvalidPathException e) {
                    unreadable.accept(new InvalidInputException(
                            note + " names a folder that cannot be on this system.", note, e));
                }
            }
        }
        return folders;
    }

    private Path note(Path folder) {
        UUID name = UUID.nameUUIDFromBytes(folder.toString().getBytes(StandardCharsets.UTF_8));
        return registered.resolve(name + ".json");
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + folder + ": " + e.getMessage() + ".", folder, e);
        }
    }

    /** @param folder of a run made elsewhere, absolute */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Note(int formatVersion, String folder) {}
}
