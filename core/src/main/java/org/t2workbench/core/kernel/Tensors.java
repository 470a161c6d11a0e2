package org.t2workbench.core.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.Consumer;

/**
 * Tensors that own their memory, filled from Java. {@code NDManager.create} wraps a Java buffer that the garbage
 * collector frees with its array, so nothing that lives on natively may be made with it; this class copies. Compute
 * thread only.
 */
public final class Tensors {

    /** Numbers moved across at a time: 16 MB. */
    public static final int CHUNK = 1 << 22;

    private final Kernel kernel;
    private final boolean reachable;

    public Tensors(ComputeEngine engine) {
        this.kernel = engine.kernel("tensors");
        this.reachable = engine.device().equals("cpu") && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    /** Whether {@link #fillStored} can be used: the tensors lie where Java can write, in the order in which files have bytes. */
    public boolean takesStoredBytes() {
        return reachable;
    }

    /**
     * Has numbers written into {@code target} as they are stored, straight into its memory where it has their type, by way of a
     * tensor of that type otherwise.
     *
     * @param offset flat position of the first
     * @param scalarType libtorch's number for the type they are stored in
     * @param bytesEach of the stored type
     * @param reader fills the buffer, which lives no longer than the call
     */
    public void fillStored(
            NDArray target,
            Dtype dtype,
            long offset,
            int count,
            int scalarType,
            int bytesEach,
            Consumer<ByteBuffer> reader) {
        boolean same = dtype.scalarType() == scalarType;
        try (NDManager scope = target.getManager().newSubManager()) {
            NDArray memory = same
                    ? kernel.call(scope, "memory", target, offset, offset + count)
                            .get(0)
                    : kernel.call(scope, "empty", new long[] {count}, scalarType)
                            .get(0);
            ByteBuffer buffer = JniUtils.getByteBuffer((PtNDArray) memory, true).order(ByteOrder.LITTLE_ENDIAN);
            if (buffer.remaining() != count * bytesEach) {
                throw new IllegalStateException(buffer.remaining() + " bytes for " + count + " numbers");
            }
            reader.accept(buffer);
            if (!same) {
                kernel.call(scope, "fill", target, offset, memory);
            }
        }
    }

    /** Uninitialised tensor of the given shape and type, owned by {@code scope}. */
    public NDArray empty(NDManager scope, Dtype dtype, long... shape) {
        return kernel.call(scope, "empty", shape, dtype.scalarType()).get(0);
    }

    /** Rows of a matrix from one on, sharing its memory; owned by {@code scope}, and to be used no longer than the matrix. */
    public NDArray rows(NDManager scope, NDArray matrix, long begin, long count) {
        return kernel.call(scope, "rows", matrix, begin, count).get(0);
    }

    /** Writes {@code values} into {@code target} from flat position {@code offset}, in the target's type. */
    public void fill(NDArray target, long offset, FloatBuffer values) {
        try (NDManager scope = target.getManager().newSubManager()) {
            kernel.call(scope, "fill", target, offset, brought(scope, values));
        }
    }

    /** The values as a tensor, (values.remaining()), without a Java buffer between that the garbage collector would have to find. */
    private NDArray brought(NDManager scope, FloatBuffer values) {
        int count = values.remaining();
        if (!reachable) {
            return scope.create(values, new Shape(count), DataType.FLOAT32);
        }
        NDArray source = empty(scope, Dtype.F32, count);
        JniUtils.getByteBuffer((PtNDArray) source, true)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(values);
        return source;
    }

    /** Fills {@code values} from flat position {@code offset} of the source on, widened to f32; not for f64. */
    public void read(NDArray source, long offset, FloatBuffer values) {
        try (NDManager scope = source.getManager().newSubManager()) {
            long end = offset + values.remaining();
            values.put(kernel.call(scope, "piece", source, offset, end, Dtype.F32.scalarType())
                    .get(0)
                    .toFloatArray());
        }
    }

    /** A tensor of f32 values in the given shape and type, owned by {@code scope}. */
    public NDArray of(NDManager scope, Dtype dtype, float[] values, long... shape) {
        NDArray target = empty(scope, dtype, shape);
        for (int offset = 0; offset < values.length; offset += CHUNK) {
            fill(
                    target,
                    offset,
                    FloatBuffer.wrap(values, offset, Math.min(CHUNK, values.length - offset))
                            .slice());
        }
        return target;
    }

    /** A tensor of f64 values, owned by {@code scope}; {@code dtype} other than F64 narrows. */
    public NDArray of(NDManager scope, Dtype dtype, double[] values, long... shape) {
        try (NDManager call = scope.newSubManager()) {
            NDArray source = call.create(values).reshape(new Shape(shape));
            return kernel.call(scope, "convert", source, dtype.scalarType()).get(0);
        }
    }

    /** A copy in another type, owned by {@code scope}. */
    public NDArray convert(NDManager scope, NDArray source, Dtype dtype) {
        return kernel.call(scope, "convert", source, dtype.scalarType()).get(0);
    }

    /** A matrix with rows and columns exchanged, laid out anew, owned by {@code scope}. */
    public NDArray transposed(NDManager scope, NDArray matrix) {
        return kernel.call(scope, "transposed", matrix).get(0);
    }

    /** The values, widened to f32 where the tensor is bf16; not for f64. */
    public float[] toFloats(NDArray source) {
        try (NDManager scope = source.getManager().newSubManager()) {
            return kernel.call(scope, "convert", source, Dtype.F32.scalarType())
                    .get(0)
                    .toFloatArray();
        }
    }

    /** The values, widened to f64. */
    public double[] toDoubles(NDArray source) {
        try (NDManager scope = source.getManager().newSubManager()) {
            return kernel.call(scope, "convert", source, Dtype.F64.scalarType())
                    .get(0)
                    .toDoubleArray();
        }
    }
}
