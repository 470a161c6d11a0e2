package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;

/** The self-test passes where all is well, and fails where it must. */
class EffectSelfTestTest {

    private static final int[] PROMPT = {1, 17, 42, 3};

    @TempDir
    private Path folder;

    private ComputeEngine engine;
    private LanguageModel model;

    @BeforeEach
    void start() {
        engine = ComputeEngine.start(1, "cpu");
        model = Fixtures.open(engine, Fixtures.model("untied"), Dtype.F32);
    }

    @AfterEach
    void stop() {
        model.close();
        engine.close();
    }

    private Expert expert(List<MatrixInfo> matrices) {
        return Expert.untrained("math", new BaseModel("m", Optional.empty()), Fixtures.gains(matrices, 3));
    }

    private List<EffectCheck> run(Decomposition decomposition, Adapter tested, CancellationToken token) {
        try (WeightAdapter adapter = new WeightAdapter(model, decomposition)) {
            return new EffectSelfTest(model, adapter, new EffectMeter(model, decomposition))
                    .run(Mixture.offset(new Mixture.Share(tested, Alpha.everywhere(1))), PROMPT, Progress.NONE, token);
        }
    }

    private static EffectCheck of(List<EffectCheck> checks, EffectCheck.Kind kind) {
        return checks.stream().filter(check -> check.kind() == kind).findFirst().orElseThrow();
    }

    @Test
    void everyCheckPassesOnASoundModel() {
        try (Decomposition decomposition =
                Decomposition.open(engine, model.files(), Dtype.F32, new DecompositionStore(folder.resolve("store")))) {
            List<EffectCheck> checks = run(decomposition, expert(model.matrices()), new CancellationToken());
            assertThat(checks).extracting(EffectCheck::kind).containsExactly(EffectCheck.Kind.values());
            assertThat(checks).allMatch(EffectCheck::passed);
            assertThat(of(checks, EffectCheck.Kind.KNOWN).measured()).isCloseTo(0.125, within(1e-6));
            EffectCheck folded = of(checks, EffectCheck.Kind.FOLDED);
            assertThat(folded.measured()).isPositive().isCloseTo(folded.expected(), within(1e-5 * folded.expected()));
            assertThat(of(checks, EffectCheck.Kind.SEEN).measured()).isGreaterThan(1e-4);
        }
    }

    /** The decomposition is that of weights three times as large in one layer. */
    @Test
    void aDecompositionOfOtherWeightsIsFoundOut() {
        MatrixInfo other = model.matrices().get(8);
        float[] larger = model.weight(other.name()).toFloatArray();
        for (int i = 0; i < larger.length; i++) {
            larger[i] *= 3;
        }
        ModelFolder changed =
                Fixtures.copyWith(Fixtures.model("untied"), folder.resolve("other"), Map.of(other.name(), larger));
        try (Decomposition decomposition =
                Decomposition.open(engine, changed, Dtype.F32, new DecompositionStore(folder.resolve("store")))) {
            List<EffectCheck> checks = run(decomposition, expert(model.matrices()), new CancellationToken());
            EffectCheck known = of(checks, EffectCheck.Kind.KNOWN);
            assertThat(known.passed()).isFalse();
            assertThat(known.measured()).isGreaterThan(0.13);
        }
    }

    @Test
    void anAdapterWithVectorsOfItsOwnIsSparedItsOpposite() {
        MatrixInfo matrix = model.matrices().get(6);
        float[] b = new float[matrix.rows()];
        float[] a = new float[matrix.columns()];
        Arrays.fill(b, 0.3f);
        Arrays.fill(a, -0.2f);
        LoraAdapter lora = new LoraAdapter(
                "style", "", Map.of(matrix.name(), new LoraAdapter.Pair(matrix.rows(), matrix.columns(), 1, 2, b, a)));
        try (Decomposition decomposition =
                Decomposition.open(engine, model.files(), Dtype.F32, new DecompositionStore(folder.resolve("store")))) {
            List<EffectCheck> checks = run(decomposition, lora, new CancellationToken());
            assertThat(checks)
                    .extracting(EffectCheck::kind)
                    .doesNotContain(EffectCheck.Kind.CANCELLED)
                    .hasSize(4);
            assertThat(checks).allMatch(EffectCheck::passed);
        }
    }

    @Test
    void itIsCancelled() {
        CancellationToken token = new CancellationToken();
        token.cancel();
        try (Decomposition decomposition =
                Decomposition.open(engine, model.files(), Dtype.F32, new DecompositionStore(folder.resolve("store")))) {
            assertThatThrownBy(() -> run(decomposition, expert(model.matrices()), token))
                    .isInstanceOf(CancelledException.class);
        }
    }
}
