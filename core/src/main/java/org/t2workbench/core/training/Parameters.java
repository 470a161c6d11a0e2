package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;

/**
 * Named tensors in training, with AdamW's two moments and the gradient, all of the same shapes and updated in place.
 * Compute thread only; whoever made it closes it.
 */
final class Parameters implements AutoCloseable {

    private static final String FIRST_MOMENT = ".first_moment";
    private static final String SECOND_MOMENT = ".second_moment";

    private final NDManager scope;
    private final Tensors tensors;
    private final Kernel kernel;
    private final Dtype dtype;
    private final List<String> names = new ArrayList<>();
    private final List<long[]> shapes = new ArrayList<>();
    private final TensorList values;
    private final TensorList firstMoments;
    private final TensorList secondMoments;
    private final TensorList gradient;

    /**
     * All zero.
     *
     * @param shapes by name, in order
     * @param dtype F32, or F64 for tests
     */
    Parameters(ComputeEngine engine, Map<String, long[]> shapes, Dtype dtype) {
        this.scope = engine.newScope();
        this.tensors = new Tensors(engine);
        this.kernel = engine.kernel("adamw");
        this.dtype = dtype;
        shapes.forEach((name, shape) -> {
            this.names.add(name);
            this.shapes.add(shape.clone());
        });
        this.values = zeros();
        this.firstMoments = zeros();
        this.secondMoments = zeros();
        this.gradient = zeros();
    }

    private TensorList zeros() {
        List<NDArray> list = new ArrayList<>();
        for (long[] shape : shapes) {
            list.add(tensors.of(scope, dtype, new float[Math.toIntExact(new Shape(shape).size())], shape));
        }
        return new TensorList(list);
    }

    int size() {
        return names.size();
    }

    TensorList values() {
        return values;
    }

    /** The gradient, for kernels that add to it. */
    TensorList gradient() {
        return gradient;
    }

    void set(int k, float[] content) {
        tensors.fill(values.get(k), 0, FloatBuffer.wrap(content));
    }

    float[] get(int k) {
        return tensors.toFloats(values.get(k));
    }

    /** The gradient of each as it stands, flat. */
    List<double[]> gradients() {
        List<double[]> all = new ArrayList<>();
        for (int k = 0; k < size(); k++) {
            all.add(tensors.toDoubles(gradient.get(k)));
        }
        return all;
    }

    void clearGradient() {
        try (NDManager call = scope.newSubManager()) {
            kernel.call(call, "clear", gradient);
        }
    }

    /**
     * One step of the optimiser with the gradient as it stands; vectors decay as matrices do.
     *
     * @param step counts from 1
     * @return the gradient's norm before clipping; when it is no number, nothing was changed
     */
    double step(long step, double learningRate, AdamWSettings settings) {
        try (NDManager call = scope.newSubManager()) {
            NDArray norm = kernel.call(
                            call,
                            "adamw",
                            values,
                            firstMoments,
                            secondMoments,
                            gradient,
                            step,
                            learningRate,
                            settings.beta1(),
                            settings.beta2(),
                            settings.epsilon(),
                            settings.weightDecay(),
                            true,
                            settings.clip())
                    .get(0);
            return tensors.toDoubles(norm)[0];
        }
    }

    /** Values and moments, for going on later with the same result. */
    void save(Path file) {
        List<SafetensorsWriter.Entry> entries = new ArrayList<>();
        for (int k = 0; k < size(); k++) {
            entries.add(entry(names.get(k), k, values));
            entries.add(entry(names.get(k) + FIRST_MOMENT, k, firstMoments));
            entries.add(entry(names.get(k) + SECOND_MOMENT, k, secondMoments));
        }
        SafetensorsWriter.write(file, Map.of(), entries);
    }

    private SafetensorsWriter.Entry entry(String name, int k, TensorList list) {
        return SafetensorsWriter.Entry.floats(name, shapes.get(k), tensors.toFloats(list.get(k)));
    }

    /** @throws InvalidInputException when the file is damaged or of other tensors */
    void restore(Path file) {
        try (TensorSource source = Safetensors.open(file)) {
            for (int k = 0; k < size(); k++) {
                restore(source, file, names.get(k), k, values);
                restore(source, file, names.get(k) + FIRST_MOMENT, k, firstMoments);
                restore(source, file, names.get(k) + SECOND_MOMENT, k, secondMoments);
            }
        }
    }

    private void restore(TensorSource source, Path file, String name, int k, TensorList list) {
        if (!Arrays.equals(source.info(name).shape(), shapes.get(k))) {
            throw new InvalidInputException(
                    "The checkpoint " + file + " is of another model: " + name + " has another shape there.", file);
        }
        FloatBuffer content = FloatBuffer.allocate(Math.toIntExact(list.get(k).size()));
        source.readFloats(name, 0, content);
        tensors.fill(list.get(k), 0, content.flip());
    }

    @Override
    public void close() {
        for (TensorList list : List.of(values, firstMoments, secondMoments, gradient)) {
            list.close();
        }
        scope.close();
    }
}
