package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.BatchGenerator;
import org.t2workbench.core.model.BatchRequest;
import org.t2workbench.core.model.Continuation;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.Sampling;

class AdaptedWeightsTest {

    /** What is asked of adapted logits in f32 against the f64 path; they are a few units large. */
    private static final double F32_TOLERANCE = 1e-5;

    /** bf16 keeps 8 bits: 0.4 % a rounding, over some twenty roundings of logits of up to 5 units. */
    private static final double BF16_TOLERANCE = 0.25;

    /** Factors are rounded to f32 before they are widened to f64. */
    private static final double F64_TOLERANCE = 1e-6;

    private static final int[] TOKENS = {1, 17, 42, 3, 3, 58, 29};

    @TempDir
    private Path folder;

    private ComputeEngine engine;
    private DecompositionStore store;

    @BeforeEach
    void start() {
        engine = ComputeEngine.start(1, "cpu");
        store = new DecompositionStore(folder.resolve("store"));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private static double tolerance(Dtype dtype) {
        return switch (dtype) {
            case F32 -> F32_TOLERANCE;
            case BF16 -> BF16_TOLERANCE;
            case F64 -> F64_TOLERANCE;
        };
    }

    private static void assertClose(float[][] actual, float[][] expected, double tolerance) {
        for (int t = 0; t < expected.length; t++) {
            for (int i = 0; i < expected[t].length; i++) {
                assertThat((double) actual[t][i])
                        .as("place %d, token %d", t, i)
                        .isCloseTo(expected[t][i], within(tolerance));
            }
        }
    }

    private interface Body {
        void with(LanguageModel model, WeightAdapter adapter);
    }

    private void open(ModelFolder original, Dtype dtype, Body body) {
        try (LanguageModel model = Fixtures.open(engine, original, dtype);
                Decomposition decomposition = Decomposition.open(engine, original, dtype, store);
                WeightAdapter adapter = new WeightAdapter(model, decomposition)) {
            body.with(model, adapter);
        }
    }

    private static AdaptedWeights factor(WeightAdapter adapter, Adaptation adaptation) {
        return adapter.factor(adaptation, Progress.NONE, new CancellationToken());
    }

    private static AdaptedWeights fold(WeightAdapter adapter, Adaptation adaptation) {
        return adapter.fold(adaptation, Progress.NONE, new CancellationToken());
    }

    private float[][] expected(ModelFolder original, Adaptation adaptation) {
        return FoldedInDoubles.logits(engine, original, adaptation, folder.resolve("folded"), TOKENS);
    }

    @ParameterizedTest
    @CsvSource({"tied,F32", "untied,F32", "untied,F64", "untied,BF16"})
    void bothFormsAgreeWithWeightsFoldedInDoublesFromTheExpertFile(String name, Dtype dtype) {
        ModelFolder original = Fixtures.model(name);
        Path file = folder.resolve("expert.safetensors");
        ExpertFile.write(file, Fixtures.expert("e", Fixtures.gains(MatrixInfo.of(original.config()), 11)));
        Adaptation adaptation = Mixture.offset(new Mixture.Share(Adapter.read(file), Alpha.everywhere(1)))
                .adaptation(MatrixInfo.of(original.config()));
        float[][] expected = expected(original, adaptation);
        open(original, dtype, (model, adapter) -> {
            try (AdaptedWeights factored = factor(adapter, adaptation);
                    AdaptedWeights folded = fold(adapter, adaptation)) {
                assertThat(factored.form()).isEqualTo(AdaptedWeights.Form.FACTORED);
                assertThat(folded.form()).isEqualTo(AdaptedWeights.Form.FOLDED);
                float[][] one = model.logits(factored.view(), TOKENS);
                float[][] two = model.logits(folded.view(), TOKENS);
                assertClose(one, expected, tolerance(dtype));
                assertClose(two, expected, tolerance(dtype));
                assertClose(one, two, tolerance(dtype));
                // the tolerance would mean nothing if the expert did nothing
                float[][] base = model.logits(model.baseWeights(), TOKENS);
                assertThat(largestDifference(base, expected)).isGreaterThan(0.5);
            }
        });
    }

    /** What a mixture says of one expert is what the expert's file says, along both ways and in a batch of many. */
    @ParameterizedTest
    @EnumSource(Mixture.Form.class)
    void aOneHotMixtureIsThatExpertFoldedInDoublesFromItsFile(Mixture.Form form) {
        ModelFolder original = Fixtures.model("untied");
        List<MatrixInfo> matrices = MatrixInfo.of(original.config());
        Path file = folder.resolve("second.safetensors");
        ExpertFile.write(file, Fixtures.expert("second", Fixtures.gains(matrices, 12)));
        Expert second = ExpertFile.read(file);
        Expert first = Fixtures.expert("first", Fixtures.gains(matrices, 11));
        Expert third = Fixtures.expert("third", Fixtures.gains(matrices.subList(2, 9), 13));
        Adaptation oneHot =
                mixture(form, List.of(first, second, third), 0, 1, 0).adaptation(matrices);
        Adaptation other =
                mixture(form, List.of(first, second, third), 0.3, 0.2, 0.9).adaptation(matrices);
        assertThat(oneHot.gains()).usingRecursiveComparison().isEqualTo(second.gains());
        float[][] expected = expected(original, Adaptation.ofGains(second.gains()));
        open(original, Dtype.F32, (model, adapter) -> {
            try (AdaptedWeights factored = factor(adapter, oneHot);
                    AdaptedWeights folded = fold(adapter, oneHot);
                    SequenceWeights each = adapter.factorEach(
                            List.of(other, oneHot, other), 1, Progress.NONE, new CancellationToken())) {
                assertClose(model.logits(factored.view(), TOKENS), expected, F32_TOLERANCE);
                assertClose(model.logits(folded.view(), TOKENS), expected, F32_TOLERANCE);
                assertClose(rows(model, each, 3).get(1), expected, F32_TOLERANCE);
            }
        });
    }

    private static Mixture mixture(Mixture.Form form, List<Expert> experts, double... alphas) {
        List<Mixture.Share> shares = new ArrayList<>();
        for (int k = 0; k < alphas.length; k++) {
            shares.add(new Mixture.Share(experts.get(k), Alpha.everywhere(alphas[k])));
        }
        return new Mixture(form, shares);
    }

    /** Logits of the same tokens under each sequence's own weights. */
    private static List<float[][]> rows(LanguageModel model, SequenceWeights weights, int count) {
        List<float[][]> rows = new ArrayList<>();
        try (NDManager call = model.engine().newScope()) {
            long[] tokens = new long[count * TOKENS.length];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = TOKENS[i % TOKENS.length];
            }
            float[] flat = model.logits(call, weights.view(), call.create(tokens, new Shape(count, TOKENS.length)))
                    .toFloatArray();
            int size = flat.length / tokens.length;
            for (int row = 0; row < count; row++) {
                float[][] logits = new float[TOKENS.length][size];
                for (int t = 0; t < TOKENS.length; t++) {
                    System.arraycopy(flat, (row * TOKENS.length + t) * size, logits[t], 0, size);
                }
                rows.add(logits);
            }
        }
        return rows;
    }

