package org.t2workbench.core.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * The tasks that can be called by name: the {@code .json} files of some folders, the first folder that has a name
 * winning. Files of another kind, which say so by a key {@code kind}, may lie beside them. Files are read when they are asked for. Immutable, safe from any thread.
 */
public final class TaskCatalogue {

    private static final String ENDING = ".json";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final List<Path> folders;
    private final TaskSurroundings surroundings;

    /** @param folders to look in, in this order; one that does not exist holds no tasks */
    public TaskCatalogue(List<Path> folders) {
        this(folders, TaskSurroundings.NONE);
    }

    private TaskCatalogue(List<Path> folders, TaskSurroundings surroundings) {
        this.folders = List.copyOf(folders);
        this.surroundings = surroundings;
    }

    /** The same tasks; a data file that does not lie beside its task file is looked for in this folder. */
    public TaskCatalogue withDataFolder(Path folder) {
        return new TaskCatalogue(folders, new TaskSurroundings(Optional.of(folder), surroundings.runner()));
    }

    /**
     * The same tasks; generated code is graded by this runner. Without one, code tasks can be looked at but not graded.
     *
     * @param runner who made it closes it, after the tasks
     */
    public TaskCatalogue withCodeRunner(CodeRunner runner) {
        return new TaskCatalogue(folders, new TaskSurroundings(surroundings.dataFolder(), Optional.of(runner)));
    }

    /** Every name, sorted. */
    public List<String> names() {
        return List.copyOf(files().keySet());
    }

    /**
     * @param nameOrFile a task's name, or the path of a task file
     * @throws InvalidInputException when there is no such task, or its file is malformed
     */
    public Task find(String nameOrFile) {
        Path file = fileOf(nameOrFile)
                .orElseThrow(() -> new InvalidInputException("There is no task \"" + nameOrFile
                        + "\", neither by name nor as a file; known tasks are " + String.join(", ", names()) + "."));
        return TaskFile.read(file, surroundings);
    }

    private Optional<Path> fileOf(String nameOrFile) {
        if (NAME.matcher(nameOrFile).matches()) {
            Path named = files().get(nameOrFile);
            if (named != null) {
                return Optional.of(named);
            }
        }
        try {
            return Optional.of(Path.of(nameOrFile)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private TreeMap<String, Path> files() {
        TreeMap<String, Path> files = new TreeMap<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> children = Files.list(folder)) {
                children.filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
                        .filter(TaskCatalogue::mayBeTask)
                        .forEach(file -> files.putIfAbsent(nameOf(file), file));
            } catch (IOException e) {
                throw new InvalidInputException("Cannot read " + folder + ": " + e.getMessage() + ".", folder, e);
            }
        }
        return files;
    }

    /** A file that cannot be read stays among the tasks, so that whoever asks for it hears why. */
    private static boolean mayBeTask(Path file) {
        try {
            return !JsonFile.read(file).has(TaskFile.KIND);
        } catch (WorkbenchException e) {
            return true;
        }
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ENDING.length());
    }
}
