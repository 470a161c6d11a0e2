package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.ArchitectureGolden;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;

/** Experts and added adapters do to every family's matrices what their files say, fused and transposed ones among them. */
class ArchitectureAdaptationTest {

    private static final String NAMES = "org.t2workbench.core.model.ArchitectureGolden#names";

    @TempDir
    private Path folder;

    private ComputeEngine engine;

    @BeforeEach
    void start() {
        engine = ComputeEngine.start(1, "cpu");
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void expertsAndLoraFoldedAndFactoredAgreeWithWeightsFoldedInDoubles(String name) {
        ModelFolder original = ArchitectureGolden.folder(name);
        List<MatrixInfo> matrices = MatrixInfo.of(original.config());
        Adaptation adaptation = Mixture.offset(
                        new Mixture.Share(Fixtures.expert("e", Fixtures.gains(matrices, 4)), Alpha.everywhere(0.5)),
                        new Mixture.Share(FoldedInDoubles.lora(matrices, 3, 1), Alpha.everywhere(-0.7)))
                .adaptation(matrices);
        int[] tokens = ArchitectureGolden.read(name).prompts().get(0);
        float[][] expected = FoldedInDoubles.logits(engine, original, adaptation, folder.resolve("folded"), tokens);
        CancellationToken token = new CancellationToken();
        try (LanguageModel model = Fixtures.open(engine, original, Dtype.F32);
                Decomposition decomposition = Decomposition.open(
                        engine, original, Dtype.F32, new DecompositionStore(folder.resolve("store")));
                WeightAdapter adapter = new WeightAdapter(model, decomposition);
                AdaptedWeights factored = adapter.factor(adaptation, Progress.NONE, token);
                AdaptedWeights folded = adapter.fold(adaptation, Progress.NONE, token)) {
            float[][] base = model.logits(model.baseWeights(), tokens);
            for (AdaptedWeights weights : List.of(factored, folded)) {
                float[][] logits = model.logits(weights.view(), tokens);
                for (int t = 0; t < expected.length; t++) {
                    assertThat(logits[t]).containsExactly(expected[t], within(ArchitectureGolden.TOLERANCE));
                }
            }
            // the tolerance would mean nothing if the adapters did nothing
            assertThat(largestDifference(base, expected)).isGreaterThan(0.1);
        }
    }

    /** As PEFT scales them: what k and v give and what the MLP's last matrix reads. */
    @ParameterizedTest
    @MethodSource(NAMES)
    void ia3FoldedAndFactoredAgree(String name) {
        ModelFolder original = ArchitectureGolden.folder(name);
        Map<String, Ia3Adapter.Scale> scales = new LinkedHashMap<>();
        Random random = new Random(2);
        for (MatrixInfo matrix : MatrixInfo.of(original.config())) {
            if (List.of(MatrixKind.K, MatrixKind.V, MatrixKind.QKV, MatrixKind.DOWN)
                    .contains(matrix.kind())) {
                boolean input = Ia3Adapter.scalesInput(matrix.kind());
                float[] vector = new float[input ? matrix.columns() : matrix.rows()];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = 0.5f + random.nextFloat();
                }
                scales.put(matrix.name(), new Ia3Adapter.Scale(input, vector));
            }
        }
        Adaptation adaptation = Mixture.offset(
                        new Mixture.Share(new Ia3Adapter("ia3", "tiny", scales), Alpha.everywhere(0.8)))
                .adaptation(MatrixInfo.of(original.config()));
        int[] tokens = ArchitectureGolden.read(name).prompts().get(0);
        CancellationToken token = new CancellationToken();
        try (LanguageModel model = Fixtures.open(engine, original, Dtype.F32);
                Decomposition decomposition = Decomposition.open(
                        engine, original, Dtype.F32, new DecompositionStore(folder.resolve("store")));
                WeightAdapter adapter = new WeightAdapter(model, decomposition);
                AdaptedWeights factored = adapter.factor(adaptation, Progress.NONE, token);
                AdaptedWeights folded = adapter.fold(adaptation, Progress.NONE, token)) {
            float[][] one = model.logits(factored.view(), tokens);
            float[][] two = model.logits(folded.view(), tokens);
            for (int t = 0; t < one.length; t++) {
                assertThat(one[t]).containsExactly(two[t], within(ArchitectureGolden.TOLERANCE));
            }
            assertThat(largestDifference(one, model.logits(model.baseWeights(), tokens)))
                    .isGreaterThan(0.1);
        }
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
}
