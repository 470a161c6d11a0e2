package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Factors;
import org.t2workbench.core.svf.Parametrisation;

/** An expert in training: the gains g of singular values, W' = U diag(σ ⊙ g) Vᵀ. Closed before the decomposition. */
final class TrainableGains extends TrainableScales {

    /** Start of the authors' code: 0.1 and a little noise. */
    private static final double SIGMOID_START = 0.1;

    private static final double SIGMOID_NOISE = 0.01;

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
        this(
                model,
                matrices,
                parametrisation,
                matrices.stream()
                        .map(matrix -> decomposition.factors(matrix.name()))
                        .toList(),
                dtype,
                seed);
    }

    /** @param factors of each matrix, in the model's dtype; they stay open */
    TrainableGains(
            LanguageModel model,
            List<MatrixInfo> matrices,
            Parametrisation parametrisation,
            List<Factors> factors,
            Dtype dtype,
            long seed) {
        super(
                model,
                matrices,
                parametrisation,
                factors.stream().map(Factors::sigma).toList(),
                factors.stream().map(Factors::u).toList(),
                factors.stream().map(Factors::vt).toList(),
                start(matrices, parametrisation, seed),
                dtype);
    }

    private static List<float[]> start(List<MatrixInfo> matrices, Parametrisation parametrisation, long seed) {
        Random random = new Random(seed);
        List<float[]> all = new ArrayList<>();
        for (MatrixInfo matrix : matrices) {
            float[] values = new float[matrix.rank()];
            for (int i = 0; i < values.length; i++) {
                values[i] = parametrisation == Parametrisation.DIRECT
                        ? 1f
                        : (float) (SIGMOID_START + SIGMOID_NOISE * random.nextGaussian());
            }
            all.add(values);
        }
        return all;
    }

    @Override
    public Expert adapter(Provenance provenance) {
        return expert(provenance, gains(), raw());
    }

    @Override
    public Expert neutral(Provenance provenance) {
        Map<String, float[]> neutral = new LinkedHashMap<>();
        for (MatrixInfo matrix : matrices()) {
            float[] ones = new float[matrix.rank()];
            Arrays.fill(ones, 1f);
            neutral.put(matrix.name(), ones);
        }
        return expert(provenance, neutral, Map.of());
    }

    private Expert expert(Provenance provenance, Map<String, float[]> gains, Map<String, float[]> raw) {
        return new Expert(
                provenance.name(),
                provenance.base(),
                parametrisation(),
                provenance.task(),
                OptionalLong.of(provenance.seed()),
                Optional.of(provenance.created()),
                provenance.training(),
                provenance.scores(),
                gains,
                raw);
    }
}
