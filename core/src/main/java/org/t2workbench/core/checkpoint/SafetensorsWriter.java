package org.t2workbench.core.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.OutOfResourcesException;

/**
 * Writes a safetensors file as the reference writer does: tensors sorted by descending alignment of their type, then by name, the
 * header padded with spaces to a multiple of 8. The same input gives the same bytes. Tensors are asked for piece by
 * piece, so a file larger than the heap can be written; the file appears under its name only when it is complete.
 */
public final class SafetensorsWriter {

    /** Divisible by every element size. */
    private static final int CHUNK_BYTES = 1 << 18;

    private static final int HEADER_ALIGNMENT = 8;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private SafetensorsWriter() {}

    /** Gives bytes of one tensor: fills the buffer (little-endian), whose first byte is {@code fromByte} of the tensor. */
    @FunctionalInterface
    public interface Bytes {
        void fill(long fromByte, ByteBuffer target);
    }

    /** Gives elements of one tensor: fills the buffer, whose first element is {@code fromElement} in C order. */
    @FunctionalInterface
    public interface Floats {
        void fill(long fromElement, FloatBuffer target);
    }

    /** One tensor to write. */
    public static final class Entry {

        private final String name;
        private final StoredDtype dtype;
        private final long[] shape;
        private final long bytes;
        private final Bytes content;

        private Entry(String name, StoredDtype dtype, long[] shape, Bytes content) {
            if (name.equals(SafetensorsHeader.METADATA)) {
                throw new IllegalArgumentException("a tensor cannot be named " + name);
            }
            this.name = name;
            this.dtype = dtype;
            this.shape = shape.clone();
            this.content = content;
            long total = dtype.bytes();
            for (long size : shape) {
                if (size < 0) {
                    throw new IllegalArgumentException(name + " has a negative size");
                }
                total = Math.multiplyExact(total, size);
            }
            this.bytes = total;
        }

        /** F32 values that are in memory. */
        public static Entry floats(String name, long[] shape, float... values) {
            requireCount(name, shape, values.length);
            return streamed(
                    name, StoredDtype.F32, shape, (from, target) -> target.put(values, (int) from, target.remaining()));
        }

        /** F64 values that are in memory. */
        public static Entry doubles(String name, long[] shape, double... values) {
            requireCount(name, shape, values.length);
            return new Entry(
                    name,
                    StoredDtype.F64,
                    shape,
                    (from, target) -> target.asDoubleBuffer()
                            .put(values, (int) (from / Double.BYTES), target.remaining() / Double.BYTES));
        }

        /** Values asked for as they are written; stored as F32, or rounded to nearest even as F16 or BF16. */
        public static Entry streamed(String name, StoredDtype dtype, long[] shape, Floats values) {
            return switch (dtype) {
                case F32 ->
                    new Entry(
                            name,
                            dtype,
                            shape,
                            (from, target) -> fill(values, from / Float.BYTES, target.asFloatBuffer()));
                case F16, BF16 ->
                    new Entry(name, dtype, shape, (from, target) -> {
                        ShortBuffer halves = target.asShortBuffer();
                        FloatBuffer wide = FloatBuffer.allocate(halves.remaining());
                        fill(values, from / Short.BYTES, wide);
                        for (float value : wide.array()) {
                            halves.put(
                                    dtype == StoredDtype.F16
                                            ? HalfPrecision.floatToFloat16(value)
                                            : HalfPrecision.floatToBfloat16(value));
                        }
                    });
                default -> throw new IllegalArgumentException("floats cannot be written as " + dtype);
            };
        }

        private static void fill(Floats values, long fromElement, FloatBuffer target) {
            values.fill(fromElement, target);
            if (target.hasRemaining()) {
                throw new IllegalStateException("a tensor to write gave too few values");
            }
        }

        /** A tensor of another source, byte for byte. */
        public static Entry copied(String name, TensorSource source, String sourceName) {
            TensorInfo info = source.info(sourceName);
            return new Entry(
                    name, info.dtype(), info.shape(), (from, target) -> source.readBytes(sourceName, from, target));
        }

        private static void requireCount(String name, long[] shape, int count) {
            long elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            if (elements != count) {
                throw new IllegalArgumentException(
                        name + " has " + count + " values for the shape " + TensorInfo.shapeText(shape));
            }
        }
    }

    /**
     * @param metadata notes for {@code __metadata__}; left out when empty
     * @throws OutOfResourcesException when the disk is full or read-only; the old file, if any, stays
     */
    public static void write(Path target, Map<String, String> metadata, List<Entry> entries) {
        AtomicFile.write(target, body(metadata, entries));
    }

    /** What writes the file, for writers that keep their own files. */
    public static AtomicFile.ChannelBody body(Map<String, String> metadata, List<Entry> entries) {
        List<Entry> ordered = new ArrayList<>(entries);
        // the types are declared by growing alignment, in the reference implementation's order
        ordered.sort(
                Comparator.comparing((Entry entry) -> entry.dtype).reversed().thenComparing(entry -> entry.name));
        if (ordered.stream().map(entry -> entry.name).distinct().count() != ordered.size()) {
            throw new IllegalArgumentException("two tensors have the same name");
        }
        return channel -> {
            writeFully(channel, header(metadata, ordered));
            for (Entry entry : ordered) {
                writeContent(channel, entry);
            }
        };
    }

    private static ByteBuffer header(Map<String, String> metadata, List<Entry> ordered) throws IOException {
        var text = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsHeader.METADATA);
                // sorted: the bytes must not depend on the map's own order
                for (Map.Entry<String, String> note : new TreeMap<>(metadata).entrySet()) {
                    json.writeStringField(note.getKey(), note.getValue());
                }
                json.writeEndObject();
            }
            long offset = 0;
            for (Entry entry : ordered) {
                json.writeObjectFieldStart(entry.name);
                json.writeStringField("dtype", entry.dtype.name());
                json.writeFieldName("shape");
                json.writeArray(entry.shape, 0, entry.shape.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {offset, offset + entry.bytes}, 0, 2);
                json.writeEndObject();
                offset += entry.bytes;
            }
            json.writeEndObject();
        }
        while (text.size() % HEADER_ALIGNMENT != 0) {
            text.write(' ');
        }
        ByteBuffer header = ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + text.size())
                .order(ByteOrder.LITTLE_ENDIAN);
        return header.putLong(text.size()).put(text.toByteArray()).flip();
    }

    private static void writeContent(FileChannel channel, Entry entry) throws IOException {
        ByteBuffer chunk =
                ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, entry.bytes)).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; at < entry.bytes; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), entry.bytes - at));
            // a view of its own: the giver may move position and change the byte order
            entry.content.fill(at, chunk.duplicate().order(ByteOrder.LITTLE_ENDIAN));
            writeFully(channel, chunk);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
