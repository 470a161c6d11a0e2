package org.t2workbench.core.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.Parametrisation;

/**
 * Factors in training that scale the components of matrices, W' = W + U diag(σ ⊙ (g − 1)) Vᵀ with U, σ and Vᵀ that stay:
 * gains of singular values, or the vectors of IA3. The parameters z become g as the parametrisation says.
 */
abstract class TrainableScales implements Trainable {

    private final LanguageModel model;
    private final List<MatrixInfo> matrices;
    private final Parametrisation parametrisation;
    private final List<double[]> sigma;
    private final NDManager scope;
    private final Tensors tensors;
    private final Kernel kernel;
    private final Parameters parameters;
    private final TensorList sigmaTensors;
    private final TensorList byChange; // the gradient by d = σ ⊙ (g − 1), (r) per matrix
    private final FoldedAdapters adapters;
    private final GradientPass pass;
    private boolean stale = true;

    /**
     * @param sigma per matrix, (r)
     * @param u (rows, r) per matrix in the model's dtype, of size 0 for the identity; stays open
     * @param vt (r, columns), as u
     * @param start z, (r) per matrix
     * @param dtype of parameters, loss and optimiser: F32, or F64 for tests
     */
    TrainableScales(
            LanguageModel model,
            List<MatrixInfo> matrices,
            Parametrisation parametrisation,
            List<double[]> sigma,
            List<NDArray> u,
            List<NDArray> vt,
            List<float[]> start,
            Dtype dtype) {
        this.model = model;
        this.matrices = List.copyOf(matrices);
        this.parametrisation = parametrisation;
        this.sigma = List.copyOf(sigma);
        this.scope = model.engine().newScope();
        this.tensors = new Tensors(model.engine());
        this.kernel = model.engine().kernel("gains");
        Map<String, long[]> shapes = new LinkedHashMap<>();
        List<NDArray> values = new ArrayList<>();
        List<NDArray> changes = new ArrayList<>();
        List<NDArray> gradients = new ArrayList<>();
        for (int k = 0; k < matrices.size(); k++) {
            int length = sigma.get(k).length;
            shapes.put(matrices.get(k).name() + ".raw", new long[] {length});
            values.add(tensors.of(scope, dtype, sigma.get(k), length));
            changes.add(tensors.empty(scope, model.dtype(), length));
            gradients.add(tensors.of(scope, dtype, new float[length], length));
        }
        this.parameters = new Parameters(model.engine(), shapes, dtype);
        this.sigmaTensors = new TensorList(values);
        this.byChange = new TensorList(gradients);
        this.adapters =
                new FoldedAdapters(model, matrices, new TensorList(u), new TensorList(changes), new TensorList(vt));
        this.pass = new GradientPass(model, matrices, dtype);
        for (int k = 0; k < start.size(); k++) {
            parameters.set(k, start.get(k));
        }
    }

    @Override
    public final List<MatrixInfo> matrices() {
        return matrices;
    }

    final Parametrisation parametrisation() {
        return parametrisation;
    }

    /** Writes the parameters of the k-th matrix. */
    final void setRaw(int k, float[] values) {
        parameters.set(k, values);
        stale = true;
    }

    /** The parameters by matrix. */
    final Map<String, float[]> raw() {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (int k = 0; k < matrices.size(); k++) {
            all.put(matrices.get(k).name(), parameters.get(k));
        }
        return all;
    }

    /** g by matrix. */
    final Map<String, float[]> gains() {
        Map<String, float[]> all = new LinkedHashMap<>();
        for (int k = 0; k < matrices.size(); k++) {
            all.put(matrices.get(k).name(), parametrisation.gains(parameters.get(k), sigma.get(k)));
        }
        return all;
    }

    /** The gradient by the parameters of each matrix, as it stands. */
    final List<double[]> gradient() {
        return parameters.gradients();
    }

    final GradientPass pass() {
        return pass;
    }

    private boolean sigmoid() {
        return parametrisation == Parametrisation.SIGMOID;
    }

    private void refresh() {
        if (stale) {
            try (NDManager call = scope.newSubManager()) {
                kernel.call(call, "changes", adapters.d(), parameters.values(), sigmaTensors, sigmoid());
            }
            adapters.fold();
            stale = false;
        }
    }

    @Override
    public final WeightView view() {
        refresh();
        return adapters.view();
    }

    @Override
    public final Reference reference(AnswerBatch batch) {
        return pass.reference(batch);
    }

    @Override
    public final void clearGradient(long iteration) {
        parameters.clearGradient();
    }

    @Override
    public final Objective addPolicyGradient(
            AnswerBatch batch, @Nullable Reference reference, double scale, double coefficient, Divergence divergence) {
        refresh();
        Objective objective = pass.add(
                GradientPass.Sink.scales(byChange),
                adapters,
                adapters.view(),
                GradientPass.Dropout.NONE,
                batch,
                reference,
                scale,
                coefficient,
                divergence);
        try (NDManager call = scope.newSubManager()) {
            kernel.differentiate(
                    call, "add_chained", parameters.gradient(), byChange, parameters.values(), sigmaTensors, sigmoid());
        }
        return objective;
    }

    @Override
    public final double step(long iteration, double learningRate, AdamWSettings settings) {
        stale = true;
        return parameters.step(iteration, learningRate, settings);
    }

    @Override
    public final double maxChange() {
        double largest = 0;
        for (float[] values : gains().values()) {
            for (float gain : values) {
                largest = Math.max(largest, Math.abs(gain - 1.0));
            }
        }
        return largest;
    }

    @Override
    public final double changeNorm() {
        double squares = 0;
        for (float[] values : gains().values()) {
            for (float gain : values) {
                squares += (gain - 1.0) * (gain - 1.0);
            }
        }
        return Math.sqrt(squares);
    }

    @Override
    public final void save(Path file) {
        parameters.save(file);
    }

    @Override
    public final void restore(Path file) {
        parameters.restore(file);
        stale = true;
    }

    @Override
    public void close() {
        pass.close();
        adapters.close();
        parameters.close();
        sigmaTensors.close();
        byChange.close();
        scope.close();
    }
}
