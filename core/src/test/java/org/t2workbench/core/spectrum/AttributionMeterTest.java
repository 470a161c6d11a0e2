package org.t2workbench.core.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.ArchitectureGolden;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.Scoring;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.AdaptedWeights;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.WeightAdapter;

/** What moved a token, against finite differences in f64 and against gains that are really set back. */
class AttributionMeterTest {

    private static final int ALL = Integer.MAX_VALUE;
    /** A power of two, as the spacing of the gains is: moved gains are exact in f32. */
    private static final float STEP = 1f / 8192;

    private static final int SPACING = 1024;
    private static final double RELATIVE = 1e-4;

    @TempDir
    private Path temp;

    /** Everything that a test needs of one small model. */
    private record Bench(LanguageModel model, WeightAdapter adapter, AttributionMeter meter, int[] tokens, int target) {

        Attribution attribute(Adaptation adaptation, int top) {
            try (AdaptedWeights weights = adapter.factor(adaptation, Progress.NONE, new CancellationToken())) {
                return meter.attribute(
                        adaptation, weights.view(), tokens, target, top, Progress.NONE, new CancellationToken());
            }
        }

        Attribution.Check check(Attribution attribution, Adaptation adaptation, int count) {
            return meter.check(attribution, adaptation, tokens, target, count, Progress.NONE, new CancellationToken());
        }

        /** log p with one gain moved, in f64. */
        double logProbability(Adaptation adaptation, MatrixInfo matrix, int component, float by) {
            Map<String, float[]> gains = new LinkedHashMap<>(adaptation.gains());
            float[] moved =
                    gains.containsKey(matrix.name()) ? gains.get(matrix.name()).clone() : ones(matrix.rank());
            moved[component] += by;
            gains.put(matrix.name(), moved);
            try (AdaptedWeights weights =
                    adapter.factor(Adaptation.ofGains(gains), Progress.NONE, new CancellationToken())) {
                return new Scoring(model).likelihoods(weights.view(), List.of(tokens), List.of(new int[] {target}))[0];
            }
        }
    }

    private interface Body {
        void run(Bench bench);
    }

