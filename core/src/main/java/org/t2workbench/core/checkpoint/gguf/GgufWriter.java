package org.t2workbench.core.checkpoint.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.OutOfResourcesException;

/**
 * Writes a GGUF file of version 3. Tensors are asked for piece by piece, so a file larger than the heap can be written; it
 * appears under its name only when it is complete.
 */
public final class GgufWriter {

    private static final int VERSION = 3;

    /** Of numbers asked for at a time, in whole blocks. */
    private static final int PIECE = 1 << 16;

    private GgufWriter() {}

    /**
     * One tensor to write.
     *
     * @param name as in a GGUF file
     * @param shape sizes, outermost first
     * @param values in the order of the file
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, written to by nobody
    record Entry(String name, GgmlType type, long[] shape, SafetensorsWriter.Floats values) {

        long elements() {
            long product = 1;
            for (long size : shape) {
                product = Math.multiplyExact(product, size);
            }
            return product;
        }

        long bytes() {
            return type.bytes(elements());
        }
    }

    /** @throws OutOfResourcesException when the disk is full or read-only; the old file, if any, stays */
    static void write(Path target, GgufMetadata metadata, List<Entry> entries) {
        AtomicFile.write(target, channel -> {
            long written = writeFully(channel, header(metadata, entries));
            pad(channel, written);
            for (Entry entry : entries) {
                pad(channel, writeContent(channel, entry));
            }
        });
    }

    private static ByteBuffer header(GgufMetadata metadata, List<Entry> entries) {
        byte[] values = metadata.bytes();
        int size = 2 * Integer.BYTES + 2 * Long.BYTES + values.length;
        for (Entry entry : entries) {
            size += Long.BYTES
                    + entry.name().getBytes(StandardCharsets.UTF_8).length
                    + 2 * Integer.BYTES
                    + (entry.shape().length + 1) * Long.BYTES;
        }
        ByteBuffer header = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(GgufHeader.MAGIC).putInt(VERSION).putLong(entries.size()).putLong(metadata.count());
        header.put(values);
        long offset = 0;
        for (Entry entry : entries) {
            byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
            header.putLong(name.length).put(name).putInt(entry.shape().length);
            for (int i = entry.shape().length - 1; i >= 0; i--) {
                header.putLong(entry.shape()[i]);
            }
            header.putInt(entry.type().number()).putLong(offset);
            offset += padded(entry.bytes());
        }
        return header.flip();
    }

    private static long writeContent(FileChannel channel, Entry entry) throws IOException {
        int atOnce = PIECE / entry.type().blockElements() * entry.type().blockElements();
        FloatBuffer piece = FloatBuffer.allocate((int) Math.min(atOnce, entry.elements()));
        ByteBuffer bytes = ByteBuffer.allocate(piece.capacity() / entry.type().blockElements() * entry.type().blockBytes())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long from = 0; from < entry.elements(); from += piece.limit()) {
            piece.clear().limit((int) Math.min(piece.capacity(), entry.elements() - from));
            entry.values().fill(from, piece);
            if (piece.hasRemaining()) {
                throw new IllegalStateException(entry.name() + " gave too few values");
            }
            GgufEncoding.encode(entry.type(), piece.array(), piece.limit(), bytes.clear());
            writeFully(channel, bytes.flip());
        }
        return entry.bytes();
    }

    /** With what is left free before the next tensor. */
    static long padded(long bytes) {
        long alignment = GgufHeader.DEFAULT_ALIGNMENT;
        return (bytes + alignment - 1) / alignment * alignment;
    }

    private static void pad(FileChannel channel, long written) throws IOException {
        writeFully(channel, ByteBuffer.allocate((int) (padded(written) - written)));
    }

    private static long writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        long count = bytes.remaining();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return count;
    }
}
