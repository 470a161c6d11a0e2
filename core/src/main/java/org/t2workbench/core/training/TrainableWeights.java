package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelTensor;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.ForwardArguments;
import org.t2workbench.core.model.WeightView;

/**
 * All weights of a model that is being trained from scratch, with the optimiser's two moments, updated in place by
 * {@code pretraining.py}. Compute thread only; whoever made it closes it.
 */
final class TrainableWeights implements AutoCloseable {

    private static final String FIRST_MOMENT = ".first_moment";
    private static final String SECOND_MOMENT = ".second_moment";

    private final ModelConfig config;
    private final Dtype dtype;
    private final NDManager scope;
    private final Tensors tensors;
    private final Kernel kernel;
    private final ForwardArguments forward;
    private final List<ModelTensor> present;
    private final TensorList trained;
    private final WeightView weights;
    private final TensorList firstMoments;
    private final TensorList secondMoments;

    /** All zero. */
    TrainableWeights(ComputeEngine engine, ModelConfig config, Dtype dtype) {
        this.config = config;
        this.dtype = dtype;
        this.scope = engine.newScope();
        this.tensors = new Tensors(engine);
        this.kernel = ForwardArguments.kernel(engine, config, "adamw", "pretraining");
        this.forward = new ForwardArguments(engine, scope, config);
        this.present = config.layout().present();
        this.trained = zeros();
        this.weights = WeightView.plain(inKernelOrder());
        this.firstMoments = zeros();
        this.secondMoments = zeros();
    }

    /** The weights with nothing in the place of absent biases. */
    private TensorList inKernelOrder() {
        NDArray none = tensors.empty(scope, dtype, 0);
        List<NDArray> list = new ArrayList<>();
        int next = 0;
        for (ModelTensor tensor : config.layout().tensors()) {
            list.add(tensor.isPresent() ? trained.get(next++) : none);
        }
        return new TensorList(list);
    }

    private TensorList zeros() {
        List<NDArray> list = new ArrayList<>();
        for (int i = 0; i < present.size(); i++) {
            list.add(tensors.of(
                    scope, dtype, new float[elements(i)], present.get(i).shape()));
        }
        return new TensorList(list);
    }

    private int elements(int index) {
        return Math.toIntExact(new Shape(present.get(index).shape()).size());
    }

    /** In the order of the lists. */
    List<String> names() {
        return present.stream().map(ModelTensor::name).toList();
    }

    long[] shape(int index) {
        return present.get(index).shape();
    }

    /** Writes one tensor; the count must fit. */
    void set(int index, float[] values) {
        if (values.length != elements(index)) {
            throw new IllegalArgumentException(present.get(index).name() + " has " + elements(index) + " numbers");
        }
        tensors.fill(trained.get(index), 0, FloatBuffer.wrap(values));
    }

    /**
     * Fills the weights with normal numbers of deviation {@code deviation}; the two matrices of a layer that write into
     * the residual stream get it divided by sqrt(2 layers), as in GPT-2, norms start at 1, and biases at 0.
     */
    void initialise(long seed, double deviation) {
        Random random = new Random(seed);
        double residual = deviation / Math.sqrt(2.0 * config.layers());
        for (int i = 0; i < present.size(); i++) {
            float[] values = new float[elements(i)];
            if (present.get(i).shape().length == 1) {
                Arrays.fill(values, present.get(i).name().endsWith(".bias") ? 0f : 1f);
            } else {
                boolean writesResidual = present.get(i)
                        .kind()
                        .filter(kind -> kind == MatrixKind.O || kind == MatrixKind.DOWN)
                        .isPresent();
                for (int j = 0; j < values.length; j++) {
                    values[j] = (float) (random.nextGaussian() * (writesResidual ? residual : deviation));
                }
            }
            set(i, values);
        }
    }

