package org.t2workbench.core.svf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.Scoring;
import org.t2workbench.core.model.WeightView;

/** Measures the effect of adaptations on one model. Compute thread only; owns nothing that needs closing. */
public final class EffectMeter {

    private final LanguageModel model;
    private final Decomposition decomposition;
    private final Kernel kernel;
    private final Tensors tensors;
    private final Scoring scoring;
    private final Map<String, Double> norms = new HashMap<>();

    public EffectMeter(LanguageModel model, Decomposition decomposition) {
        this.model = model;
        this.decomposition = decomposition;
        this.kernel = model.engine().kernel("svf");
        this.tensors = new Tensors(model.engine());
        this.scoring = new Scoring(model);
    }

    /**
     * The effect on the weights alone; nothing is run.
     *
     * @throws InvalidInputException when a matrix of the adaptation cannot be decomposed
     */
    public Effect ofWeights(Adaptation adaptation) {
        double[] changed = new double[model.config().layers()];
        double[] all = new double[changed.length];
        double maxGainChange = 0;
        for (MatrixInfo matrix : model.matrices()) {
            double norm = norm(matrix);
            double change = adaptation.changes(matrix) ? changeNorm(adaptation, matrix) : 0;
            all[matrix.layer()] += norm * norm;
            changed[matrix.layer()] += change * change;
            for (float gain : adaptation.gains().getOrDefault(matrix.name(), new float[0])) {
                maxGainChange = Math.max(maxGainChange, Math.abs(gain - 1.0));
            }
        }
        List<Double> perLayer = new ArrayList<>();
        for (int layer = 0; layer < all.length; layer++) {
            perLayer.add(ratio(changed[layer], all[layer]));
        }
        double overall = ratio(Arrays.stream(changed).sum(), Arrays.stream(all).sum());
        return new Effect(maxGainChange, overall, perLayer, OptionalDouble.empty(), 0, 0);
    }

    /**
     * The effect on a prompt and an answer to it: the mean of KL(base‖adapted) over the prompt's positions, and how many
     * greedy tokens flip along the answer.
     *
     * @param adapted the weights made from the adaptation
     * @param prompt at least one token
     * @param answer what was generated after it; may be empty
     * @throws InvalidInputException when there is no prompt, or both together exceed the context
     */
    public Effect of(Adaptation adaptation, WeightView adapted, int[] prompt, int[] answer) {
        Effect weights = ofWeights(adaptation);
        double meanKl = Arrays.stream(scoring.divergence(model.baseWeights(), adapted, prompt))
                .average()
                .orElse(0);
        int flipped = 0;
        if (answer.length > 0) {
            // the last token of the answer predicts nothing that was compared
            int[] text = Arrays.copyOf(prompt, prompt.length + answer.length - 1);
            System.arraycopy(answer, 0, text, prompt.length, answer.length - 1);
            List<Scoring.Place> base = scoring.score(model.baseWeights(), text, 1);
            List<Scoring.Place> other = scoring.score(adapted, text, 1);
            for (int t = prompt.length - 1; t < text.length; t++) {
                if (base.get(t).next().get(0).id() != other.get(t).next().get(0).id()) {
                    flipped++;
                }
            }
        }
        return new Effect(
                weights.maxGainChange(),
                weights.relativeWeightChange(),
                weights.relativeWeightChangePerLayer(),
                // rounding may give a zero divergence a sign
                OptionalDouble.of(Math.max(0, meanKl)),
                flipped,
                answer.length);
    }

    private static double ratio(double changed, double all) {
        return all > 0 ? Math.sqrt(changed / all) : 0;
    }

    /** ‖W‖. */
    double norm(MatrixInfo matrix) {
        return norms.computeIfAbsent(matrix.name(), name -> {
            try (NDManager call = model.engine().newScope()) {
                return kernel.call(call, "norm", model.weight(name)).get(0).getDouble();
            }
        });
    }

    /** ‖U diag(d) Vᵀ‖: U and V of the decomposition are orthonormal, so without other adapters it is ‖d‖. */
    double changeNorm(Adaptation adaptation, MatrixInfo matrix) {
        boolean others = adaptation.adapters().stream().anyMatch(adapter -> adapter.adapts(matrix.name()));
        boolean gains = adaptation.changesGains(matrix);
        if (!others) {
            double squares = 0;
            for (double d : adaptation.scales(matrix, decomposition.singularValues(matrix.name()))) {
                squares += d * d;
            }
            return Math.sqrt(squares);
        }
        try (NDManager call = model.engine().newScope()) {
            Factors factors = gains ? decomposition.factors(call, matrix.name(), Dtype.F32) : null;
            AdapterVectors vectors = AdapterVectors.of(
                    model.engine(), WeightSource.of(model), call, Dtype.F32, matrix, factors, adaptation.adapters());
            if (vectors == null) {
                return 0;
            }
            double[] scales = adaptation.scales(matrix, factors == null ? null : factors.sigma());
            NDArray d = tensors.of(call, Dtype.F64, scales, scales.length);
            return kernel.call(call, "product_norm", vectors.u(), d, vectors.vt())
                    .get(0)
                    .getDouble();
        }
    }
}
