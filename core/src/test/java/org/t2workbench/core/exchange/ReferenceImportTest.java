package org.t2workbench.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.TorchBytes;
import org.t2workbench.core.checkpoint.TorchFuzz;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.Parametrisation;

/** Files of the authors' kinds and what their formulas make of them ({@code golden/exchange/make_reference.py}). */
class ReferenceImportTest {

    private static final double TOLERANCE = 1e-5;

    @TempDir
    private Path temporary;

    private Opened opened;

    @BeforeEach
    void open() {
        opened = Opened.untied(temporary.resolve("store"));
    }

    @AfterEach
    void close() {
        opened.close();
    }

    private ReferenceImport read(Path file, Optional<ReferenceMask> mask) {
        return ReferenceImport.read(
                file,
                mask,
                new ReferenceImport.Labels("theirs", "math"),
                opened.target(),
                opened.decomposition,
                Progress.NONE,
                new CancellationToken());
    }

    private static float[] golden(String tensor) {
        try (Safetensors file = Safetensors.open(Opened.golden("exchange/reference.safetensors"))) {
            float[] values = new float[(int) file.info(tensor).elements()];
            file.readFloats(tensor, 0, FloatBuffer.wrap(values));
            return values;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "policy_params.pt, POLICY, sigmoid",
        "learnable_params.pt, LEARNABLE, sigmoid",
        "mixture_params.pt, MIXTURE, mixture"
    })
    void gainsAndWeightsAreThoseOfTheAuthorsFormulas(String name, ExpertImport.Kind kind, String mask) {
        ReferenceImport imported = read(Opened.golden("exchange/" + name), Optional.empty());
        assertThat(imported.kind()).isEqualTo(kind);
        assertThat(imported.mask().label()).isEqualTo(mask);
        assertAgrees(imported.expert(), mask);
    }

    private void assertAgrees(Expert expert, String mask) {
        List<MatrixInfo> adapted = opened.matrices().stream()
                .filter(matrix -> matrix.name().contains("mlp"))
                .toList();
        assertThat(expert.matrices())
                .containsExactlyElementsOf(
                        adapted.stream().map(MatrixInfo::name).toList());
        Adaptation adaptation =
                Mixture.offset(new Mixture.Share(expert, Alpha.everywhere(1))).adaptation(opened.matrices());
        var folded = opened.folded(adaptation);
        for (MatrixInfo matrix : adapted) {
            float[] gains = Objects.requireNonNull(expert.gains().get(matrix.name()));
            assertClose(gains, golden(matrix.name() + "." + mask + ".gain"), matrix.name());
            if (matrix.layer() == 1) {
                assertClose(
                        Objects.requireNonNull(folded.get(matrix.name())),
                        golden(matrix.name() + "." + mask + ".composed"),
                        matrix.name());
            }
            // the sum of the singular values stays
            double[] sigma = opened.decomposition.singularValues(matrix.name());
            double scaled = 0;
            for (int i = 0; i < sigma.length; i++) {
                scaled += sigma[i] * gains[i];
            }
            assertThat(scaled).isCloseTo(Arrays.stream(sigma).sum(), within(1e-5));
        }
    }