    /**
     * One step of AdamW on a batch.
     *
     * @param step counts from 1
     */
    Step step(TokenBatch batch, long step, double learningRate, AdamWSettings settings) {
        try (NDManager call = scope.newSubManager()) {
            NDArray result = kernel.differentiate(
                            call,
                            "pretraining_step",
                            forward.with(
                                    weights,
                                    batch.tokens(call),
                                    batch.targets(call),
                                    batch.shares(call),
                                    config.tieEmbeddings(),
                                    firstMoments,
                                    secondMoments,
                                    step,
                                    learningRate,
                                    settings.beta1(),
                                    settings.beta2(),
                                    settings.epsilon(),
                                    settings.weightDecay(),
                                    settings.clip()))
                    .get(0);
            double[] lossAndNorm = tensors.toDoubles(result);
            return new Step(lossAndNorm[0], lossAndNorm[1]);
        }
    }

    /**
     * What one step saw.
     *
     * @param loss before the step, nats per target
     * @param gradientNorm before clipping
     */
    record Step(double loss, double gradientNorm) {}

    /** The loss on a batch in f64, then its gradient by every weight, flat, in the order of {@link #names}. */
    List<double[]> gradient(TokenBatch batch) {
        try (NDManager call = scope.newSubManager()) {
            NDList result = kernel.differentiate(
                    call,
                    "next_token_gradient",
                    forward.with(
                            weights,
                            batch.tokens(call),
                            batch.targets(call),
                            batch.shares(call),
                            config.tieEmbeddings()));
            return result.stream().map(tensors::toDoubles).toList();
        }
    }

    /** Weights and moments, for going on later with the same result. F32 only. */
    void saveState(Path file) {
        List<SafetensorsWriter.Entry> entries = new ArrayList<>();
        for (int i = 0; i < present.size(); i++) {
            entries.add(entry(present.get(i).name(), i, trained));
            entries.add(entry(present.get(i).name() + FIRST_MOMENT, i, firstMoments));
            entries.add(entry(present.get(i).name() + SECOND_MOMENT, i, secondMoments));
        }
        SafetensorsWriter.write(file, Map.of(), entries);
    }

    /** @throws InvalidInputException when the file is damaged or of another model */
    void restoreState(Path file) {
        try (TensorSource source = Safetensors.open(file)) {
            for (int i = 0; i < present.size(); i++) {
                restore(source, present.get(i).name(), i, trained);
                restore(source, present.get(i).name() + FIRST_MOMENT, i, firstMoments);
                restore(source, present.get(i).name() + SECOND_MOMENT, i, secondMoments);
            }
        }
    }

    /**
     * Weights alone; the moments stay as they are.
     *
     * @throws InvalidInputException when the file is damaged or of another shape
     */
    void restoreModel(Path file) {
        try (TensorSource source = Safetensors.open(file)) {
            for (int i = 0; i < present.size(); i++) {
                restore(source, present.get(i).name(), i, trained);
            }
        }
    }

    private void restore(TensorSource source, String name, int index, TensorList list) {
        if (!Arrays.equals(source.info(name).shape(), present.get(index).shape())) {
            throw new InvalidInputException(
                    source.info(name).file() + " is of another model: " + name
                            + " has another shape there. Choose a recipe of its shapes.",
                    source.info(name).file());
        }
        FloatBuffer values = FloatBuffer.allocate(elements(index));
        source.readFloats(name, 0, values);
        tensors.fill(list.get(index), 0, values.flip());
    }

    /** Writes {@code model.safetensors} in F32. */
    void saveModel(Path file) {
        List<SafetensorsWriter.Entry> entries = new ArrayList<>();
        for (int i = 0; i < present.size(); i++) {
            entries.add(entry(present.get(i).name(), i, trained));
        }
        // transformers asks for this note
        SafetensorsWriter.write(file, Map.of("format", "pt"), entries);
    }

    private SafetensorsWriter.Entry entry(String name, int index, TensorList list) {
        return SafetensorsWriter.Entry.floats(name, present.get(index).shape(), tensors.toFloats(list.get(index)));
    }

    @Override
    public void close() {
        forward.close();
        trained.close();
        weights.weights().close();
        firstMoments.close();
        secondMoments.close();
        scope.close();
    }
}
