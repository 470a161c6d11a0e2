package org.t2workbench.core.job;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a file so that a reader sees either the old content or the whole new one: the content goes to a temporary file
 * in the same folder, reaches the disk, and is then renamed over the target. Whatever goes wrong, cancellation included,
 * the temporary file is removed and the old content stays.
 */
public final class AtomicFile {

    private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);

    private static final int STREAM_BUFFER_BYTES = 1 << 16;

    private AtomicFile() {}

    /** Writes the content of one file through a channel; the channel is closed by the caller. */
    @FunctionalInterface
    public interface ChannelBody {
        void writeTo(FileChannel channel) throws IOException;
    }

    /** Writes the content of one file to a buffered stream; the stream is flushed and closed by the caller. */
    @FunctionalInterface
    public interface StreamBody {
        void writeTo(OutputStream stream) throws IOException;
    }

    /**
     * @param target the file to create or replace; missing folders above it are created
     * @throws OutOfResourcesException when the disk is full, read-only or fails; what the body throws passes through
     */
    public static void write(Path target, ChannelBody body) {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        Path name = absolute.getFileName();
        if (folder == null || name == null) {
            throw new OutOfResourcesException("Cannot write " + target + ": it is not a file name.", target, null);
        }
        Path temporary = folder.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
        boolean complete = false;
        try {
            Files.createDirectories(folder);
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                body.writeTo(channel);
                channel.force(true);
            }
            rename(temporary, absolute);
            complete = true;
            forceFolder(folder);
        } catch (IOException | ReadOnlyFileSystemException e) {
            throw failure(target, e);
        } finally {
            if (!complete && Files.exists(temporary)) {
                deleteQuietly(temporary);
            }
        }
    }

    /** As {@link #write}, for a body that writes to a stream. */
    public static void writeStream(Path target, StreamBody body) {
        write(target, channel -> {
            // the channel is left open: it still has to be forced to the disk
            OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(channel), STREAM_BUFFER_BYTES);
            body.writeTo(stream);
            stream.flush();
        });
    }

    /** As {@link #write}, for a text in UTF-8. */
    public static void writeText(Path target, String text) {
        writeStream(target, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The plain sentence for a failed write, for writers that append and so cannot use {@link #write}. */
    public static OutOfResourcesException failure(Path target, Exception cause) {
        return new OutOfResourcesException("Cannot write " + target + ": " + reason(cause) + ".", target, cause);
    }

    private static String reason(Exception cause) {
        String detail = String.valueOf(cause.getMessage());
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            detail = failure.getReason();
        }
        String lower = detail.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("not enough space") || lower.contains("quota")) {
            return "the disk is full; free some space and try again";
        }
        if (cause instanceof ReadOnlyFileSystemException || lower.contains("read-only")) {
            return "the disk is read-only; choose another folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "this user may not write there; choose another folder or change its permissions";
        }
        if (cause instanceof NoSuchFileException) {
            return "its folder is not there and cannot be made; choose another one";
        }
        if (cause instanceof FileAlreadyExistsException || lower.contains("not a directory")) {
            return "a file is where a folder would have to be; choose another place";
        }
        return "the system says \"" + detail + "\"";
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // some network file systems: the best they offer
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the rename itself survive a power cut; Windows has no such call and refuses to open a folder. */
    public static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            LOG.debug("folder {} not forced to disk", folder, e);
        }
    }

    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            LOG.warn("could not remove {}", temporary, e);
        }
    }
}
