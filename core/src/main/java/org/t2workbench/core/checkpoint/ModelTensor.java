package org.t2workbench.core.checkpoint;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One tensor that a family's kernel takes, in the form in which it takes it: a matrix is W of y = W x, whichever way round the
 * checkpoint has it. A bias that a model does not have keeps its place in the kernel's list and is absent. Immutable.
 */
public final class ModelTensor {

    static final ModelTensor ABSENT = new ModelTensor("", new long[] {0}, false, -1, null);

    private final String name;
    private final long[] shape;
    private final boolean transposed;
    private final int layer;
    private final @Nullable MatrixKind kind;

    ModelTensor(String name, long[] shape, boolean transposed, int layer, @Nullable MatrixKind kind) {
        this.name = name;
        this.shape = shape.clone();
        this.transposed = transposed;
        this.layer = layer;
        this.kind = kind;
    }

    /** As in the checkpoint; empty when absent. */
    public String name() {
        return name;
    }

    /** (size), or (rows, columns) as the kernel takes it. */
    public long[] shape() {
        return shape.clone();
    }

    /** The shape in the file: (columns, rows) where {@link #isTransposed}. */
    public long[] storedShape() {
        return transposed ? new long[] {shape[1], shape[0]} : shape.clone();
    }

    /** Whether the file has the matrix transposed; whoever writes one writes it so. */
    public boolean isTransposed() {
        return transposed;
    }

    /** False for what the family knows and this model does not have. */
    public boolean isPresent() {
        return !name.isEmpty();
    }

    /** Numbers in it; 0 when absent. */
    public long elements() {
        long product = 1;
        for (long size : shape) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    /** From 0; −1 outside the layers. */
    public int layer() {
        return layer;
    }

    /** Of a matrix that experts may adapt; empty for everything else. */
    public Optional<MatrixKind> kind() {
        return Optional.ofNullable(kind);
    }
}
