package org.t2workbench.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A file of JSON lines that only grows at its end. A line counts once its line end is on the disk; what follows the
 * last line end is a line torn by a kill and is never shown.
 */
public final class LineFile implements AutoCloseable {

    /** Far above any line this program writes; a longer one is not read into memory. */
    static final int LONGEST_LINE_BYTES = 64 << 20;

    private final Path file;
    private final FileChannel channel;

    private LineFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens for appending, creating the file when there is none. */
    public static LineFile append(Path file) {
        try {
            return new LineFile(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    /**
     * Appends lines, together, and returns when they are on the disk. When that fails the file is as it was before.
     *
     * @throws org.t2workbench.core.job.OutOfResourcesException when the disk is full, read-only or fails
     */
    void append(List<String> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line : lines) {
            bytes.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            bytes.write('\n');
        }
        try {
            long end = channel.size();
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
                long position = end;
                while (buffer.hasRemaining()) {
                    position += channel.write(buffer, position);
                }
                channel.force(true);
            } catch (IOException e) {
                takeBack(end, e);
                throw e;
            }
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    /** What failed first is what is told: a disk that is full, not what followed from it. */
    private void takeBack(long end, IOException cause) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** As {@link #append}, for lines with values. */
    public void write(List<RunLine> lines) {
        append(lines.stream().map(RunJson::toLine).toList());
    }

    /**
     * All lines of a file that something is to go on with: a torn last line is cut off first.
     *
     * @throws InvalidInputException naming the line, when one that is not the last cannot be read
     */
    public static List<RunLine> takeUp(Path file) {
        truncateAfter(file, Long.MAX_VALUE);
        return lines(file);
    }

    /**
     * All lines of a file that stays as it is; a missing file has none, and a torn last line is passed over.
     *
     * @throws InvalidInputException naming the line, when one that is not the last cannot be read
     */
    public static List<RunLine> lines(Path file) {
        List<RunLine> lines = new ArrayList<>();
        read(file, lines::add);
        return lines;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    /**
     * Reads the lines in order until the visitor has seen enough. A missing file has no lines; a torn last line is
     * passed over.
     *
     * @param visitor hears each line, says whether it wants more
     * @return the length in bytes of the lines the visitor said yes to
     * @throws InvalidInputException naming the line, when one that is not the last cannot be read
     */
    static long read(Path file, Predicate<RunLine> visitor) {
        if (!Files.exists(file)) {
            return 0;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            long accepted = 0;
            long number = 0;
            byte[] line = nextLine(in, file);
            while (line != null) {
                number++;
                byte[] following = nextLine(in, file);
                RunLine parsed;
                try {
                    parsed = RunJson.parseLine(line);
                } catch (JsonProcessingException e) {
                    if (following == null) {
                        // a machine that lost power can leave a last line of the right length with other bytes in it
                        return accepted;
                    }
                    throw new InvalidInputException(
                            "Line " + number + " of " + file + " is damaged: " + e.getOriginalMessage() + ".", file, e);
                }
                if (!visitor.test(parsed)) {
                    return accepted;
                }
                accepted += line.length + 1L;
                line = following;
            }
            return accepted;
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + file + ": " + e.getMessage() + ".", file, e);
        }
    }

    /** Cuts off everything after the given iteration, a torn last line included. */
    static void truncateAfter(Path file, long iteration) {
        if (!Files.exists(file)) {
            return;
        }
        long keep = read(file, line -> line.iteration() <= iteration);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() > keep) {
                channel.truncate(keep);
                channel.force(true);
            }
        } catch (IOException e) {
            throw AtomicFile.failure(file, e);
        }
    }

    static InvalidInputException tooLong(Path file) {
        return new InvalidInputException(
                file + " holds a line of more than " + (LONGEST_LINE_BYTES >> 20)
                        + " MB and so was not written by a run.",
                file);
    }

    /** The next line without its line end, or null where no further line end comes. */
    private static byte @Nullable [] nextLine(InputStream in, Path file) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toByteArray();
            }
            if (line.size() == LONGEST_LINE_BYTES) {
                throw tooLong(file);
            }
            line.write(next);
        }
        return null;
    }
}