    /** Answers end at different places, so that rows are taken out and their factors with them. */
    @Test
    void everySequenceOfABatchIsAnsweredUnderItsOwnWeights() {
        ModelFolder original = Fixtures.model("untied");
        List<MatrixInfo> matrices = MatrixInfo.of(original.config());
        List<Adaptation> adaptations = new ArrayList<>(List.of(Adaptation.NONE));
        for (int seed = 1; seed < 9; seed++) {
            // one of them leaves most matrices alone
            List<MatrixInfo> some = seed == 4 ? matrices.subList(3, 5) : matrices;
            adaptations.add(Adaptation.ofGains(Fixtures.gains(some, seed)));
        }
        List<int[]> prompts = List.of(new int[] {1, 17, 42, 3, 3}, new int[] {5, 9});
        Set<Integer> stops = Set.of(4, 8, 15, 16, 23, 42);
        CancellationToken token = new CancellationToken();
        open(original, Dtype.F32, (model, adapter) -> {
            BatchGenerator generator = new BatchGenerator(model);
            List<Continuation> alone = new ArrayList<>();
            List<int[]> all = new ArrayList<>();
            for (Adaptation adaptation : adaptations) {
                try (AdaptedWeights own = factor(adapter, adaptation)) {
                    for (int[] prompt : prompts) {
                        all.add(prompt);
                        alone.addAll(generator.generate(
                                own.view(), new BatchRequest(List.of(prompt), 12, Sampling.greedy(), stops), token));
                    }
                }
            }
            try (SequenceWeights each = adapter.factorEach(adaptations, prompts.size(), Progress.NONE, token)) {
                List<Continuation> together =
                        generator.generate(each.view(), new BatchRequest(all, 12, Sampling.greedy(), stops), token);
                for (int i = 0; i < alone.size(); i++) {
                    assertThat(together.get(i).tokens()).isEqualTo(alone.get(i).tokens());
                }
            }
            // the test would show nothing if all answers were alike, or of one length
            assertThat(alone.stream()
                            .map(answer -> Arrays.hashCode(answer.tokens()))
                            .distinct())
                    .hasSizeGreaterThan(6);
            assertThat(alone.stream().map(answer -> answer.tokens().length).distinct())
                    .hasSizeGreaterThan(2);
        });
    }

