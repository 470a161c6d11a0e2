package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.LoraAdapter;

/**
 * A low-rank adapter in training, W' = W + s B A with s = α / rank. B starts at 0, so the start is the base model, and A at
 * evenly distributed numbers up to 1 / √columns, as PEFT has it. With dropout the gradient's pass reads W x + s B A (mask ⊙
 * x); rollouts and validation never drop anything.
 */
final class TrainableLora implements Trainable {

    private final LanguageModel model;
    private final List<MatrixInfo> matrices;
    private final LoraSettings settings;
    private final long seed;
    private final NDManager scope;
    private final Tensors tensors;
    private final Kernel kernel;
    private final Parameters parameters; // B of every matrix, then A of every matrix
    private final TensorList valuesB;
    private final TensorList valuesA;
    private final TensorList gradientB;
    private final TensorList gradientA;
    private final FoldedAdapters adapters;
    private final WeightView factored;
    private final GradientPass pass;
    private final double[] norms;
    private boolean stale = true;
    private long iteration = 1;
    private long passes;

    /**
     * @param dtype of parameters, loss and optimiser: F32, or F64 for tests
     * @param seed of A's start and of dropout
     */
    TrainableLora(LanguageModel model, List<MatrixInfo> matrices, LoraSettings settings, Dtype dtype, long seed) {
        this.model = model;
        this.matrices = List.copyOf(matrices);
        this.settings = settings;
        this.seed = seed;
        this.scope = model.engine().newScope();
        this.tensors = new Tensors(model.engine());
        this.kernel = model.engine().kernel("svf");
        Map<String, long[]> shapes = new LinkedHashMap<>();
        matrices.forEach(matrix -> shapes.put(matrix.name() + ".lora_B", new long[] {matrix.rows(), settings.rank()}));
        matrices.forEach(
                matrix -> shapes.put(matrix.name() + ".lora_A", new long[] {settings.rank(), matrix.columns()}));
        this.parameters = new Parameters(model.engine(), shapes, dtype);
        int count = matrices.size();
        this.valuesB = part(parameters.values(), 0, count);
        this.valuesA = part(parameters.values(), count, 2 * count);
        this.gradientB = part(parameters.gradient(), 0, count);
        this.gradientA = part(parameters.gradient(), count, 2 * count);
        this.adapters = adapters();
        this.factored = factored();
        this.pass = new GradientPass(model, matrices, dtype);
        this.norms = norms();
        start();
    }

    /** s */
    private double scale() {
        return settings.alpha() / settings.rank();
    }

    private static TensorList part(TensorList list, int from, int to) {
        List<NDArray> part = new ArrayList<>();
        for (int i = from; i < to; i++) {
            part.add(list.get(i));
        }
        return new TensorList(part);
    }

    /** B, s and A in the model's dtype, filled before every use. */
    private FoldedAdapters adapters() {
        float[] scales = new float[settings.rank()];
        Arrays.fill(scales, (float) scale());
        List<NDArray> b = new ArrayList<>();
        List<NDArray> s = new ArrayList<>();
        List<NDArray> a = new ArrayList<>();
        for (MatrixInfo matrix : matrices) {
            b.add(tensors.empty(scope, model.dtype(), matrix.rows(), settings.rank()));
            s.add(tensors.of(scope, model.dtype(), scales, settings.rank()));
            a.add(tensors.empty(scope, model.dtype(), settings.rank(), matrix.columns()));
        }
        return new FoldedAdapters(model, matrices, new TensorList(b), new TensorList(s), new TensorList(a));
    }

    /** The base model's weights with the same adapters beside them, for a pass with dropout. */
    private WeightView factored() {
        NDArray none = tensors.empty(scope, model.dtype(), 0);
        List<List<NDArray>> lists = new ArrayList<>();
        for (TensorList list : List.of(adapters.u(), adapters.d(), adapters.vt())) {
            List<NDArray> all = new ArrayList<>();
            model.matrices().forEach(matrix -> all.add(none));
            for (int k = 0; k < matrices.size(); k++) {
                all.set(matrices.get(k).adapterIndex(), list.get(k));
            }
            lists.add(all);
        }
        return model.baseWeights()
                .with(new TensorList(lists.get(0)), new TensorList(lists.get(1)), new TensorList(lists.get(2)));
    }

    private double[] norms() {
        double[] all = new double[matrices.size()];
        try (NDManager call = scope.newSubManager()) {
            for (int k = 0; k < all.length; k++) {
                NDArray weight = model.weight(matrices.get(k).name());
                all[k] = kernel.call(call, "norm", weight).get(0).getDouble();
            }
        }
        return all;
    }

