package org.t2workbench.app.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunTrash;

/**
 * A run in the trash, as a line of a table.
 *
 * @param task empty where the run cannot be read
 * @param bytes that deleting it for good would free
 */
record DeletedRun(RunTrash.Deleted deleted, String task, long bytes) {

    private static final Logger LOG = LoggerFactory.getLogger(DeletedRun.class);

    /** Reads files. */
    static List<DeletedRun> of(RunTrash trash) {
        return trash.deleted().stream()
                .map(deleted -> new DeletedRun(deleted, task(deleted.now()), bytes(deleted.now())))
                .toList();
    }

    String name() {
        return String.valueOf(deleted.original().getFileName());
    }

    /** Where it was. */
    String place() {
        return String.valueOf(deleted.original().getParent());
    }

    Instant when() {
        return deleted.when();
    }

    private static String task(Path folder) {
        try {
            return Objects.toString(RunFolder.open(folder).config().config().get("task"), "");
        } catch (InvalidInputException e) {
            LOG.debug("the deleted run {} cannot be read", folder, e);
            return "";
        }
    }

    private static long bytes(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        } catch (IOException e) {
            LOG.debug("the size of {} is not known", folder, e);
            return 0;
        }
    }
}
