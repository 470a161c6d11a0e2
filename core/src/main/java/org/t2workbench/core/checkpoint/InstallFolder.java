package org.t2workbench.core.checkpoint;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder the program was unpacked or built in, with {@code samples/} and {@code resources/} in it. It is found from
 * where the program's own classes lie, or given by {@code -Dt2.home}; the current folder plays no part.
 */
public record InstallFolder(Path path) {

    /** From {@code app/target/lib/core.jar} up to the top are four steps; one more for other layouts. */
    private static final int MAX_STEPS_UP = 5;

    /** Empty when the program was moved away from its samples and resources. */
    public static Optional<InstallFolder> find() {
        return find(System.getProperty("t2.home"), codeLocation());
    }

    static Optional<InstallFolder> find(@Nullable String given, @Nullable Path code) {
        if (given != null && !given.isBlank()) {
            return Optional.of(new InstallFolder(Path.of(given).toAbsolutePath().normalize()));
        }
        Path folder = code == null ? null : code.toAbsolutePath().normalize();
        for (int step = 0; step <= MAX_STEPS_UP && folder != null; step++) {
            var candidate = new InstallFolder(folder);
            if (Files.isDirectory(candidate.resources().resolve("kernels"))
                    || Files.isDirectory(candidate.sampleModel())) {
                return Optional.of(candidate);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    public Path samples() {
        return path.resolve("samples");
    }

    /** The folder of the model that {@code sample} stands for. */
    public Path sampleModel() {
        return samples().resolve("model");
    }

    /** Where {@code <task>.safetensors} of the sample experts lie. */
    public Path sampleExperts() {
        return samples().resolve("experts");
    }

    public Path sampleTasks() {
        return samples().resolve("tasks");
    }

    public Path resources() {
        return path.resolve("resources");
    }

    private static @Nullable Path codeLocation() {
        CodeSource source = InstallFolder.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return null;
        }
        try {
            URI location = source.getLocation().toURI();
            return "file".equals(location.getScheme()) ? Path.of(location) : null;
        } catch (URISyntaxException | InvalidPathException | FileSystemNotFoundException e) {
            return null;
        }
    }
}