    private void start() {
        Random random = new Random(seed);
        for (int k = 0; k < matrices.size(); k++) {
            int columns = matrices.get(k).columns();
            float[] a = new float[settings.rank() * columns];
            // Kaiming-uniform with a = √5: the bound is √(6 / ((1 + 5) columns))
            double bound = 1 / Math.sqrt(columns);
            for (int i = 0; i < a.length; i++) {
                a[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
            setA(k, a);
        }
    }

    void setA(int k, float[] values) {
        parameters.set(matrices.size() + k, values);
        stale = true;
    }

    void setB(int k, float[] values) {
        parameters.set(k, values);
        stale = true;
    }

    float[] a(int k) {
        return parameters.get(matrices.size() + k);
    }

    float[] b(int k) {
        return parameters.get(k);
    }

    /** The gradient as it stands: by B of every matrix, then by A of every matrix, flat. */
    List<double[]> gradient() {
        return parameters.gradients();
    }

    GradientPass pass() {
        return pass;
    }

    private void refresh() {
        if (stale) {
            try (NDManager call = scope.newSubManager()) {
                kernel.call(call, "copy_into", adapters.u(), valuesB);
                kernel.call(call, "copy_into", adapters.vt(), valuesA);
            }
            adapters.fold();
            stale = false;
        }
    }

    @Override
    public List<MatrixInfo> matrices() {
        return matrices;
    }

    @Override
    public WeightView view() {
        refresh();
        return adapters.view();
    }

    @Override
    public Reference reference(AnswerBatch batch) {
        return pass.reference(batch);
    }

    @Override
    public void clearGradient(long counted) {
        iteration = counted;
        passes = 0;
        parameters.clearGradient();
    }

    @Override
    public Objective addPolicyGradient(
            AnswerBatch batch, @Nullable Reference reference, double scale, double coefficient, Divergence divergence) {
        refresh();
        boolean drops = settings.dropout() > 0;
        long drawn = Seeds.derive(Seeds.derive(seed, iteration), passes++);
        return pass.add(
                GradientPass.Sink.lowRank(gradientB, gradientA),
                adapters,
                drops ? factored : adapters.view(),
                // a layer adds its place to the seed
                drops ? new GradientPass.Dropout(settings.dropout(), drawn >>> 2) : GradientPass.Dropout.NONE,
                batch,
                reference,
                scale,
                coefficient,
                divergence);
    }

    @Override
    public double step(long counted, double learningRate, AdamWSettings optimiser) {
        stale = true;
        return parameters.step(counted, learningRate, optimiser);
    }

    @Override
    public double maxChange() {
        double[] changes = changes();
        double largest = 0;
        for (int k = 0; k < norms.length; k++) {
            largest = Math.max(largest, changes[k] / norms[k]);
        }
        return largest;
    }

    @Override
    public double changeNorm() {
        return Math.sqrt(Arrays.stream(changes()).map(change -> change * change).sum());
    }

    /** ‖ΔW‖ of each matrix. */
    private double[] changes() {
        refresh();
        double[] changes = new double[norms.length];
        try (NDManager call = scope.newSubManager()) {
            for (int k = 0; k < norms.length; k++) {
                changes[k] = kernel.call(
                                call,
                                "product_norm",
                                adapters.u().get(k),
                                adapters.d().get(k),
                                adapters.vt().get(k))
                        .get(0)
                        .getDouble();
            }
        }
        return changes;
    }

    @Override
    public LoraAdapter adapter(Provenance provenance) {
        return adapter(provenance, true);
    }

    @Override
    public LoraAdapter neutral(Provenance provenance) {
        return adapter(provenance, false);
    }

    private LoraAdapter adapter(Provenance provenance, boolean trained) {
        Map<String, LoraAdapter.Pair> pairs = new LinkedHashMap<>();
        for (int k = 0; k < matrices.size(); k++) {
            MatrixInfo matrix = matrices.get(k);
            float[] b = trained ? b(k) : new float[matrix.rows() * settings.rank()];
            pairs.put(
                    matrix.name(),
                    new LoraAdapter.Pair(matrix.rows(), matrix.columns(), settings.rank(), scale(), b, a(k)));
        }
        return new LoraAdapter(provenance.name(), provenance.base().name(), pairs);
    }

    @Override
    public void save(Path file) {
        parameters.save(file);
    }

    @Override
    public void restore(Path file) {
        parameters.restore(file);
        stale = true;
    }

    @Override
    public void close() {
        pass.close();
        for (TensorList list :
                List.of(factored.u(), factored.d(), factored.vt(), valuesB, valuesA, gradientB, gradientA)) {
            list.close();
        }
        adapters.close();
        parameters.close();
        scope.close();
    }
}
