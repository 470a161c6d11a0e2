package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Factors;
import org.t2workbench.core.svf.Parametrisation;

/**
 * The parameters z of an expert in training, with the optimiser's two moments and the gradient; updated in place by
 * {@code policy_gradient.py}. The gradient reaches z through U (d * (Vt x)): no gradient of a whole matrix is ever made.
 * Compute thread only; whoever made it closes it, before the decomposition.
 */
final class TrainableGains implements Trainable {

    /** Start of the authors' code: 0.1 and a little noise. */
    private static final double SIGMOID_START = 0.1;

    private static final double SIGMOID_NOISE = 0.01;

    private static final String RAW = ".raw";
    private static final String FIRST_MOMENT = ".first_moment";
    private static final String SECOND_MOMENT = ".second_moment";

    private final LanguageModel model;
    private final List<MatrixInfo> matrices;
    private final Parametrisation parametrisation;
    private final Dtype dtype;
    private final NDManager scope;
    private final Tensors tensors;
    private final Kernel kernel;
    private final long[] places;
    private final List<double[]> singularValues = new ArrayList<>();
    private final TensorList sigma;
    private final TensorList u;
    private final TensorList vt;
    private final TensorList raw;
    private final TensorList firstMoments;
    private final TensorList secondMoments;
    private final TensorList gradient;
    private final WeightView factors;

    /**
     * At the start of training: direct parameters are 1, the base model; sigmoid ones are those of the authors' code.
     *
     * @param decomposition of the same model, in its dtype
     * @param dtype of parameters, loss and optimiser: F32, or F64 for tests
     */
    TrainableGains(
            LanguageModel model,
            Decomposition decomposition,
            List<MatrixInfo> matrices,
            Parametrisation parametrisation,
            Dtype dtype,
            long seed) {
        ComputeEngine engine = model.engine();
        this.model = model;
        this.matrices = List.copyOf(matrices);
        this.parametrisation = parametrisation;
        this.dtype = dtype;
        this.scope = engine.newScope();
        this.tensors = new Tensors(engine);
        this.kernel = engine.kernel("llama", "adamw", "policy_gradient");
        this.places = matrices.stream().mapToLong(MatrixInfo::adapterIndex).toArray();
        NDArray none = tensors.empty(scope, model.dtype(), 0);
        List<NDArray> left = new ArrayList<>();
        List<NDArray> right = new ArrayList<>();
        for (int i = 0; i < model.matrices().size(); i++) {
            left.add(none);
            right.add(none);
        }
        List<NDArray> values = new ArrayList<>();
        for (MatrixInfo matrix : matrices) {
            Factors found = decomposition.factors(matrix.name());
            left.set(matrix.adapterIndex(), found.u());
            right.set(matrix.adapterIndex(), found.vt());
            singularValues.add(found.sigma());
            values.add(tensors.of(scope, dtype, found.sigma(), found.sigma().length));
        }
        this.sigma = new TensorList(values);
        this.u = new TensorList(left);
        this.vt = new TensorList(right);
        this.raw = zeros();
        this.firstMoments = zeros();
        this.secondMoments = zeros();
        this.gradient = zeros();
        this.factors = new WeightView(model.baseWeights().weights(), u, TensorList.empty(), vt);
        Random random = new Random(seed);
        for (int k = 0; k < matrices.size(); k++) {
            float[] start = new float[matrices.get(k).rank()];
            for (int i = 0; i < start.length; i++) {
                start[i] = parametrisation == Parametrisation.DIRECT
                        ? 1f
                        : (float) (SIGMOID_START + SIGMOID_NOISE * random.nextGaussian());
            }
            setRaw(k, start);
        }
    }

    private TensorList zeros() {
        List<NDArray> list = new ArrayList<>();
        for (MatrixInfo matrix : matrices) {
            list.add(tensors.of(scope, dtype, new float[matrix.rank()], matrix.rank()));
        }
        return new TensorList(list);
    }

    @Override
    public List<MatrixInfo> matrices() {
        return matrices;
    }

    /** Writes the parameters of the k-th matrix. */
    void setRaw(int k, float[] values) {
        tensors.fill(raw.get(k), 0, FloatBuffer.wrap(values));
    }

    /** The parameters by matrix. */
    Map<String, float[]> raw() {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (int k = 0; k < matrices.size(); k++) {
            all.put(matrices.get(k).name(), tensors.toFloats(raw.get(k)));
        }
        return all;
    }

    /** What multiplies σ, by matrix. */
    Map<String, float[]> gains() {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (int k = 0; k < matrices.size(); k++) {
            all.put(matrices.get(k).name(), parametrisation.gains(tensors.toFloats(raw.get(k)), singularValues.get(k)));
        }
        return all;
    }

    @Override
    public AdaptedView view() {
        NDManager own = scope.newSubManager();
        TensorList d = new TensorList(
                kernel.call(own, "adapter_factors", raw, sigma, places, parametrisation == Parametrisation.SIGMOID, u));
        WeightView view = new WeightView(model.baseWeights().weights(), u, d, vt);
        return new AdaptedView(view, () -> {
            d.close();
            own.close();
        });
    }

