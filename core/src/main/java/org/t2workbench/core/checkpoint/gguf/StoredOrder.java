package org.t2workbench.core.checkpoint.gguf;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelTensor;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.TensorSource;

/**
 * Gives a tensor's numbers as a GGUF file has them, in order: rows reordered, matrices turned round, norms shifted. Of a
 * reordered matrix the rows of one head at a time are kept, of one that is turned round all. For one thread.
 */
final class StoredOrder implements SafetensorsWriter.Floats {

    private final TensorSource weights;
    private final ModelTensor tensor;
    private final float shift;
    private final HeadRows rows;
    private float @Nullable [] window;
    private long windowBegin;

    StoredOrder(TensorSource weights, ModelTensor tensor, GgufFamily family, ModelConfig config) {
        this.weights = weights;
        this.tensor = tensor;
        this.shift = (float) family.shift(tensor.name());
        long count = tensor.shape()[0];
        int heads = tensor.name().contains(".k_proj.") ? config.keyValueHeads() : config.heads();
        this.rows = family.isPermuted(tensor.name()) ? new HeadRows(heads, count) : HeadRows.unchanged(count);
    }

    @Override
    public void fill(long fromElement, FloatBuffer target) {
        int begin = target.position();
        if (tensor.isTransposed()) {
            turned(fromElement, target);
        } else if (!rows.isUnchanged()) {
            reordered(fromElement, target);
        } else {
            weights.readFloats(tensor.name(), fromElement, target);
            for (int i = begin; shift != 0 && i < target.position(); i++) {
                target.put(i, target.get(i) + shift);
            }
        }
        if (fromElement + target.position() - begin == tensor.elements()) {
            window = null;
        }
    }

    private void reordered(long fromElement, FloatBuffer target) {
        int columns = tensor.shape().length < 2 ? 1 : (int) tensor.shape()[1];
        long head = rows.perHead() * columns;
        for (long at = fromElement; target.hasRemaining(); ) {
            long row = rows.hub(at / columns);
            int column = (int) (at % columns);
            int count = Math.min(columns - column, target.remaining());
            long begin = row * columns / head * head;
            float[] shown = show(begin, (int) head);
            target.put(shown, (int) (row * columns - begin) + column, count);
            at += count;
        }
    }

    private void turned(long fromElement, FloatBuffer target) {
        int outputs = (int) tensor.shape()[0];
        int inputs = (int) tensor.shape()[1];
        float[] whole = show(0, outputs * inputs);
        for (int at = (int) fromElement; target.hasRemaining(); at++) {
            target.put(whole[at % inputs * outputs + at / inputs]);
        }
    }

    private float[] show(long begin, int count) {
        float[] shown = window;
        if (shown == null || windowBegin != begin) {
            shown = shown == null ? new float[count] : shown;
            weights.readFloats(tensor.name(), begin, FloatBuffer.wrap(shown));
            window = shown;
            windowBegin = begin;
        }
        return shown;
    }
}
