package org.t2workbench.core.checkpoint.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.StoredDtype;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A GGUF file's tensors as the Hugging Face layout has them: its names, its order of rows, and quantised ones
 * dequantised to f32 as they are read. A tensor's bytes are those of what it is given as, so that its fingerprint is
 * that of the dequantised matrix, the same as of a folder that holds that matrix in F32.
 */
final class GgufTensors implements TensorSource {

    /** Of stored bytes decoded at a time, rounded down to whole blocks. */
    private static final int PIECE_BYTES = 1 << 17;

    /** Of decoded numbers handed on as bytes at a time. */
    private static final int MAX_FLOAT_BYTES = 1 << 20;

    private final GgufFile file;
    private final Map<String, Entry> entries;

    /** Of a matrix that is the other way round: more than any published one has. */
    private static final long MAX_TRANSPOSED = 1L << 28;

    /**
     * One tensor.
     *
     * @param rows the order its rows are stored in
     * @param shift what was added to it
     * @param transposed whether it is the other way round
     */
    private record Entry(GgufTensor stored, TensorInfo info, HeadRows rows, float shift, boolean transposed) {

        boolean asStored() {
            return shift == 0 && !transposed && !stored.type().isQuantised() && stored.type() != GgmlType.F64;
        }

        long rowBytes() {
            return stored.rows() == 0 ? 0 : stored.bytes() / stored.rows();
        }
    }

    private GgufTensors(GgufFile file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /**
     * Takes over the file: the caller closes the result, and what is refused is left open.
     *
     * @throws InvalidInputException when a tensor is of a type that cannot be read, does not belong to the architecture,
     *     or has not the rows that its heads ask for
     */
    static GgufTensors of(GgufFile file, GgufFamily family, ModelConfig config) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (GgufTensor tensor : file.header().tensors().values()) {
            if (GgufFamily.isDerived(tensor.name())) {
                continue;
            }
            String name = family.hubName(tensor.name())
                    .orElseThrow(() -> new InvalidInputException(
                            "The model in " + file.path() + " has the tensor " + tensor.name()
                                    + ", which the architecture \"" + family.architecture()
                                    + "\" is not known to have here.",
                            file.path()));
            HeadRows rows = HeadRows.unchanged(tensor.rows());
            if (family.isPermuted(name)) {
                int heads = name.contains(".k_proj.") ? config.keyValueHeads() : config.heads();
                if (tensor.rows() % (2L * heads) != 0) {
                    throw new InvalidInputException(
                            "In " + file.path() + " the tensor " + tensor.name() + " has " + tensor.rows()
                                    + " rows, which are not those of " + heads + " heads.",
                            file.path());
                }
                rows = new HeadRows(heads, tensor.rows());
            }
            boolean transposed = family.isTransposed(name, tensor.shape().size());
            float shift = (float) family.shift(name);
            long[] shape = tensor.shapeArray();
            if (transposed) {
                shape = new long[] {shape[1], shape[0]};
                if (shape[0] * shape[1] > MAX_TRANSPOSED) {
                    throw new InvalidInputException(
                            "In " + file.path() + " the tensor " + tensor.name() + " is too large to be turned round.",
                            file.path());
                }
            }
            StoredDtype dtype = transposed || shift != 0 ? StoredDtype.F32 : given(tensor.type());
            entries.put(
                    name,
                    new Entry(tensor, new TensorInfo(name, dtype, shape, file.path(tensor)), rows, shift, transposed));
        }
        return new GgufTensors(file, Collections.unmodifiableMap(entries));
    }

    /** What a stored type is given as. */
    private static StoredDtype given(GgmlType type) {
        return switch (type) {
            case F16 -> StoredDtype.F16;
            case BF16 -> StoredDtype.BF16;
            default -> StoredDtype.F32;
        };
    }

    @Override
    public Set<String> names() {
        return entries.keySet();
    }

    @Override
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    @Override
    public TensorInfo info(String name) {
        return entry(name).info();
    }

    /** Empty: the file's metadata are its configuration, not notes about tensors. */
    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public long totalBytes() {
        return entries.values().stream()
                .mapToLong(entry -> entry.info().bytes())
                .sum();
    }

    @Override
    public void readFloats(String name, long fromElement, FloatBuffer target) {
        Entry entry = entry(name);
        Objects.checkFromIndexSize(fromElement, target.remaining(), entry.info().elements());
        if (entry.transposed()) {
            readTransposed(entry, fromElement, target);
        } else {
            readRows(entry, fromElement, target);
        }
    }

    /** A matrix that is the other way round is decoded whole. */
    private void readTransposed(Entry entry, long fromElement, FloatBuffer target) {
        FloatBuffer stored = FloatBuffer.allocate((int) entry.info().elements());
        readRows(entry, 0, stored);
        int rows = (int) entry.info().shape()[0];
        int columns = (int) entry.info().shape()[1];
        for (int at = (int) fromElement; target.hasRemaining(); at++) {
            target.put(stored.get(at % columns * rows + at / columns));
        }
    }