    @Override
    public Reference reference(AnswerBatch batch) {
        NDManager own = scope.newSubManager();
        try (NDManager call = scope.newSubManager()) {
            Object[] arguments =
                    model.forwardArguments().with(model.baseWeights(), batch.tokens(call), batch.where(call));
            return new Reference(
                    own, kernel.call(own, "drawn_hidden", arguments).get(0));
        }
    }

    @Override
    public void clearGradient(long iteration) {
        try (NDManager call = scope.newSubManager()) {
            kernel.call(call, "clear", gradient);
        }
    }

    @Override
    public Objective addPolicyGradient(
            AnswerBatch batch, @Nullable Reference reference, double scale, double coefficient, Divergence divergence) {
        if (reference == null && coefficient != 0) {
            throw new IllegalArgumentException("no reference for a divergence of weight " + coefficient);
        }
        try (NDManager call = scope.newSubManager()) {
            NDArray result = kernel.differentiate(
                            call,
                            "add_gradient",
                            model.forwardArguments()
                                    .with(
                                            factors,
                                            gradient,
                                            scale,
                                            batch.tokens(call),
                                            batch.where(call),
                                            batch.drawn(call),
                                            batch.advantages(call, dtype),
                                            reference == null
                                                    ? tensors.empty(call, model.dtype(), 0)
                                                    : reference.hidden(),
                                            sigma,
                                            places,
                                            parametrisation == Parametrisation.SIGMOID,
                                            coefficient,
                                            divergence == Divergence.BASE_ADAPTED,
                                            raw))
                    .get(0);
            double[] values = tensors.toDoubles(result);
            return new Objective(values[0], values[1], values[2], values[3]);
        }
    }

    /** The gradient by the parameters of each matrix, as it stands. */
    List<double[]> gradient() {
        List<double[]> all = new ArrayList<>();
        for (int k = 0; k < matrices.size(); k++) {
            all.add(tensors.toDoubles(gradient.get(k)));
        }
        return all;
    }

    @Override
    public double step(long step, double learningRate, AdamWSettings settings) {
        try (NDManager call = scope.newSubManager()) {
            NDArray norm = kernel.call(
                            call,
                            "adamw",
                            raw,
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

    @Override
    public double maxChange() {
        double largest = 0;
        for (float[] values : gains().values()) {
            for (float gain : values) {
                largest = Math.max(largest, Math.abs(gain - 1.0));
            }
        }
        return largest;
    }

    @Override
    public Expert adapter(Provenance provenance) {
        return expert(provenance, gains(), raw());
    }

    @Override
    public Expert neutral(Provenance provenance) {
        Map<String, float[]> neutral = new LinkedHashMap<>();
        for (MatrixInfo matrix : matrices) {
            float[] ones = new float[matrix.rank()];
            Arrays.fill(ones, 1f);
            neutral.put(matrix.name(), ones);
        }
        return expert(provenance, neutral, Map.of());
    }

    private Expert expert(Provenance provenance, Map<String, float[]> gains, Map<String, float[]> parameters) {
        return new Expert(
                provenance.name(),
                provenance.base(),
                parametrisation,
                provenance.task(),
                OptionalLong.of(provenance.seed()),
                Optional.of(provenance.created()),
                provenance.training(),
                provenance.scores(),
                gains,
                parameters);
    }

    @Override
    public void save(Path file) {
        List<SafetensorsWriter.Entry> entries = new ArrayList<>();
        for (int k = 0; k < matrices.size(); k++) {
            String name = matrices.get(k).name();
            long[] shape = {matrices.get(k).rank()};
            entries.add(SafetensorsWriter.Entry.floats(name + RAW, shape, tensors.toFloats(raw.get(k))));
            entries.add(
                    SafetensorsWriter.Entry.floats(name + FIRST_MOMENT, shape, tensors.toFloats(firstMoments.get(k))));
            entries.add(SafetensorsWriter.Entry.floats(
                    name + SECOND_MOMENT, shape, tensors.toFloats(secondMoments.get(k))));
        }
        SafetensorsWriter.write(file, Map.of(), entries);
    }

    @Override
    public void restore(Path file) {
        try (TensorSource source = Safetensors.open(file)) {
            for (int k = 0; k < matrices.size(); k++) {
                restore(source, file, matrices.get(k).name() + RAW, raw.get(k));
                restore(source, file, matrices.get(k).name() + FIRST_MOMENT, firstMoments.get(k));
                restore(source, file, matrices.get(k).name() + SECOND_MOMENT, secondMoments.get(k));
            }
        }
    }

    private void restore(TensorSource source, Path file, String name, NDArray target) {
        if (!Arrays.equals(source.info(name).shape(), target.getShape().getShape())) {
            throw new InvalidInputException(
                    "The checkpoint " + file + " is of another model: " + name + " has another length there.", file);
        }
        FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(target.size()));
        source.readFloats(name, 0, values);
        tensors.fill(target, 0, values.flip());
    }

    @Override
    public void close() {
        for (TensorList list : List.of(raw, firstMoments, secondMoments, gradient, sigma, u, vt)) {
            list.close();
        }
        scope.close();
    }
}
