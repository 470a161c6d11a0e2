package org.t2workbench.core.exchange;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.MatrixChanges;

/**
 * A model's tensors with W' in place of W, read as f32. W' of one matrix is kept until another is asked for. Compute thread
 * only; closing it frees that matrix and leaves the stored tensors open.
 */
final class AdaptedTensors implements TensorSource {

    private final ComputeEngine engine;
    private final TensorSource stored;
    private final Adaptation adaptation;
    private final Map<String, MatrixInfo> changed;
    private final MatrixChanges changes;
    private final Tensors tensors;
    private @Nullable NDManager scope;
    private @Nullable NDArray current;
    private String currentName = "";

    /** @param changed the matrices that the adaptation changes, by name */
    AdaptedTensors(
            ComputeEngine engine,
            TensorSource stored,
            Adaptation adaptation,
            Map<String, MatrixInfo> changed,
            MatrixChanges changes) {
        this.engine = engine;
        this.stored = stored;
        this.adaptation = adaptation;
        this.changed = changed;
        this.changes = changes;
        this.tensors = new Tensors(engine);
    }

    @Override
    public Set<String> names() {
        return stored.names();
    }

    @Override
    public boolean has(String name) {
        return stored.has(name);
    }

    @Override
    public TensorInfo info(String name) {
        return stored.info(name);
    }

    @Override
    public Map<String, String> metadata() {
        return stored.metadata();
    }

    @Override
    public void readFloats(String name, long fromElement, FloatBuffer target) {
        MatrixInfo matrix = changed.get(name);
        if (matrix == null) {
            stored.readFloats(name, fromElement, target);
        } else {
            tensors.read(folded(matrix), fromElement, target);
        }
    }

    private NDArray folded(MatrixInfo matrix) {
        NDArray kept = current;
        if (kept != null && currentName.equals(matrix.name())) {
            return kept;
        }
        close();
        NDManager opened = engine.newScope();
        scope = opened;
        NDArray made = changes.folded(opened, adaptation, matrix);
        // as the checkpoint has it
        made = matrix.transposed() ? tensors.transposed(opened, made) : made;
        current = made;
        currentName = matrix.name();
        return made;
    }

    /**
     * Refused.
     *
     * @throws UnsupportedOperationException always: adapted tensors are numbers of f32, computed when they are asked for
     */
    @Override
    public void readBytes(String name, long fromByte, ByteBuffer target) {
        throw new UnsupportedOperationException("adapted tensors are read as f32");
    }

    @Override
    public long totalBytes() {
        return stored.totalBytes();
    }

    @Override
    public void close() {
        if (scope != null) {
            scope.close();
            scope = null;
            current = null;
        }
    }
}
