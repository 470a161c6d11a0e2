package org.t2workbench.core.checkpoint;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * Named tensors on disk, read piece by piece. Offsets and counts are long: tensors and files may be larger than 2 GiB.
 * Reading is safe from several threads; an interrupted thread closes the file under all of them, so cancel with a
 * {@link org.t2workbench.core.job.CancellationToken} instead. Whoever opened a source closes it.
 */
public interface TensorSource extends AutoCloseable {

    /** Numbers that {@link #readDoubles} holds in f32 at a time. */
    int WIDENED_AT_ONCE = 1 << 16;

    /** The stored tensors, in the order they lie on disk. */
    Set<String> names();

    /** Whether {@link #info} and the readers know this name; also true for a name that shares a stored tensor. */
    boolean has(String name);

    /**
     * What the tensor of this name is.
     *
     * @throws InvalidInputException when there is none
     */
    TensorInfo info(String name);

    /** The free-form notes of the file or files ({@code __metadata__}). */
    Map<String, String> metadata();

    /**
     * Fills the buffer's remaining space with elements, widened to f32 where stored as F16 or BF16.
     *
     * @param fromElement first element, counted in C order
     * @throws InvalidInputException when the stored type is not F32, F16 or BF16: nothing is narrowed here
     * @throws WorkbenchException when the file cannot be read
     */
    void readFloats(String name, long fromElement, FloatBuffer target);

    /**
     * As {@link #readFloats}, widened to f64; a source that holds F64 reads that as well.
     *
     * @throws InvalidInputException when the stored type is not F64, F32, F16 or BF16
     */
    default void readDoubles(String name, long fromElement, DoubleBuffer target) {
        FloatBuffer piece = FloatBuffer.allocate(Math.min(target.remaining(), WIDENED_AT_ONCE));
        long at = fromElement;
        while (target.hasRemaining()) {
            piece.clear().limit(Math.min(piece.capacity(), target.remaining()));
            readFloats(name, at, piece);
            at += piece.flip().remaining();
            while (piece.hasRemaining()) {
                target.put(piece.get());
            }
        }
    }

    /** Fills the buffer's remaining space with stored bytes, little-endian as on disk. */
    void readBytes(String name, long fromByte, ByteBuffer target);

    /** Bytes of all stored tensors together. */
    long totalBytes();

    @Override
    void close();
}
