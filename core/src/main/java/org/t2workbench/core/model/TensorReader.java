package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.StoredDtype;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Tensors;

/**
 * Brings a checkpoint's tensors into native memory in the form in which kernels take them, a few megabytes at a time. A matrix
 * that is stored transposed is turned round there, and is held twice as long as that takes. Compute thread only.
 */
public final class TensorReader {

    /** libtorch's c10::ScalarType::Half, which nothing is computed in here. */
    private static final int F16_SCALAR_TYPE = 5;

    private final Tensors tensors;
    private @Nullable FloatBuffer floats; // where tensors do not take stored bytes

    public TensorReader(Tensors tensors) {
        this.tensors = tensors;
    }

    /**
     * One tensor, owned by {@code scope}.
     *
     * @param shape as kernels take it
     * @param transposed whether it is stored as (columns, rows)
     * @param numbersRead is told how many have been read
     * @throws CancelledException when cancelled; asked once per piece
     */
    public NDArray read(
            NDManager scope,
            Dtype dtype,
            TensorSource source,
            String name,
            long[] shape,
            boolean transposed,
            CancellationToken token,
            LongConsumer numbersRead) {
        if (!transposed) {
            NDArray target = tensors.empty(scope, dtype, shape);
            readInto(target, dtype, source, name, token, numbersRead);
            return target;
        }
        try (NDManager work = scope.newSubManager()) {
            NDArray stored = tensors.empty(work, dtype, shape[1], shape[0]);
            readInto(stored, dtype, source, name, token, numbersRead);
            return tensors.transposed(scope, stored);
        }
    }

    /**
     * One tensor as it is stored, into a tensor of its shape.
     *
     * @param dtype the target's
     * @param numbersRead is told how many have been read
     * @throws CancelledException when cancelled; asked once per piece
     */
    public void readInto(
            NDArray target,
            Dtype dtype,
            TensorSource source,
            String name,
            CancellationToken token,
            LongConsumer numbersRead) {
        long size = target.size();
        TensorInfo info = source.info(name);
        info.requireWidensToF32();
        for (long from = 0; from < size; from += Tensors.CHUNK) {
            token.throwIfCancelled();
            numbersRead.accept(from);
            int count = (int) Math.min(Tensors.CHUNK, size - from);
            if (tensors.takesStoredBytes()) {
                int bytes = info.dtype().bytes();
                long begin = from * bytes;
                tensors.fillStored(
                        target,
                        dtype,
                        from,
                        count,
                        scalarType(info.dtype()),
                        bytes,
                        buffer -> source.readBytes(name, begin, buffer));
            } else {
                FloatBuffer chunk = chunk();
                chunk.clear().limit(count);
                source.readFloats(name, from, chunk);
                tensors.fill(target, from, chunk.flip());
            }
        }
    }

    private FloatBuffer chunk() {
        if (floats == null) {
            floats = FloatBuffer.allocate(Tensors.CHUNK);
        }
        return floats;
    }

    /** libtorch's number for a type that widens to f32. */
    private static int scalarType(StoredDtype stored) {
        return switch (stored) {
            case F16 -> F16_SCALAR_TYPE;
            case BF16 -> Dtype.BF16.scalarType();
            default -> Dtype.F32.scalarType();
        };
    }
}
