package org.t2workbench.core.task;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The bytes of a data file, unpacked where they are packed, without a byte order mark. Counts what it gives and hashes
 * it, and refuses to go on beyond its limits: a small packed file can hold more than any memory. For one thread.
 */
final class DataStream extends FilterInputStream {

    private static final int BUFFER = 1 << 16;
    private static final int GZIP_HEAD = 0x1f8b;
    private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

    private final Path file;
    private final DataLimits limits;
    private final MessageDigest digest;
    private long total;
    private long rowStart;

    private DataStream(InputStream in, Path file, DataLimits limits) {
        super(in);
        this.file = file;
        this.limits = limits;
        this.digest = Split.newSha256();
    }

    /**
     * @param file that exists
     * @throws InvalidInputException when it is no ordinary file
     * @throws IOException when it cannot be read
     */
    static DataStream open(Path file, DataLimits limits) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidInputException("The data file " + file + " is a folder; name a file in it.", file);
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("The data file " + file + " is no ordinary file.", file);
        }
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            raw.mark(2);
            boolean packed = (raw.read() << 8 | raw.read()) == GZIP_HEAD;
            raw.reset();
            InputStream plain = packed ? new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER) : raw;
            skipMark(plain);
            return new DataStream(plain, file, limits);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static void skipMark(InputStream in) throws IOException {
        in.mark(BYTE_ORDER_MARK.length);
        for (int expected : BYTE_ORDER_MARK) {
            if (in.read() != expected) {
                in.reset();
                return;
            }
        }
    }

    /** The next row may be as long as the limit again. */
    void startRow() {
        rowStart = total;
    }

    /** SHA-256 of everything that was read. */
    byte[] digest() {
        return digest.digest();
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        if (next >= 0) {
            digest.update((byte) next);
            count(1);
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        if (read > 0) {
            digest.update(buffer, offset, read);
            count(read);
        }
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int bytes) {
        total += bytes;
        if (total > limits.bytes()) {
            throw new InvalidInputException(
                    "The data file " + file + " holds more than " + (limits.bytes() >> 20)
                            + " MB unpacked, which is too much for a task; cut it down.",
                    file);
        }
        if (total - rowStart > limits.rowBytes() + (long) BUFFER) {
            throw tooLongRow();
        }
    }

    InvalidInputException tooLongRow() {
        return new InvalidInputException(
                "The data file " + file + " has a row of more than " + (limits.rowBytes() >> 10)
                        + " KB; is it really a data set of one item a row?",
                file);
    }
}
