package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;

class EffectTest {

    private static final int[] PROMPT = {1, 17, 42, 3};
    private static final int[] ANSWER = {5, 5, 60, 2, 9};

    @TempDir
    private Path folder;

    private ComputeEngine engine;
    private LanguageModel model;
    private Decomposition decomposition;
    private WeightAdapter adapter;
    private EffectMeter meter;
    private List<MatrixInfo> matrices;

    @BeforeEach
    void start() {
        engine = ComputeEngine.start(1, "cpu");
        model = Fixtures.open(engine, Fixtures.model("untied"), Dtype.F32);
        decomposition =
                Decomposition.open(engine, model.files(), Dtype.F32, new DecompositionStore(folder.resolve("store")));
        adapter = new WeightAdapter(model, decomposition);
        meter = new EffectMeter(model, decomposition);
        matrices = model.matrices();
    }

    @AfterEach
    void stop() {
        adapter.close();
        decomposition.close();
        model.close();
        engine.close();
    }

    /** √Σ (W' − W)² over one layer or all, from the weights themselves. */
    private double norm(AdaptedWeights adapted, int layer, boolean change) {
        double sum = 0;
        for (MatrixInfo matrix : matrices) {
            if (layer >= 0 && matrix.layer() != layer) {
                continue;
            }
            float[] w = model.weight(matrix.name()).toFloatArray();
            float[] other = adapted.view().weights().get(matrix.weightIndex()).toFloatArray();
            for (int i = 0; i < w.length; i++) {
                double value = change ? (double) other[i] - w[i] : w[i];
                sum += value * value;
            }
        }
        return Math.sqrt(sum);
    }

    private void assertRatiosOfTheWeights(Adaptation adaptation) {
        Effect effect = meter.ofWeights(adaptation);
        try (AdaptedWeights folded = adapter.fold(adaptation, Progress.NONE, new CancellationToken())) {
            // W' is rounded to f32
            assertThat(effect.relativeWeightChange())
                    .isCloseTo(norm(folded, -1, true) / norm(folded, -1, false), within(1e-6));
            for (int layer = 0; layer < 3; layer++) {
                assertThat(effect.relativeWeightChangePerLayer().get(layer))
                        .isCloseTo(norm(folded, layer, true) / norm(folded, layer, false), within(1e-6));
            }
        }
    }

    @Test
    void theWeightChangeIsThatOfTheFoldedWeights() {
        Adaptation gains = Adaptation.ofGains(Fixtures.gains(matrices.subList(3, 12), 3));
        assertRatiosOfTheWeights(gains);
        assertThat(meter.ofWeights(gains).relativeWeightChangePerLayer().get(2)).isZero();
    }

    @Test
    void loraAdaptersCountInTheWeightChange() {
        MatrixInfo matrix = matrices.get(6);
        float[] b = new float[matrix.rows()];
        float[] a = new float[matrix.columns()];
        Arrays.fill(b, 0.3f);
        Arrays.fill(a, -0.2f);
        LoraAdapter lora = new LoraAdapter(
                "style", "", Map.of(matrix.name(), new LoraAdapter.Pair(matrix.rows(), matrix.columns(), 1, 2, b, a)));
        Adaptation.Added share = new Adaptation.Added(lora, Alpha.everywhere(0.5));
        assertRatiosOfTheWeights(new Adaptation(Map.of(), List.of(share)));
        assertRatiosOfTheWeights(new Adaptation(Fixtures.gains(matrices, 5), List.of(share)));
    }

    @Test
    void theLargestGainChangeIsFound() {
        float[] gains = new float[matrices.get(2).rank()];
        Arrays.fill(gains, 1);
        gains[3] = -0.5f;
        gains[4] = 2;
        assertThat(meter.ofWeights(Adaptation.ofGains(Map.of(matrices.get(2).name(), gains)))
                        .maxGainChange())
                .isEqualTo(1.5);
    }

    @Test
    void divergenceAndFlipsAreThoseOfTheLogits() {
        Adaptation adaptation = Adaptation.ofGains(Fixtures.gains(matrices, 9));
        try (AdaptedWeights adapted = adapter.factor(adaptation, Progress.NONE, new CancellationToken())) {
            Effect effect = meter.of(adaptation, adapted.view(), PROMPT, ANSWER);
            int[] text = {1, 17, 42, 3, 5, 5, 60, 2};
            float[][] base = model.logits(model.baseWeights(), text);
            float[][] other = model.logits(adapted.view(), text);
            double kl = 0;
            for (int t = 0; t < PROMPT.length; t++) {
                kl += divergence(base[t], other[t]) / PROMPT.length;
            }
            int flipped = 0;
            for (int t = PROMPT.length - 1; t < text.length; t++) {
                if (largest(base[t]) != largest(other[t])) {
                    flipped++;
                }
            }
            assertThat(effect.meanKl().orElseThrow()).isCloseTo(kl, within(1e-5));
            assertThat(effect.flippedTokens()).isEqualTo(flipped).isPositive();
            assertThat(effect.comparedTokens()).isEqualTo(5);
            assertThat(effect.verdict()).isEqualTo(Effect.Verdict.CHANGED);
        }
    }

    private static double divergence(float[] p, float[] q) {
        double pSum = 0;
        double qSum = 0;
        for (int i = 0; i < p.length; i++) {
            pSum += Math.exp(p[i]);
            qSum += Math.exp(q[i]);
        }
        double kl = 0;
        for (int i = 0; i < p.length; i++) {
            kl += Math.exp(p[i]) / pSum * ((p[i] - Math.log(pSum)) - (q[i] - Math.log(qSum)));
        }
        return kl;
    }

    private static int largest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    @Test
    void noEffectIsToldApartFromAnEffectTooSmallToSee() {
        Effect none = meter.of(Adaptation.NONE, model.baseWeights(), PROMPT, ANSWER);
        assertThat(none.verdict()).isEqualTo(Effect.Verdict.SAME_WEIGHTS);
        assertThat(none.meanKl()).hasValue(0);
        assertThat(none.flippedTokens()).isZero();
        float[] gains = new float[matrices.get(2).rank()];
        Arrays.fill(gains, 1);
        gains[gains.length - 1] = 1.0001f;
        Adaptation tiny = Adaptation.ofGains(Map.of(matrices.get(2).name(), gains));
        try (AdaptedWeights adapted = adapter.factor(tiny, Progress.NONE, new CancellationToken())) {
            assertThat(meter.of(tiny, adapted.view(), PROMPT, new int[0]).verdict())
                    .isEqualTo(Effect.Verdict.NOT_NOTICEABLE);
        }
        assertThat(new Effect(1, 0.1, List.of(0.1), OptionalDouble.empty(), 0, 0).verdict())
                .isEqualTo(Effect.Verdict.CHANGED);
        assertThat(new Effect(1, 0.1, List.of(0.1), OptionalDouble.of(1e-9), 1, 5).verdict())
                .isEqualTo(Effect.Verdict.CHANGED);
    }
}
