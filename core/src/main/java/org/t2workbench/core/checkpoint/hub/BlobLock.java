package org.t2workbench.core.checkpoint.hub;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.CancellationToken;

/**
 * Keeps the download of one file to one program at a time, together with the library that shares the cache. That library
 * takes {@code flock} on Linux and macOS, which the locks of Java's channels neither see nor stop, so it is called from here
 * as well; on Windows both lock the file's first byte. The lock saves work and is no condition for a right result: a
 * download is checked by its hash whoever wrote it. Where no lock can be had, there is none.
 */
final class BlobLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlobLock.class);

    private static final long BETWEEN_TRIES_MILLISECONDS = 100;

    private final Handle handle;

    private BlobLock(Handle handle) {
        this.handle = handle;
    }

    /** What holds the lock, until it is closed. */
    private interface Handle extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /**
     * Waits until no other program has the lock.
     *
     * @param onWait called once, when there is somebody to wait for
     * @throws org.t2workbench.core.job.CancelledException when cancelled meanwhile
     */
    static BlobLock take(Path file, CancellationToken token, Runnable onWait) {
        boolean waiting = false;
        while (true) {
            token.throwIfCancelled();
            Optional<Handle> handle = tryTake(file);
            if (handle.isPresent()) {
                return new BlobLock(handle.get());
            }
            if (!waiting) {
                onWait.run();
                waiting = true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BETWEEN_TRIES_MILLISECONDS));
        }
    }

    /** Empty when somebody else has the lock. */
    private static Optional<Handle> tryTake(Path file) {
        try {
            create(file);
            return Platform.isWindows() ? ofChannel(file) : ofDescriptor(file);
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        } catch (LinkageError | LastErrorException | UnsupportedOperationException e) {
            LOG.debug("no lock on {}", file, e);
            return Optional.of(() -> {});
        }
    }

    private static void create(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.resolveSibling(""));
        try {
            if (Platform.isWindows()) {
                Files.createFile(file);
            } else {
                // others of the group may share the cache
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-r--")));
            }
        } catch (FileAlreadyExistsException e) {
            LOG.debug("{} was made meanwhile", file);
        }
    }

    private static Optional<Handle> ofChannel(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE));
        boolean held = false;
        try {
            FileLock lock = channel.tryLock(0, 1, false);
            held = lock != null;
            return held ? Optional.of(channel::close) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    private static Optional<Handle> ofDescriptor(Path file) throws IOException {
        Object before = key(file);
        int descriptor = Calls.OPEN.invokeInt(new Object[] {file.toString(), Calls.READ_AND_WRITE});
        boolean held = false;
        try {
            // a program may have removed the file between: then the lock is on what nobody else sees
            held = Calls.lock(descriptor) && before != null && Objects.equals(before, key(file));
            return held ? Optional.of(() -> Calls.CLOSE.invokeInt(new Object[] {descriptor})) : Optional.empty();
        } finally {
            if (!held) {
                Calls.CLOSE.invokeInt(new Object[] {descriptor});
            }
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
                : null;
    }

    @Override
    public void close() {
        try {
            handle.close();
        } catch (IOException | LastErrorException e) {
            LOG.warn("a lock was not given back", e);
        }
    }

    /** The C library's functions; loaded when first used. */
    private static final class Calls {

        private static final NativeLibrary LIBRARY = NativeLibrary.getInstance("c");
        private static final Function OPEN = LIBRARY.getFunction("open", Function.THROW_LAST_ERROR);
        private static final Function CLOSE = LIBRARY.getFunction("close", Function.THROW_LAST_ERROR);
        private static final Function FLOCK = LIBRARY.getFunction("flock", Function.THROW_LAST_ERROR);

        private static final int READ_AND_WRITE = 2;
        private static final int EXCLUSIVE_AT_ONCE = 2 | 4;

        /** EACCES; EAGAIN of Linux and of macOS: somebody else has it. */
        private static final Set<Integer> TAKEN = Set.of(13, 11, 35);

        private Calls() {}

        private static boolean lock(int descriptor) {
            try {
                FLOCK.invokeInt(new Object[] {descriptor, EXCLUSIVE_AT_ONCE});
                return true;
            } catch (LastErrorException e) {
                if (TAKEN.contains(e.getErrorCode())) {
                    return false;
                }
                throw e;
            }
        }
    }
}
