package org.t2workbench.core.exchange;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.AdaptedWeights;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Factors;
import org.t2workbench.core.svf.LoraAdapter;
import org.t2workbench.core.svf.WeightAdapter;

/** A small model of this room's tests (3 layers of width 30) on an engine of its own. */
final class Opened implements AutoCloseable {

    final ComputeEngine engine = ComputeEngine.start(1, "cpu");
    final ModelFiles folder;
    final Decomposition decomposition;
    final BaseModel base;

    Opened(ModelFiles folder, Path store) {
        this.folder = folder;
        this.decomposition = Decomposition.open(engine, folder, Dtype.F32, new DecompositionStore(store));
        this.base = new BaseModel(folder.name(), Optional.of("0123"));
    }

    static Opened untied(Path store) {
        return new Opened(ModelFolder.open(golden("model/untied")), store);
    }

    static Path golden(String name) {
        try {
            return Path.of(Objects.requireNonNull(Opened.class.getResource("/golden/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    List<MatrixInfo> matrices() {
        return decomposition.matrices();
    }

    MatrixInfo matrix(String name) {
        return matrices().stream()
                .filter(matrix -> matrix.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    BaseModel.Target target() {
        return new BaseModel.Target(base, matrices());
    }

    float[] stored(MatrixInfo matrix) {
        float[] w = new float[matrix.rows() * matrix.columns()];
        try (TensorSource source = folder.openTensors()) {
            source.readFloats(matrix.name(), 0, FloatBuffer.wrap(w));
        }
        return w;
    }

    /** U (m, r) and Vᵀ (r, n), row by row. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, kept by nobody
    record Vectors(float[] u, double[] sigma, float[] vt) {}

    Vectors vectors(MatrixInfo matrix) {
        Tensors tensors = new Tensors(engine);
        try (NDManager scope = engine.newScope()) {
            Factors factors = decomposition.factors(scope, matrix.name(), Dtype.F32);
            return new Vectors(tensors.toFloats(factors.u()), factors.sigma(), tensors.toFloats(factors.vt()));
        }
    }

    /** Σ uᵢ dᵢ vᵢᵀ by loops, row by row: an oracle that shares nothing with the kernels. */
    double[] product(MatrixInfo matrix, double[] d) {
        Vectors vectors = vectors(matrix);
        int r = matrix.rank();
        double[] product = new double[matrix.rows() * matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            for (int j = 0; j < matrix.columns(); j++) {
                for (int k = 0; k < r; k++) {
                    product[i * matrix.columns() + j] +=
                            (double) vectors.u()[i * r + k] * d[k] * vectors.vt()[k * matrix.columns() + j];
                }
            }
        }
        return product;
    }

    /** The weights of the model in memory with an adaptation folded in. */
    Map<String, float[]> folded(Adaptation adaptation) {
        Map<String, float[]> weights = new LinkedHashMap<>();
        try (LanguageModel model =
                        LanguageModel.open(engine, folder, Dtype.F32, Progress.NONE, new CancellationToken());
                WeightAdapter adapter = new WeightAdapter(model, decomposition);
                AdaptedWeights made = adapter.fold(adaptation, Progress.NONE, new CancellationToken())) {
            for (MatrixInfo matrix : matrices()) {
                NDArray weight = made.view().weights().get(matrix.weightIndex());
                weights.put(matrix.name(), weight.toFloatArray());
            }
        }
        return weights;
    }

    /** Logits of a model in memory with an adaptation folded in. */
    float[][] logits(ModelFiles files, Adaptation adaptation, int... tokens) {
        try (LanguageModel model =
                        LanguageModel.open(engine, files, Dtype.F32, Progress.NONE, new CancellationToken());
                WeightAdapter adapter = new WeightAdapter(model, decomposition);
                AdaptedWeights made = adapter.fold(adaptation, Progress.NONE, new CancellationToken())) {
            return model.logits(made.view(), tokens);
        }
    }

    Expert expert(String name, long seed) {
        Random random = new Random(seed);
        Map<String, float[]> gains = new LinkedHashMap<>();
        for (MatrixInfo matrix : matrices()) {
            float[] values = new float[matrix.rank()];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.5f + random.nextFloat();
            }
            gains.put(matrix.name(), values);
        }
        return Expert.untrained(name, base, gains);
    }

    static LoraAdapter lora(MatrixInfo matrix, int rank, double scale, long seed) {
        Random random = new Random(seed);
        float[] b = new float[matrix.rows() * rank];
        float[] a = new float[rank * matrix.columns()];
        for (int i = 0; i < b.length; i++) {
            b[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < a.length; i++) {
            a[i] = (float) random.nextGaussian();
        }
        return new LoraAdapter(
                "style",
                "",
                Map.of(matrix.name(), new LoraAdapter.Pair(matrix.rows(), matrix.columns(), rank, scale, b, a)));
    }

    @Override
    public void close() {
        decomposition.close();
        engine.close();
    }
}
