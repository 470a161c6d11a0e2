package org.t2workbench.core.svf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.AvailableMemory;
import org.t2workbench.core.model.BenchmarkRow;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;

/**
 * Times what adaptation adds to a model: decomposing its matrices, mixing the gains of experts, and bringing the mixture
 * into the weights, factored and folded. One matrix of each shape is decomposed; its factors then stand for those of every
 * matrix of that shape, as no time here depends on the values. Neither reads nor fills the store. Compute thread only;
 * whoever made it closes it, before the model.
 */
public final class AdaptationBenchmark implements AutoCloseable {

    private static final int DECOMPOSITIONS = 3;
    private static final int MIXES = 20;
    private static final int SWITCHES = 20;
    private static final int FOLDS = 3;
    private static final int EXPERTS = 3;

    private final LanguageModel model;
    private final Progress progress;
    private final CancellationToken token;
    private final ShapeFactors factors;

    public AdaptationBenchmark(LanguageModel model, Progress progress, CancellationToken token) {
        this.model = model;
        this.progress = progress;
        this.token = token;
        this.factors = new ShapeFactors(model);
    }

    /**
     * All figures; medians of repetitions after a first one that is not counted.
     *
     * @throws OutOfResourcesException when the machine has not the memory for the decomposition or the folded weights
     * @throws CancelledException when cancelled; asked before each repetition
     */
    public List<BenchmarkRow> run() {
        List<BenchmarkRow> rows = new ArrayList<>();
        rows.add(row("decomposition, all matrices", decomposition(), "s"));
        Mixture mixture = mixture();
        rows.add(row("mix " + EXPERTS + " experts", 1e3 * times("mixing", MIXES, () -> mixed(mixture)), "ms"));
        Adaptation adaptation = mixed(mixture);
        try (WeightAdapter adapter = new WeightAdapter(model, factors)) {
            Runnable factored =
                    () -> adapter.factor(adaptation, Progress.NONE, token).close();
            rows.add(row("switch weights, factored", 1e3 * times("switching", SWITCHES, factored), "ms"));
            Runnable folded =
                    () -> adapter.fold(adaptation, Progress.NONE, token).close();
            rows.add(row("switch weights, folded", 1e3 * times("folding", FOLDS, folded), "ms"));
        }
        return rows;
    }

    private static BenchmarkRow row(String name, double value, String unit) {
        return new BenchmarkRow(name, value, unit, Double.NaN);
    }

    /** Seconds for all matrices: the time of one of each shape, as often as the shape occurs. */
    private double decomposition() {
        Map<List<Integer>, List<MatrixInfo>> shapes = new LinkedHashMap<>();
        for (MatrixInfo matrix : model.matrices()) {
            shapes.computeIfAbsent(ShapeFactors.shape(matrix), key -> new ArrayList<>())
                    .add(matrix);
        }
        double seconds = 0;
        for (List<MatrixInfo> alike : shapes.values()) {
            MatrixInfo first = alike.get(0);
            AvailableMemory.require(MatrixDecomposer.workingBytes(first), "decompose " + first.name());
            seconds +=
                    alike.size() * times("decomposing " + first.name(), DECOMPOSITIONS, () -> factors.decompose(first));
        }
        return seconds;
    }

    private Mixture mixture() {
        SplittableRandom random = new SplittableRandom(1);
        BaseModel base = new BaseModel(model.name(), Optional.empty());
        List<Mixture.Share> shares = new ArrayList<>();
        for (int k = 0; k < EXPERTS; k++) {
            Map<String, float[]> gains = new LinkedHashMap<>();
            for (MatrixInfo matrix : model.matrices()) {
                float[] values = new float[matrix.rank()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextDouble(0.9, 1.1);
                }
                gains.put(matrix.name(), values);
            }
            shares.add(
                    new Mixture.Share(Expert.untrained("expert " + k, base, gains), Alpha.everywhere(1.0 / (k + 2))));
        }
        return new Mixture(Mixture.Form.OFFSET, shares);
    }

    private Adaptation mixed(Mixture mixture) {
        return mixture.adaptation(model.matrices());
    }

    /** Median seconds. */
    private double times(String stage, int repetitions, Runnable work) {
        double[] seconds = new double[repetitions];
        for (int i = -1; i < repetitions; i++) {
            token.throwIfCancelled();
            progress.report(stage, Math.max(0, i), repetitions);
            long start = System.nanoTime();
            work.run();
            if (i >= 0) {
                seconds[i] = (System.nanoTime() - start) * 1e-9;
            }
        }
        Arrays.sort(seconds);
        return seconds[repetitions / 2];
    }

    @Override
    public void close() {
        factors.close();
    }

    /** The factors of one matrix for all of its shape. */
    private static final class ShapeFactors implements FactorSource, AutoCloseable {

        private final LanguageModel model;
        private final Kernel kernel;
        private final Tensors tensors;
        private final NDManager scope;
        private final Map<String, List<Integer>> shapes = new HashMap<>();
        private final Map<List<Integer>, Factors> wide = new HashMap<>();
        private final Map<String, Factors> resident = new HashMap<>();

        ShapeFactors(LanguageModel model) {
            this.model = model;
            this.kernel = model.engine().kernel("svf");
            this.tensors = new Tensors(model.engine());
            this.scope = model.engine().newScope();
            model.matrices().forEach(matrix -> shapes.put(matrix.name(), shape(matrix)));
        }

        static List<Integer> shape(MatrixInfo matrix) {
            return List.of(matrix.rows(), matrix.columns());
        }

        /** As {@link MatrixDecomposer} does it, of the weights in memory; kept for the shape. */
        void decompose(MatrixInfo matrix) {
            NDList parts = kernel.call(scope, "decompose", model.weight(matrix.name()));
            try (NDArray sigma = parts.get(1)) {
                Factors made = new Factors(parts.get(0), sigma.toDoubleArray(), parts.get(2));
                Factors former = wide.put(shape(matrix), made);
                if (former != null) {
                    former.u().close();
                    former.vt().close();
                }
            }
        }

        @Override
        public void load(Collection<MatrixInfo> wanted, Progress progress, CancellationToken token) {
            AvailableMemory.require(
                    Decomposition.memoryBytes(wanted, model.dtype()), "hold the decomposition of " + model.name());
            wanted.forEach(matrix -> factors(matrix.name()));
        }

        @Override
        public double[] singularValues(String name) {
            return ofShape(name).sigma();
        }

        /** A copy for each matrix: shared ones would stay in the cache, where those of a real model do not. */
        @Override
        public Factors factors(String name) {
            return resident.computeIfAbsent(name, key -> factors(scope, key, model.dtype()));
        }

        @Override
        public Factors factors(NDManager target, String name, Dtype type) {
            Factors factors = ofShape(name);
            return new Factors(
                    tensors.convert(target, factors.u(), type),
                    factors.sigma(),
                    tensors.convert(target, factors.vt(), type));
        }

        private Factors ofShape(String name) {
            Factors factors = wide.get(shapes.get(name));
            if (factors == null) {
                throw new IllegalStateException("nothing of the shape of " + name + " is decomposed yet");
            }
            return factors;
        }

        @Override
        public void close() {
            scope.close();
        }
    }
}
