package org.t2workbench.core.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.checkpoint.MemoryEstimate;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;

/**
 * A folder that appears as a whole or not at all: it is written under another name beside its own and renamed when all is
 * there. Whatever goes wrong, cancellation included, what was written is removed and what was there stays.
 *
 * @param target where it is to be
 * @param replace whether a model or an adapter that is there may be replaced
 */
public record ExportFolder(Path target, boolean replace) {

    private static final Logger LOG = LoggerFactory.getLogger(ExportFolder.class);

    /** Folders with one of these are what an export writes, so that another may take their place. */
    private static final List<String> REPLACEABLE = List.of("config.json", "adapter_config.json");

    /** For the small files beside the weights, and the file system's own needs. */
    private static final long SPARE_BYTES = 64L << 20;

    public ExportFolder {
        target = target.toAbsolutePath().normalize();
    }

    /** Writes what is in the folder. */
    @FunctionalInterface
    interface Body {
        void writeTo(Path folder) throws IOException;
    }

    /**
     * Checks that the folder can be written, before anything is computed for it.
     *
     * @param bytes that it will take
     * @throws InvalidInputException when it is not empty and may not be replaced
     * @throws OutOfResourcesException when the disk has not the space
     */
    public void check(long bytes) {
        Path name = target.getFileName();
        Path parent = target.getParent();
        if (name == null || parent == null) {
            throw new InvalidInputException("The folder " + target + " cannot be written to; choose another.", target);
        }
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new InvalidInputException("There is a file " + target + "; choose another folder.", target);
        }
        if (!isEmpty()) {
            boolean replaceable = REPLACEABLE.stream().anyMatch(each -> Files.isRegularFile(target.resolve(each)));
            if (!replace || !replaceable) {
                throw new InvalidInputException(
                        "The folder " + target + " is not empty; choose another"
                                + (replaceable ? ", or have it replaced (on the command line with --force)." : "."),
                        target);
            }
        }
        long free = freeBytes(parent);
        if (free < bytes + SPARE_BYTES) {
            throw new OutOfResourcesException(
                    "About " + MemoryEstimate.text(bytes + SPARE_BYTES) + " are needed in " + parent + ", but only "
                            + MemoryEstimate.text(free) + " are free; free some space or choose another disk.",
                    target,
                    null);
        }
    }

    private boolean isEmpty() {
        if (!Files.isDirectory(target)) {
            return true;
        }
        try (Stream<Path> inside = Files.list(target)) {
            return inside.findAny().isEmpty();
        } catch (IOException e) {
            throw AtomicFile.failure(target, e);
        }
    }

    private static long freeBytes(Path folder) {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            throw AtomicFile.failure(folder, e);
        }
    }

    /**
     * Writes the folder.
     *
     * @param bytes that it will take
     * @throws InvalidInputException as {@link #check}
     * @throws OutOfResourcesException when it cannot be written
     */
    void write(long bytes, Body body) {
        check(bytes);
        Path written = beside("tmp");
        try {
            Files.createDirectories(written);
            body.writeTo(written);
            AtomicFile.forceFolder(written);
            put(written);
        } catch (IOException e) {
            throw AtomicFile.failure(target, e);
        } finally {
            delete(written);
        }
    }

    /** The old folder goes aside first, and comes back when the new one cannot take its place. */
    private void put(Path written) throws IOException {
        Path old = beside("old");
        boolean existed = Files.exists(target);
        if (existed) {
            Files.move(target, old);
        }
        boolean complete = false;
        try {
            Files.move(written, target);
            complete = true;
        } finally {
            if (existed && !complete) {
                Files.move(old, target);
            }
        }
        AtomicFile.forceFolder(Objects.requireNonNull(target.getParent()));
        delete(old);
    }

    private Path beside(String ending) {
        return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + "." + ending);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.warn("could not remove {}", folder, e);
        }
    }
}
