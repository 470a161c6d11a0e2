package org.t2workbench.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Follows a file of JSON lines that another process appends to: each look reads only what came since the one before. A
 * line counts once its line end is there. A file that was cut or written anew, as a resumed run does, is read again from
 * its start. For one thread at a time.
 */
final class LineTail {

    /** What one look reads at most, so that a long file comes in pieces. */
    private static final int CHUNK_BYTES = 4 << 20;

    /** The bytes before the offset that must still be there: enough to hold the moment a line was measured at. */
    private static final int MARK_BYTES = 128;

    private final Path file;
    private final long fromEnd;
    private byte[] mark = new byte[0];
    private long offset;
    private long number;
    private long lastIteration;
    private boolean begun;
    private @Nullable Object fileKey;
    private @Nullable FileTime seenTime;
    private long seenSize = -1;

    /** Reads the file from its start. */
    LineTail(Path file) {
        this(file, Long.MAX_VALUE);
    }

    /** @param fromEnd how many bytes before its end the first look begins; the line it falls into is left out */
    LineTail(Path file, long fromEnd) {
        this.file = file;
        this.fromEnd = fromEnd;
    }

    /**
     * @param restarted what was read before no longer counts
     * @param lines that are new
     * @param more another look would find more at once
     */
    record Look(boolean restarted, List<RunLine> lines, boolean more) {

        Look {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Reads what is new; a file that is not there has no lines.
     *
     * @throws InvalidInputException naming the line, when one that is not the last cannot be read
     */
    Look look() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            boolean same = now.size() == seenSize
                    && now.lastModifiedTime().equals(seenTime)
                    && Objects.equals(now.fileKey(), fileKey);
            if (same) {
                return new Look(false, List.of(), false);
            }
            return read(now);
        } catch (NoSuchFileException e) {
            boolean restarted = begun && offset > 0;
            forget();
            return new Look(restarted, List.of(), false);
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + file + ": " + e.getMessage() + ".", file, e);
        }
    }

    private Look read(BasicFileAttributes now) throws IOException {
        boolean restarted = false;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            boolean replaced = begun && !Objects.equals(now.fileKey(), fileKey);
            if (replaced || now.size() < offset || !markIsThere(channel)) {
                restarted = offset > 0;
                forget();
            }
            if (!begun) {
                begin(channel, now.size());
            }
            fileKey = now.fileKey();
            List<RunLine> lines = new ArrayList<>();
            boolean whole = take(channel, now.size(), lines);
            if (!whole) {
                // an iteration that goes back: the lines before were written anew without a trace at the mark
                forget();
                begin(channel, now.size());
                fileKey = now.fileKey();
                lines.clear();
                take(channel, now.size(), lines);
                restarted = true;
            }
            boolean more = !lines.isEmpty() && now.size() - offset > CHUNK_BYTES;
            if (!more) {
                seenSize = now.size();
                seenTime = now.lastModifiedTime();
            }
            return new Look(restarted, lines, more);
        }
    }

    private void begin(FileChannel channel, long size) throws IOException {
        begun = true;
        if (size <= fromEnd) {
            return;
        }
        long start = size - fromEnd;
        byte[] bytes = bytes(channel, start, (int) Math.min(fromEnd, CHUNK_BYTES));
        int end = indexOfLineEnd(bytes, 0);
        offset = end < 0 ? size : start + end + 1;
        remember(channel);
    }

    /** False where an iteration goes back. */
    private boolean take(FileChannel channel, long size, List<RunLine> lines) throws IOException {
        byte[] bytes = chunk(channel, size);
        int start = 0;
        long iteration = lastIteration;
        for (int end = indexOfLineEnd(bytes, 0); end >= 0; end = indexOfLineEnd(bytes, start)) {
            RunLine line;
            try {
                line = RunJson.parseLine(Arrays.copyOfRange(bytes, start, end));
            } catch (JsonProcessingException e) {
                if (indexOfLineEnd(bytes, end + 1) < 0) {
                    // the last line may be one that a power cut left; a resumed run takes it away
                    break;
                }
                throw new InvalidInputException(
                        "Line " + (number + 1) + " of " + file + " is damaged: " + e.getOriginalMessage() + ".",
                        file,
                        e);
            }
            if (line.iteration() < iteration) {
                return false;
            }
            iteration = line.iteration();
            lines.add(line);
            number++;
            start = end + 1;
        }
        lastIteration = iteration;
        offset += start;
        remember(channel);
        return true;
    }

    /** What follows the offset, with at least one whole line where there is one. */
    private byte[] chunk(FileChannel channel, long size) throws IOException {
        for (int length = CHUNK_BYTES; ; length *= 2) {
            byte[] bytes = bytes(channel, offset, (int) Math.min(length, Math.max(0, size - offset)));
            if (bytes.length < length || indexOfLineEnd(bytes, 0) >= 0) {
                return bytes;
            }
            if (length >= LineFile.LONGEST_LINE_BYTES) {
                throw LineFile.tooLong(file);
            }
        }
    }

    private boolean markIsThere(FileChannel channel) throws IOException {
        return mark.length == 0 || Arrays.equals(mark, bytes(channel, offset - mark.length, mark.length));
    }

    private void remember(FileChannel channel) throws IOException {
        int length = (int) Math.min(MARK_BYTES, offset);
        mark = bytes(channel, offset - length, length);
    }

    private void forget() {
        begun = false;
        offset = 0;
        number = 0;
        lastIteration = 0;
        mark = new byte[0];
        fileKey = null;
        seenTime = null;
        seenSize = -1;
    }

    /** As many as there are, at most {@code length}. */
    private static byte[] bytes(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
            // until it is full or the file ends
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static int indexOfLineEnd(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