    private static double largestDifference(float[][] a, float[][] b) {
        double largest = 0;
        for (int t = 0; t < a.length; t++) {
            for (int i = 0; i < a[t].length; i++) {
                largest = Math.max(largest, Math.abs(a[t][i] - b[t][i]));
            }
        }
        return largest;
    }

    @ParameterizedTest
    @EnumSource(Dtype.class)
    void loraAdaptersComeBesideGains(Dtype dtype) {
        ModelFolder original = Fixtures.model("untied");
        List<MatrixInfo> matrices = MatrixInfo.of(original.config());
        LoraAdapter everywhere = FoldedInDoubles.lora(matrices, 3, 1);
        LoraAdapter queries = FoldedInDoubles.lora(
                matrices.stream().filter(m -> m.kind() == MatrixKind.Q).toList(), 2, 2);
        List<MatrixInfo> mlp =
                matrices.stream().filter(m -> !m.kind().isAttention()).toList();
        Adaptation adaptation = Mixture.offset(
                        new Mixture.Share(Fixtures.expert("e", Fixtures.gains(mlp, 4)), Alpha.everywhere(0.5)),
                        new Mixture.Share(everywhere, Alpha.everywhere(-0.7)),
                        new Mixture.Share(queries, Alpha.perLayer(List.of(1.0, 0.0, 2.0))))
                .adaptation(matrices);
        float[][] expected = expected(original, adaptation);
        open(original, dtype, (model, adapter) -> {
            try (AdaptedWeights factored = factor(adapter, adaptation);
                    AdaptedWeights folded = fold(adapter, adaptation)) {
                assertClose(model.logits(factored.view(), TOKENS), expected, tolerance(dtype));
                assertClose(model.logits(folded.view(), TOKENS), expected, tolerance(dtype));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Dtype.class)
    void neutralGainsAreTheBaseModelBitForBit(Dtype dtype) {
        ModelFolder original = Fixtures.model("untied");
        List<MatrixInfo> matrices = MatrixInfo.of(original.config());
        Mixture.Share share = new Mixture.Share(Fixtures.expert("e", Fixtures.gains(matrices, 7)), Alpha.everywhere(0));
        Mixture.Share style = new Mixture.Share(FoldedInDoubles.lora(matrices, 2, 3), Alpha.everywhere(0));
        Adaptation neutral = Mixture.offset(share, style).adaptation(matrices);
        open(original, dtype, (model, adapter) -> {
            float[][] base = model.logits(model.baseWeights(), TOKENS);
            try (AdaptedWeights factored = factor(adapter, neutral);
                    AdaptedWeights folded = fold(adapter, neutral)) {
                assertThat(factored.form()).isEqualTo(AdaptedWeights.Form.BASE);
                assertThat(model.logits(factored.view(), TOKENS)).isDeepEqualTo(base);
                assertThat(model.logits(folded.view(), TOKENS)).isDeepEqualTo(base);
            }
        });
    }

    @Test
    void aMatrixWithNeutralGainsAmongOthersStaysTheModelsOwn() {
        ModelFolder original = Fixtures.model("untied");
        List<MatrixInfo> matrices = MatrixInfo.of(original.config());
        Map<String, float[]> gains = new LinkedHashMap<>(Fixtures.gains(matrices, 7));
        MatrixInfo neutral = matrices.get(5);
        float[] ones = new float[neutral.rank()];
        Arrays.fill(ones, 1);
        gains.put(neutral.name(), ones);
        open(original, Dtype.F32, (model, adapter) -> {
            try (AdaptedWeights folded = fold(adapter, Adaptation.ofGains(gains));
                    AdaptedWeights factored = factor(adapter, Adaptation.ofGains(gains))) {
                assertThat(folded.view().weights().get(neutral.weightIndex())).isSameAs(model.weight(neutral.name()));
                assertThat(factored.view().d().get(neutral.adapterIndex()).size())
                        .isZero();
                assertThat(adapter.changed(folded.adaptation())).hasSize(matrices.size() - 1);
            }
        });
    }

    @Test
    void mixturesOfTheSameExpertsShareTheirVectors() {
        ModelFolder original = Fixtures.model("tied");
        List<MatrixInfo> matrices = MatrixInfo.of(original.config());
        Expert expert = Fixtures.expert("e", Fixtures.gains(matrices, 7));
        open(original, Dtype.F32, (model, adapter) -> {
            List<AdaptedWeights> made = new ArrayList<>();
            for (double alpha : new double[] {0.3, 0.6, -1}) {
                made.add(factor(
                        adapter,
                        Mixture.offset(new Mixture.Share(expert, Alpha.everywhere(alpha)))
                                .adaptation(matrices)));
            }
            assertThat(made.get(1).view().u()).isSameAs(made.get(0).view().u());
            assertThat(made.get(2).view().vt()).isSameAs(made.get(0).view().vt());
            float[][] before = model.logits(made.get(2).view(), TOKENS);
            made.get(0).close();
            made.get(1).close();
            // another expert with fewer matrices is served by the same vectors
            AdaptedWeights fewer = factor(adapter, Adaptation.ofGains(Fixtures.gains(matrices.subList(3, 5), 2)));
            assertThat(fewer.view().u()).isSameAs(made.get(2).view().u());
            fewer.close();
            // a LoRA adapter needs others; the old ones live until their last user is closed
            AdaptedWeights other = factor(
                    adapter,
                    Mixture.offset(new Mixture.Share(FoldedInDoubles.lora(matrices, 2, 3), Alpha.everywhere(1)))
                            .adaptation(matrices));
            assertThat(model.logits(made.get(2).view(), TOKENS)).isDeepEqualTo(before);
            made.get(2).close();
            made.get(2).close();
            other.close();
        });
    }

    @Test
    void longAnswersAreFoldedAndSingleStepsAreNot() {
        ModelFolder original = Fixtures.model("tied");
        List<MatrixInfo> matrices = MatrixInfo.of(original.config());
        Adaptation adaptation = Adaptation.ofGains(Fixtures.gains(matrices, 7));
        open(original, Dtype.F32, (model, adapter) -> {
            try (AdaptedWeights once = adapter.adapt(adaptation, 1, Progress.NONE, new CancellationToken());
                    AdaptedWeights often = adapter.adapt(adaptation, 5000, Progress.NONE, new CancellationToken())) {
                assertThat(once.form()).isEqualTo(AdaptedWeights.Form.FACTORED);
                assertThat(often.form()).isEqualTo(AdaptedWeights.Form.FOLDED);
            }
        });
    }
}
