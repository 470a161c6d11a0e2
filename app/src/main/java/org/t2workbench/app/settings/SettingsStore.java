package org.t2workbench.app.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.WorkbenchException;

/**
 * Reads the settings once and writes them, atomically, a moment after the last change. Settings that cannot be read or
 * written are logged and never stop the window: they are a comfort. Safe from any thread.
 */
public final class SettingsStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SettingsStore.class);
    private static final ObjectMapper JSON = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, false)
            .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private final ScheduledExecutorService executor;
    private final Duration delay;
    private Settings settings;
    private @Nullable ScheduledFuture<?> pending;
    private boolean closed;

    /** @param executor owned by the caller; writing happens there */
    public SettingsStore(Path file, ScheduledExecutorService executor, Duration delay) {
        this.file = file;
        this.executor = executor;
        this.delay = delay;
        this.settings = read(file);
    }

    public synchronized Settings settings() {
        return settings;
    }

    public synchronized void update(UnaryOperator<Settings> change) {
        Settings changed = change.apply(settings);
        if (changed.equals(settings)) {
            return;
        }
        settings = changed;
        if (closed) {
            write();
            return;
        }
        if (pending != null) {
            pending.cancel(false);
        }
        pending = executor.schedule(this::write, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Writes what is still waiting; a later change is written at once. */
    @Override
    public void close() {
        boolean waiting;
        synchronized (this) {
            waiting = pending != null && pending.cancel(false);
            closed = true;
        }
        if (waiting) {
            write();
        }
    }

    private void write() {
        Settings now = settings();
        try {
            byte[] bytes = JSON.writeValueAsBytes(now);
            AtomicFile.writeStream(file, out -> out.write(bytes));
        } catch (JsonProcessingException | WorkbenchException e) {
            LOG.warn("The settings could not be written to {}: {}", file, e.getMessage());
        }
    }

    private static Settings read(Path file) {
        try {
            Settings read = JSON.readValue(Files.readAllBytes(file), Settings.class);
            return read == null ? Settings.defaults() : read;
        } catch (NoSuchFileException e) {
            return Settings.defaults();
        } catch (JsonProcessingException e) {
            LOG.warn("The settings in {} are not readable and start afresh: {}", file, e.getOriginalMessage());
            return Settings.defaults();
        } catch (IOException e) {
            LOG.warn("The settings in {} could not be read: {}", file, e.getMessage());
            return Settings.defaults();
        }
    }
}
