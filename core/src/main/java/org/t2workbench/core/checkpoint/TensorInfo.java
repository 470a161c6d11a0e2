package org.t2workbench.core.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.t2workbench.core.job.InvalidInputException;

/**
 * What one tensor is, and the file it is in.
 *
 * @param dtype what {@link TensorSource#readBytes} gives; a tensor that a file keeps in another form, such as blocks of
 *     a quantised type, is given as F32
 * @param shape sizes, outermost first (C order); empty for a single number
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out; shapes are arrays everywhere else
public record TensorInfo(String name, StoredDtype dtype, long[] shape, Path file) {

    public TensorInfo {
        shape = shape.clone();
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Number of elements: the product of the shape, 1 for rank 0. */
    public long elements() {
        long product = 1;
        for (long size : shape) {
            product *= size;
        }
        return product;
    }

    /** Bytes of all elements together. */
    public long bytes() {
        return elements() * dtype.bits() / 8;
    }

    /** @throws InvalidInputException when its numbers are not all numbers of f32: nothing is narrowed silently */
    public void requireWidensToF32() {
        if (!dtype.widensToF32()) {
            throw new InvalidInputException(
                    "The tensor " + name + " in " + file + " is stored as " + dtype
                            + ", which cannot be read as f32 without loss; save it as F32, F16 or BF16.",
                    file);
        }
    }

    /** The shape as people write it: {@code 512 x 64}, or {@code single number}. */
    public static String shapeText(long[] shape) {
        return shape.length == 0
                ? "single number"
                : Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(" x "));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorInfo that
                && name.equals(that.name)
                && dtype == that.dtype
                && Arrays.equals(shape, that.shape)
                && file.equals(that.file);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + file.hashCode();
    }

    @Override
    public String toString() {
        return name + " " + dtype + " [" + shapeText(shape) + "] in " + file;
    }
}
