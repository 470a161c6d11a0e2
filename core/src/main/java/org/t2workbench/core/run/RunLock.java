package org.t2workbench.core.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Keeps a run folder to one writer, across processes and inside one. The system gives the lock back when the process
 * dies. It is on a file of its own, which nothing else opens: on Linux and macOS closing any other handle of a locked
 * file in the same process would drop the lock.
 */
final class RunLock implements AutoCloseable {

    private static final String FILE = "run.lock";

    /** Whoever only looks whether a run has a writer holds the lock for a moment. */
    private static final int TRIES = 5;

    private static final long BETWEEN_TRIES_MILLISECONDS = 20;

    /** Folders locked by this process, as real paths: the system's lock does not tell threads apart. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private RunLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @throws InvalidInputException when the folder has a writer already */
    static RunLock take(Path runFolder) {
        try {
            Path folder = runFolder.toRealPath();
            if (!HELD.add(folder)) {
                throw busy(runFolder);
            }
            boolean taken = false;
            try {
                FileChannel channel = tryLock(folder, true);
                for (int i = 1; channel == null && i < TRIES; i++) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BETWEEN_TRIES_MILLISECONDS));
                    channel = tryLock(folder, true);
                }
                if (channel == null) {
                    throw busy(runFolder);
                }
                taken = true;
                return new RunLock(folder, channel);
            } finally {
                if (!taken) {
                    HELD.remove(folder);
                }
            }
        } catch (IOException e) {
            throw AtomicFile.failure(runFolder.resolve(FILE), e);
        }
    }

    /** Whether some process writes to the folder now. */
    static boolean isHeld(Path runFolder) {
        try {
            Path folder = runFolder.toRealPath();
            if (HELD.contains(folder)) {
                return true;
            }
            if (!Files.exists(folder.resolve(FILE))) {
                return false;
            }
            FileChannel channel = tryLock(folder, false);
            if (channel == null) {
                return true;
            }
            channel.close();
            return false;
        } catch (IOException e) {
            // a folder that cannot be written to has no writer
            return false;
        }
    }

    static boolean isLockFile(Path file) {
        return file.endsWith(FILE);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw AtomicFile.failure(folder.resolve(FILE), e);
        } finally {
            HELD.remove(folder);
        }
    }

    /** An open channel that holds the lock, or null when another holds it. */
    private static @Nullable FileChannel tryLock(Path folder, boolean create) throws IOException {
        FileChannel channel = create
                ? FileChannel.open(folder.resolve(FILE), StandardOpenOption.WRITE, StandardOpenOption.CREATE)
                : FileChannel.open(folder.resolve(FILE), StandardOpenOption.WRITE);
        boolean held = false;
        try {
            FileLock lock = channel.tryLock();
            held = lock != null;
        } catch (OverlappingFileLockException e) {
            held = false;
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return held ? channel : null;
    }

    private static InvalidInputException busy(Path folder) {
        return new InvalidInputException(
                "Another process is writing to the run in " + folder + "; wait for it to end or stop it first.",
                folder);
    }
}
