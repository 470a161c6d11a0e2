package org.t2workbench.core.checkpoint.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Reads a GGUF file from one position on, through a small buffer, and never beyond the file's end: every length is
 * compared with what is left before anything is allocated for it. For one thread.
 */
final class GgufInput {

    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private final Path file;
    private final long fileBytes;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    /** Position in the file of the buffer's first byte. */
    private long bufferBegin;

    GgufInput(FileChannel channel, Path file, long position) throws IOException {
        this.channel = channel;
        this.file = file;
        this.fileBytes = channel.size();
        this.bufferBegin = position;
        buffer.limit(0);
    }

    long position() {
        return bufferBegin + buffer.position();
    }

    long remaining() {
        return fileBytes - position();
    }

    int unsigned8() throws IOException {
        require(Byte.BYTES);
        return buffer.get() & 0xFF;
    }

    int unsigned16() throws IOException {
        require(Short.BYTES);
        return buffer.getShort() & 0xFFFF;
    }

    int signed32() throws IOException {
        require(Integer.BYTES);
        return buffer.getInt();
    }

    long unsigned32() throws IOException {
        return Integer.toUnsignedLong(signed32());
    }

    /** Also the bits of an unsigned one. */
    long signed64() throws IOException {
        require(Long.BYTES);
        return buffer.getLong();
    }

    /** A number of things of at least so many bytes each, which must all fit into the rest of the file. */
    long count(String what, long leastBytesEach) throws IOException {
        long count = signed64();
        if (count < 0 || count > remaining() / leastBytesEach) {
            throw damaged("it claims " + Long.toUnsignedString(count) + " " + what + ", more than fit into it");
        }
        return count;
    }

    /**
     * A text with its length before it.
     *
     * @param strict whether what is no UTF-8 is refused; it is replaced otherwise
     */
    String text(String what, int maxBytes, boolean strict) throws IOException {
        long length = count("bytes of " + what, 1);
        if (length > maxBytes) {
            throw damaged(what + " has " + length + " bytes, and more than " + maxBytes + " are not expected");
        }
        byte[] bytes = new byte[(int) length];
        for (int at = 0; at < bytes.length; ) {
            require(1);
            int piece = Math.min(buffer.remaining(), bytes.length - at);
            buffer.get(bytes, at, piece);
            at += piece;
        }
        CodingErrorAction onError = strict ? CodingErrorAction.REPORT : CodingErrorAction.REPLACE;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(onError)
                    .onUnmappableCharacter(onError)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw damaged(what + " is not valid UTF-8", e);
        }
    }

    void skip(long bytes) {
        if (bytes < 0 || bytes > remaining()) {
            throw damaged("it ends in the middle of its header");
        }
        if (bytes <= buffer.remaining()) {
            buffer.position(buffer.position() + (int) bytes);
        } else {
            bufferBegin = position() + bytes;
            buffer.clear().limit(0);
        }
    }

    InvalidInputException damaged(String what) {
        return damaged(what, null);
    }

    InvalidInputException damaged(String what, @Nullable Throwable cause) {
        return new InvalidInputException(
                "The GGUF file " + file + " cannot be used: " + what + "; copy or download it again.", file, cause);
    }

    private void require(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        if (remaining() < bytes) {
            throw damaged("it ends in the middle of its header");
        }
        bufferBegin = position();
        buffer.compact();
        while (buffer.position() < bytes) {
            if (channel.read(buffer, bufferBegin + buffer.position()) < 0) {
                throw damaged("it became shorter while it was read");
            }
        }
        buffer.flip();
    }
}