    private void with(String name, Dtype dtype, Body body) {
        ModelFolder folder = ArchitectureGolden.folder(name);
        int[] prompt = ArchitectureGolden.read(name).prompts().get(0);
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                LanguageModel model = ArchitectureGolden.open(engine, name, dtype);
                Decomposition decomposition =
                        Decomposition.open(engine, folder, dtype, new DecompositionStore(temp.resolve("store")));
                WeightAdapter adapter = new WeightAdapter(model, decomposition);
                AttributionMeter meter = new AttributionMeter(model, decomposition)) {
            int[] tokens = Arrays.copyOf(prompt, prompt.length - 1);
            body.run(new Bench(model, adapter, meter, tokens, prompt[prompt.length - 1]));
        }
    }

    private static float[] ones(int rank) {
        float[] ones = new float[rank];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static Adaptation scattered(List<MatrixInfo> matrices) {
        Random random = new Random(8);
        Map<String, float[]> gains = new LinkedHashMap<>();
        for (MatrixInfo matrix : matrices) {
            float[] values = ones(matrix.rank());
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.75f + random.nextInt(SPACING / 2) / (float) SPACING;
            }
            gains.put(matrix.name(), values);
        }
        return Adaptation.ofGains(gains);
    }

    /** Every family: a few components of every matrix, at gains that are not 1. */
    @ParameterizedTest
    @MethodSource("org.t2workbench.core.model.ArchitectureGolden#names")
    void contributionsAreFiniteDifferencesTimesTheChangeOfTheGain(String name) {
        with(name, Dtype.F64, bench -> {
            Adaptation adaptation = scattered(bench.model().matrices());
            Attribution all = bench.attribute(adaptation, ALL);
            assertThat(all.reference()).isEqualTo(Attribution.Reference.BASE);
            Random random = new Random(2);
            for (MatrixInfo matrix : bench.model().matrices()) {
                List<Attribution.Component> own = all.top().stream()
                        .filter(component -> component.matrix().equals(matrix))
                        .toList();
                compare(bench, adaptation, own.get(0), own.get(0).gain() - 1);
                compare(bench, adaptation, own.get(random.nextInt(own.size())), null);
            }
        });
    }

    private static void compare(
            Bench bench, Adaptation adaptation, Attribution.Component component, @Nullable Double change) {
        double factor = change == null ? component.gain() - 1 : change;
        double up = bench.logProbability(adaptation, component.matrix(), component.component(), STEP);
        double down = bench.logProbability(adaptation, component.matrix(), component.component(), -STEP);
        double expected = factor * (up - down) / (2.0 * STEP);
        // components that hardly count are compared with what the largest rounding of a difference is
        assertThat(component.contribution())
                .as("%s %d", component.matrix().name(), component.component())
                .isCloseTo(expected, within(RELATIVE * Math.abs(expected) + 1e-7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama3", "gemma2", "gpt2"})
    void theBaseModelIsTakenApartFromGainsOfNothing(String name) {
        with(name, Dtype.F64, bench -> {
            Attribution base = bench.attribute(Adaptation.NONE, ALL);
            assertThat(base.reference()).isEqualTo(Attribution.Reference.OFF);
            assertThat(base.matrices()).hasSameSizeAs(bench.model().matrices());
            for (Attribution.Component component : base.top().subList(0, 12)) {
                compare(bench, Adaptation.NONE, component, 1.0);
            }
        });
    }

    @Test
    void aSmallChangeIsWhatReallyHappensWhenItIsTakenBack() {
        with("llama3", Dtype.F64, bench -> {
            Map<String, float[]> gains = new LinkedHashMap<>();
            scattered(bench.model().matrices()).gains().forEach((name, values) -> {
                float[] small = values.clone();
                for (int i = 0; i < small.length; i++) {
                    small[i] = 1 + (values[i] - 1) / 1000;
                }
                gains.put(name, small);
            });
            Adaptation adaptation = Adaptation.ofGains(gains);
            Attribution attribution = bench.attribute(adaptation, 10);
            Attribution.Check check = bench.check(attribution, adaptation, 10);
            assertThat(check.each()).hasSize(10);
            for (int i = 0; i < 10; i++) {
                Attribution.Measured one = check.each().get(i);
                assertThat(one.predicted()).isEqualTo(attribution.top().get(i).contribution());
                assertThat(one.real()).isCloseTo(one.predicted(), within(0.02 * Math.abs(one.predicted())));
            }
            assertThat(check.together().real())
                    .isCloseTo(
                            check.together().predicted(),
                            within(0.02 * Math.abs(check.together().predicted())));
            // taking all back is the base model
            double whole = attribution.logProbability()
                    - bench.attribute(Adaptation.NONE, 1).logProbability();
            assertThat(attribution.total()).isCloseTo(whole, within(0.02 * Math.abs(whole)));
        });
    }

    /** Large changes curve: the check must then differ from the prediction, or it would measure nothing. */
    @Test
    void theCheckMeasuresAndDoesNotRepeatThePrediction() {
        with("llama3", Dtype.F64, bench -> {
            Attribution base = bench.attribute(Adaptation.NONE, 3);
            Attribution.Check check = bench.check(base, Adaptation.NONE, 3);
            for (int i = 0; i < 3; i++) {
                Attribution.Component component = base.top().get(i);
                double off = bench.logProbability(Adaptation.NONE, component.matrix(), component.component(), -1);
                assertThat(check.each().get(i).real()).isCloseTo(base.logProbability() - off, within(1e-9));
                assertThat(check.each().get(i).real()).isNotEqualTo(component.contribution());
            }
        });
    }

    @Test
    void matricesWhoseGainsAreAllOneHaveNoPart() {
        with("llama3", Dtype.F32, bench -> {
            MatrixInfo only = bench.model().matrices().get(9);
            float[] gains = ones(only.rank());
            gains[2] = 1.5f;
            Attribution attribution = bench.attribute(Adaptation.ofGains(Map.of(only.name(), gains)), ALL);
            assertThat(attribution.matrices())
                    .extracting(Attribution.MatrixSum::matrix)
                    .containsExactly(only);
            assertThat(attribution.top()).hasSize(1);
            assertThat(attribution.top().get(0).component()).isEqualTo(2);
            assertThat(attribution.total()).isEqualTo(attribution.top().get(0).contribution());
        });
    }

    @Test
    void foldedAndFactoredWeightsGiveTheSame() {
        with("qwen3", Dtype.F32, bench -> {
            Adaptation adaptation = scattered(bench.model().matrices());
            Attribution factored = bench.attribute(adaptation, 5);
            CancellationToken token = new CancellationToken();
            try (AdaptedWeights weights = bench.adapter().fold(adaptation, Progress.NONE, token)) {
                Attribution folded = bench.meter()
                        .attribute(adaptation, weights.view(), bench.tokens(), bench.target(), 5, Progress.NONE, token);
                for (int i = 0; i < 5; i++) {
                    assertThat(folded.top().get(i).contribution())
                            .isCloseTo(factored.top().get(i).contribution(), within(1e-4));
                }
            }
        });
    }

    @Test
    void aCancelledAttributionLeaves() {
        with("llama3", Dtype.F32, bench -> {
            CancellationToken token = new CancellationToken();
            Progress stop = (stage, done, total) -> {
                if (done == 3) {
                    token.cancel();
                }
            };
            assertThatThrownBy(() -> bench.meter()
                            .attribute(
                                    Adaptation.NONE,
                                    bench.model().baseWeights(),
                                    bench.tokens(),
                                    bench.target(),
                                    5,
                                    stop,
                                    token))
                    .isInstanceOf(CancelledException.class);
        });
    }

    @Test
    void aTokenOutsideTheVocabularyIsRefusedInASentence() {
        with(
                "llama3",
                Dtype.F32,
                bench -> assertThatThrownBy(() -> bench.meter()
                                .attribute(
                                        Adaptation.NONE,
                                        bench.model().baseWeights(),
                                        bench.tokens(),
                                        1_000_000,
                                        5,
                                        Progress.NONE,
                                        new CancellationToken()))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("1000000"));
    }
}
