package org.t2workbench.core.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.function.Function;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;

/**
 * Keys and values of the positions read so far, (2, rows, key-value heads, capacity, head size) per layer. The capacity grows
 * with the text, not to the full context at once. Compute thread only.
 */
final class KeyValueCache implements AutoCloseable {

    /** Positions added at least when the cache grows; half of what there is when that is more. */
    private static final int SMALLEST_STEP = 64;

    private final LanguageModel model;
    private final Kernel kernel;
    private final NDManager parent;
    private NDManager scope;
    private TensorList layers;
    private int rows;
    private int capacity;
    private int length;

    /** @param positions how many are needed at first */
    KeyValueCache(LanguageModel model, NDManager parent, int rows, int positions) {
        this.model = model;
        this.kernel = model.kernel();
        this.parent = parent;
        this.rows = rows;
        this.capacity = positions;
        ModelConfig config = model.config();
        AvailableMemory.require(bytes(rows, positions), "remember what the model reads");
        this.scope = parent.newSubManager();
        long[] shape = {2, rows, config.keyValueHeads(), positions, config.headSize()};
        int dtype = model.dtype().scalarType();
        this.layers = new TensorList(kernel.call(scope, "make_cache", config.layers(), shape, dtype));
    }

    private long bytes(long rows, long positions) {
        ModelConfig config = model.config();
        long perPosition = 2L * config.layers() * config.keyValueHeads() * config.headSize();
        return rows * positions * perPosition * model.dtype().bytes();
    }

    TensorList layers() {
        return layers;
    }

    /** Positions filled. */
    int length() {
        return length;
    }

    int rows() {
        return rows;
    }

    /** Makes room for {@code count} more positions. */
    void reserve(int count) {
        int needed = length + count;
        if (needed > capacity) {
            int grown = capacity + Math.max(SMALLEST_STEP, capacity / 2);
            int room = Math.max(needed, Math.min(grown, model.config().contextLength()));
            replace(rows, room, next -> kernel.call(next, "grow_cache", layers, length, room));
        }
    }

    /** The kernel has filled {@code count} more positions. */
    void advance(int count) {
        length += count;
    }

    /** Everything is read again from the beginning. */
    void rewind() {
        length = 0;
    }

    /** Keeps these rows in this order; a row may be named several times, each becomes a row of its own. */
    void select(long[] chosen) {
        replace(chosen.length, capacity, next -> {
            try (NDManager call = parent.newSubManager()) {
                return kernel.call(next, "select_cache", layers, call.create(chosen));
            }
        });
    }

    private void replace(int newRows, int newCapacity, Function<NDManager, NDList> made) {
        AvailableMemory.require(bytes(newRows, newCapacity), "remember what the model reads");
        NDManager next = parent.newSubManager();
        NDList replacement = made.apply(next);
        close();
        scope = next;
        layers = new TensorList(replacement);
        rows = newRows;
        capacity = newCapacity;
    }

    @Override
    public void close() {
        layers.close();
        scope.close();
    }
}