    private static void assertClose(float[] values, float[] expected, String what) {
        assertThat(values).hasSameSizeAs(expected);
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i])
                    .as(what)
                    .isCloseTo(expected[i], within(TOLERANCE * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @Test
    void whatAFewShotMixtureSavedUnderTheMatricesNamesIsReadWithoutTheSigmoid() {
        Path file = Opened.golden("exchange/mixture_learnable_params.pt");
        assertAgrees(read(file, Optional.of(ReferenceMask.MIXTURE)).expert(), "mixture");
    }

    @Test
    void theThreeMasksTellTheExpertWhatItIs() {
        Path file = Opened.golden("exchange/policy_params.pt");
        Expert sigmoid = read(file, Optional.empty()).expert();
        assertThat(sigmoid.parametrisation()).isEqualTo(Parametrisation.SIGMOID);
        assertThat(sigmoid.raw()).containsOnlyKeys(sigmoid.gains().keySet());
        Expert direct = read(file, Optional.of(ReferenceMask.DIRECT)).expert();
        assertThat(direct.parametrisation()).isEqualTo(Parametrisation.DIRECT);
        direct.gains()
                .forEach((matrix, gains) ->
                        assertThat(gains).containsExactly(sigmoid.raw().get(matrix)));
        Expert mixture = read(file, Optional.of(ReferenceMask.MIXTURE)).expert();
        assertThat(mixture.raw()).isEmpty();
        assertThat(mixture.training()).contains("\"mask\":\"mixture\"").contains("policy_params.pt");
        assertThat(mixture.gains().values()).noneMatch(gains -> gains.length == 0);
    }

    @Test
    void anImportedExpertIsAnOrdinaryFile() {
        Expert imported = read(Opened.golden("exchange/policy_params.pt"), Optional.empty())
                .expert();
        Path file = temporary.resolve("theirs.safetensors");
        ExpertFile.write(file, imported);
        Expert read = ExpertFile.read(file);
        assertThat(read.fingerprint()).isEqualTo(imported.fingerprint());
        assertThat(read.name()).isEqualTo("theirs");
        assertThat(read.task()).isEqualTo("math");
        assertThat(read.base()).isEqualTo(opened.base);
        assertThat(read.checkAgainst(opened.target())).isEmpty();
    }

    private void refused(String word, byte[] bytes) throws IOException {
        Path file = temporary.resolve("given.pt");
        Files.write(file, bytes);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(file, Optional.empty()))
                .withMessageContaining(word)
                .satisfies(TorchFuzz::requireSentence);
    }

    private static TorchBytes vector(TorchBytes bytes, String name, float... values) {
        bytes.text(name)
                .tensor("FloatStorage", name, values.length, 0, new long[] {values.length}, new long[] {1})
                .ops("s");
        return bytes.storage(name, values);
    }

    private static TorchBytes numbered(int vectors, int length, float value) {
        TorchBytes bytes = new TorchBytes().ops("}");
        for (int i = 0; i < vectors; i++) {
            float[] values = new float[length];
            Arrays.fill(values, value);
            vector(bytes, "learnable_params_module_list." + i, values);
        }
        return bytes;
    }

    @Test
    void filesOfOtherModelsAndOthersAreRefused() throws IOException {
        refused("8 vectors, but the model has 9", numbered(8, 30, 1).ops(".").file());
        refused("10 vectors, but the model has 9", numbered(10, 30, 1).ops(".").file());
        refused("has 30 singular values", numbered(9, 31, 1).ops(".").file());
        refused("not finite", numbered(9, 30, Float.NaN).ops(".").file());
        refused(
                "also a tensor else",
                vector(numbered(9, 30, 1), "else", 1).ops(".").file());
        // sigmoid of these is 0: nothing is left of the matrix
        refused("cancel out", numbered(9, 30, -1e5f).ops(".").file());
        refused("no tensors", new TorchBytes().ops("}.").file());
        refused(
                "no matrix of the model",
                vector(new TorchBytes().ops("}"), "lm_head.weight.U", 1)
                        .ops(".")
                        .file());
        refused(
                "adaptive_weights",
                vector(new TorchBytes().ops("}"), "adaptive_weights", 1, 2)
                        .ops(".")
                        .file());
        TorchBytes strange = vector(new TorchBytes().ops("}"), "adaptive_weights", 1);
        refused("weights_1_k_x", vector(strange, "weights_1_k_x", 1).ops(".").file());
        refused(
                "posix.system",
                new TorchBytes()
                        .global("posix", "system")
                        .text("true")
                        .raw(0x85)
                        .ops("R.")
                        .file());
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy_params.pt", "learnable_params.pt", "mixture_params.pt"})
    void aFileWithWrongBytesIsReadOrRefusedAndNothingElse(String name) throws IOException {
        byte[] sound = Files.readAllBytes(Opened.golden("exchange/" + name));
        Random random = new Random(6);
        for (int round = 0; round < 300; round++) {
            byte[] changed = sound.clone();
            for (int k = 1 + random.nextInt(3); k > 0; k--) {
                changed[random.nextInt(Math.min(3000, changed.length))] = (byte) random.nextInt(256);
            }
            ReferenceFuzz.file(changed, opened.matrices());
        }
    }

    @Test
    void equalParametersAreTheBaseModel() throws IOException {
        Path file = temporary.resolve("equal.pt");
        Files.write(file, numbered(9, 30, 0.1f).ops(".").file());
        Expert expert = read(file, Optional.empty()).expert();
        expert.gains().values().forEach(gains -> {
            for (float gain : gains) {
                assertThat(gain).isCloseTo(1, within(1e-6f));
            }
        });
    }

    @Test
    void anImportThatIsCancelledStops() {
        CancellationToken token = new CancellationToken();
        token.cancel();
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> ReferenceImport.read(
                        Opened.golden("exchange/policy_params.pt"),
                        Optional.empty(),
                        new ReferenceImport.Labels("x", ""),
                        opened.target(),
                        opened.decomposition,
                        Progress.NONE,
                        token));
    }
}
