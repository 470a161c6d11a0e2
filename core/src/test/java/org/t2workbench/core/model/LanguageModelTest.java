package org.t2workbench.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;

class LanguageModelTest {

    /** bf16 keeps 8 bits: 0.4 % a rounding, over some twenty roundings of logits of up to 5 units. */
    private static final float BF16_TOLERANCE = 0.25f;

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
    @ValueSource(strings = {"tied", "untied"})
    void logitsAreThoseOfTheReference(String name) {
        Golden golden = Golden.read(name);
        try (LanguageModel model = Golden.open(engine, name, Dtype.F32)) {
            float[][] logits =
                    model.logits(model.baseWeights(), golden.prompts().get(0));
            assertClose(logits, golden.logits(), Golden.F32_TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied"})
    void farPositionsTurnAsInTheReference(String name) {
        Golden golden = Golden.read(name);
        try (LanguageModel model = Golden.open(engine, name, Dtype.F32)) {
            float[][] logits = model.logits(model.baseWeights(), golden.distantPrompt());
            assertClose(
                    new float[][] {logits[logits.length - 1]},
                    new float[][] {golden.distantLogits()},
                    Golden.F32_TOLERANCE);
        }
    }

    /** The base model multiplies matrices that lie one behind the other at once; folded weights lie anywhere. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 40})
    void joinedMatricesGiveWhatEachOfThemGives(int length) {
        int[] tokens = new int[length];
        for (int t = 0; t < length; t++) {
            tokens[t] = 3 + t;
        }
        try (LanguageModel model = Golden.open(engine, "untied", Dtype.F32)) {
            WeightView joined = model.baseWeights();
            WeightView apart = WeightView.plain(joined.weights());
            assertThat(joined.joined()).isTrue();
            assertThat(apart.joined()).isFalse();
            assertClose(model.logits(joined, tokens), model.logits(apart, tokens), Golden.F32_TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied"})
    void aPaddedBatchScoresEachSequenceAsAlone(String name) {
        Golden golden = Golden.read(name);
        List<int[]> prompts = golden.prompts();
        int longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
        long[] tokens = new long[prompts.size() * longest];
        for (int row = 0; row < prompts.size(); row++) {
            for (int t = 0; t < prompts.get(row).length; t++) {
                tokens[row * longest + t] = prompts.get(row)[t];
            }
        }
        try (LanguageModel model = Golden.open(engine, name, Dtype.F32);
                NDManager scope = engine.newScope()) {
            int vocabulary = model.config().vocabularySize();
            float[] logits = model.logits(
                            scope, model.baseWeights(), scope.create(tokens, new Shape(prompts.size(), longest)))
                    .toFloatArray();
            float[][] last = new float[prompts.size()][vocabulary];
            for (int row = 0; row < last.length; row++) {
                int position = row * longest + prompts.get(row).length - 1;
                System.arraycopy(logits, position * vocabulary, last[row], 0, vocabulary);
            }
            assertClose(last, golden.batchLogits(), Golden.F32_TOLERANCE);
        }
    }

    @Test
    void halfPrecisionStaysNearTheReference() {
        Golden golden = Golden.read("untied");
        try (LanguageModel model = Golden.open(engine, "untied", Dtype.BF16)) {
            float[][] logits =
                    model.logits(model.baseWeights(), golden.prompts().get(0));
            assertClose(logits, golden.logits(), BF16_TOLERANCE);
        }
    }

    @Test
    void doublePrecisionAgreesWithSingle() {
        Golden golden = Golden.read("untied");
        try (LanguageModel single = Golden.open(engine, "untied", Dtype.F32);
                LanguageModel twice = Golden.open(engine, "untied", Dtype.F64)) {
            int[] prompt = golden.prompts().get(0);
            float[][] wide = twice.logits(twice.baseWeights(), prompt);
            assertClose(wide, single.logits(single.baseWeights(), prompt), Golden.F32_TOLERANCE);
            assertClose(wide, golden.logits(), Golden.F32_TOLERANCE);
        }
    }

    @Test
    void matricesCarryTheirNamesShapesAndPlaces() {
        try (LanguageModel model = Golden.open(engine, "untied", Dtype.F32)) {
            assertThat(model.matrices()).hasSize(21);
            assertThat(model.matrices().get(8))
                    .isEqualTo(new MatrixInfo(
                            "model.layers.1.self_attn.k_proj.weight", 1, MatrixKind.K, 12, 30, false, 20, 8));
            for (MatrixInfo matrix : model.matrices()) {
                Shape shape = new Shape(matrix.rows(), matrix.columns());
                assertThat(model.weight(matrix.name()).getShape()).isEqualTo(shape);
                assertThat(model.baseWeights().weights().get(matrix.weightIndex()))
                        .as(matrix.name())
                        .isSameAs(model.weight(matrix.name()));
                assertThat(model.matrices().get(matrix.adapterIndex())).isSameAs(matrix);
            }
        }
    }

    @Test
    void aTiedOutputMatrixIsTheEmbeddingAndCountsOnce() {
        try (LanguageModel model = Golden.open(engine, "tied", Dtype.F32)) {
            assertThat(model.weight("lm_head.weight")).isSameAs(model.weight("model.embed_tokens.weight"));
        }
        long tied = LanguageModel.parameters(Golden.folder("tied").config());
        assertThat(LanguageModel.parameters(Golden.folder("untied").config()) - tied)
                .isEqualTo(61 * 30);
        assertThat(LanguageModel.weightBytes(Golden.folder("tied").config(), Dtype.BF16))
                .isEqualTo(2 * tied);
    }

    @Test
    void badTokensAreRefusedInPlainWords() {
        try (LanguageModel model = Golden.open(engine, "tied", Dtype.F32)) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> model.logits(model.baseWeights(), new int[0]))
                    .withMessageContaining("no token");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> model.logits(model.baseWeights(), new int[129]))
                    .withMessageContaining("129 tokens")
                    .withMessageContaining("at most 128");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> model.logits(model.baseWeights(), new int[] {3, 61}))
                    .withMessageContaining("token 61")
                    .withMessageContaining("has 61 tokens");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> model.weight("model.layers.3.mlp.up_proj.weight"))
                    .withMessageContaining("tied");
        }
    }

    @Test
    void loadingReportsEveryTensorAndCanBeCancelled() {
        List<String> stages = new ArrayList<>();
        LanguageModel.open(
                        engine,
                        Golden.folder("tied"),
                        Dtype.F32,
                        (stage, done, total) -> stages.add(stage),
                        new CancellationToken())
                .close();
        assertThat(stages).hasSize(1 + 9 * 3 + 1 + 1).contains("loading model.norm.weight");
        CancellationToken token = new CancellationToken();
        token.cancel();
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> LanguageModel.open(engine, Golden.folder("tied"), Dtype.F32, Progress.NONE, token));
    }

    @Test
    void aModelLargerThanTheMachineIsRefusedBeforeItIsRead(@TempDir Path folder) throws IOException {
        String config = Files.readString(Golden.path("tied").resolve("config.json"))
                .replaceFirst("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 1000")
                .replaceFirst("\"intermediate_size\": 33", "\"intermediate_size\": 1000000")
                .replaceFirst("\"hidden_size\": 30", "\"hidden_size\": 30000");
        Files.writeString(folder.resolve("config.json"), config);
        ModelFolder large = ModelFolder.open(folder);
        assertThatExceptionOfType(OutOfResourcesException.class)
                .isThrownBy(() -> LanguageModel.open(engine, large, Dtype.F32, Progress.NONE, new CancellationToken()))
                .withMessageContaining("GB of memory are needed to load the model");
    }

    private static void assertClose(float[][] actual, float[][] expected, float tolerance) {
        assertThat(actual).hasDimensions(expected.length, expected[0].length);
        for (int row = 0; row < expected.length; row++) {
            for (int i = 0; i < expected[row].length; i++) {
                assertThat(actual[row][i])
                        .as("row %d, token %d", row, i)
                        .isEqualTo(expected[row][i], within(tolerance));
            }
        }
    }

    @Test
    void logitsThatNoArrayHoldsAreRefused() {
        assertThat(LanguageModel.logitsOf(43_690, 49_152)).isEqualTo(43_690 * 49_152);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> LanguageModel.logitsOf(43_691, 49_152))
                .withMessageContaining("at most 43690 tokens");
    }
}
