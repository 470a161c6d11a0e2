package org.t2workbench.core.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.job.AtomicFile;

/**
 * A run's metrics as one TensorBoard event file, written as they come or afterwards. A run that goes on starts the file
 * anew from metrics.jsonl, so that both always tell the same.
 */
public final class EventLog implements RunObserver {

    static final String FOLDER = "tensorboard";

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
    private static final String PREFIX = "events.out.tfevents.";

    private final Path file;
    private final EventFile events;

    private EventLog(Path file, EventFile events) {
        this.file = file;
        this.events = events;
    }

    /** Writes along with a run, into its {@code tensorboard/}. */
    static EventLog open(RunFolder run) {
        EventLog log = start(run, run.path().resolve(FOLDER), System.currentTimeMillis() / 1000);
        log.past(run);
        return log;
    }

    /**
     * Writes a run's metrics into a folder that TensorBoard can be pointed at, in place of what an earlier export of
     * the workbench left there.
     *
     * @return the event file
     * @throws org.t2workbench.core.job.InvalidInputException when the metrics cannot be read
     * @throws org.t2workbench.core.job.OutOfResourcesException when the folder cannot be written
     */
    public static Path export(RunFolder run, Path folder) {
        EventLog log = start(run, folder, RunClock.created(run).getEpochSecond());
        try {
            log.past(run);
        } finally {
            log.close();
        }
        return log.file;
    }

    private static EventLog start(RunFolder run, Path folder, long second) {
        String run8 = Integer.toHexString(run.config().created().hashCode());
        String suffix = ".t2-workbench." + run8;
        Path file = folder.resolve(String.format(Locale.ROOT, PREFIX + "%010d%s", second, suffix));
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> earlier = Files.newDirectoryStream(folder, PREFIX + "*" + suffix)) {
                for (Path old : earlier) {
                    Files.delete(old);
                }
            }
            return new EventLog(file, new EventFile(file, RunClock.created(run).toEpochMilli() / 1e3));
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    private void past(RunFolder run) {
        RunClock clock = new RunClock(run);
        for (RunLine line : run.metrics()) {
            write(clock.after(line), line);
        }
    }

    @Override
    public void metrics(RunLine line) {
        write(Instant.now(), line);
    }

    private void write(Instant when, RunLine line) {
        try {
            events.scalars(when.toEpochMilli() / 1e3, line.iteration(), Scalars.of(line));
        } catch (IOException e) {
            close();
            throw AtomicFile.failure(file, e);
        }
    }

    @Override
    public void end(RunState state) {
        close();
    }

    private void close() {
        try {
            events.close();
        } catch (IOException e) {
            LOG.warn("{} could not be closed: {}", file, e.getMessage());
        }
    }
}
