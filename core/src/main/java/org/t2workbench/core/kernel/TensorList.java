package org.t2workbench.core.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code List[Tensor]} argument, made once and passed to any number of kernel calls, so that a model's weights do not
 * cross into native code anew at every token. It keeps the tensors alive natively but does not own the arrays: close
 * the list first, then their manager. Compute thread only.
 */
public final class TensorList implements AutoCloseable {

    private final NDList arrays;
    private @Nullable IValue list;

    public TensorList(List<NDArray> arrays) {
        this.arrays = new NDList(arrays);
    }

    /** A list of no tensors. */
    public static TensorList empty() {
        return new TensorList(List.of());
    }

    public NDArray get(int index) {
        return arrays.get(index);
    }

    public int size() {
        return arrays.size();
    }

    IValue value() {
        if (list == null) {
            list = IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
        }
        return list;
    }

    @Override
    public void close() {
        if (list != null) {
            list.close();
            list = null;
        }
    }
}