    /** Elements in the order of the file's own shape. */
    private void readRows(Entry entry, long fromElement, FloatBuffer target) {
        GgmlType type = entry.stored().type();
        int elements = type.blockElements();
        long needed = (fromElement % elements + target.remaining() + elements - 1) / elements;
        int blocksAtOnce = (int) Math.min(PIECE_BYTES / type.blockBytes(), needed);
        byte[] bytes = new byte[blocksAtOnce * type.blockBytes()];
        float[] values = new float[blocksAtOnce * elements];
        StoredBytes stored = new StoredBytes(entry);
        long at = fromElement;
        while (target.hasRemaining()) {
            long firstBlock = at / elements;
            int skipped = (int) (at - firstBlock * elements);
            int count = Math.min(target.remaining(), values.length - skipped);
            int blocks = (skipped + count + elements - 1) / elements;
            stored.read(firstBlock * type.blockBytes(), bytes, blocks * type.blockBytes());
            type.decode(bytes, 0, blocks, values, 0);
            if (entry.shift() != 0) {
                for (int i = skipped; i < skipped + count; i++) {
                    values[i] -= entry.shift();
                }
            }
            target.put(values, skipped, count);
            at += count;
        }
    }

    @Override
    public void readBytes(String name, long fromByte, ByteBuffer target) {
        Entry entry = entry(name);
        Objects.checkFromIndexSize(fromByte, target.remaining(), entry.info().bytes());
        if (entry.asStored()) {
            StoredBytes stored = new StoredBytes(entry);
            byte[] bytes = new byte[Math.min(PIECE_BYTES, target.remaining())];
            long at = fromByte;
            while (target.hasRemaining()) {
                int count = Math.min(bytes.length, target.remaining());
                stored.read(at, bytes, count);
                target.put(bytes, 0, count);
                at += count;
            }
            return;
        }
        // room for the rest of a number at either end
        int room = Math.min(target.remaining(), MAX_FLOAT_BYTES) + 2 * Float.BYTES;
        ByteBuffer piece = ByteBuffer.allocate(room).order(ByteOrder.LITTLE_ENDIAN);
        long at = fromByte;
        while (target.hasRemaining()) {
            // whole numbers around the asked bytes, which may begin and end inside one
            int skipped = (int) (at % Float.BYTES);
            int count = Math.min(target.remaining(), piece.capacity() - Float.BYTES - skipped);
            int floats = (skipped + count + Float.BYTES - 1) / Float.BYTES;
            readFloats(name, at / Float.BYTES, piece.clear().asFloatBuffer().limit(floats));
            target.put(piece.position(skipped).limit(skipped + count));
            at += count;
        }
    }

    @Override
    public void close() {
        file.close();
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new InvalidInputException(
                    "The GGUF file " + file.path() + " holds no tensor " + name + ".", file.path());
        }
        return entry;
    }

    /**
     * A tensor's stored bytes with its rows in the order of the Hugging Face layout. Of a reordered tensor the bytes of
     * one head at a time are kept, because neighbours there are apart in the file. For one thread.
     */
    private final class StoredBytes {

        /** A head that is larger is read row by row. */
        private static final int MAX_WINDOW_BYTES = 1 << 23;

        private final Entry entry;
        private byte[] window = new byte[0];
        private long windowBegin;

        StoredBytes(Entry entry) {
            this.entry = entry;
        }

        void read(long from, byte[] target, int count) {
            if (entry.rows().isUnchanged()) {
                fill(from, target, 0, count);
                return;
            }
            long rowBytes = entry.rowBytes();
            long headBytes = rowBytes * entry.rows().perHead();
            int at = 0;
            while (at < count) {
                long row = (from + at) / rowBytes;
                long inRow = (from + at) % rowBytes;
                int piece = (int) Math.min(rowBytes - inRow, count - at);
                long stored = entry.rows().stored(row) * rowBytes + inRow;
                if (headBytes > MAX_WINDOW_BYTES) {
                    fill(stored, target, at, piece);
                } else {
                    show(stored / headBytes * headBytes, (int) headBytes);
                    System.arraycopy(window, (int) (stored - windowBegin), target, at, piece);
                }
                at += piece;
            }
        }

        private void show(long begin, int bytes) {
            if (window.length == 0 || windowBegin != begin) {
                window = window.length == bytes ? window : new byte[bytes];
                fill(begin, window, 0, bytes);
                windowBegin = begin;
            }
        }

        private void fill(long from, byte[] target, int at, int count) {
            file.read(entry.stored(), from, ByteBuffer.wrap(target, at, count));
        }
    }
}
