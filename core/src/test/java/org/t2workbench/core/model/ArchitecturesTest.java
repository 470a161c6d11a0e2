package org.t2workbench.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.family.Families;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;

/** Every family agrees with Hugging Face transformers on a small model of its kind. */
class ArchitecturesTest {

    private static final String NAMES = "org.t2workbench.core.model.ArchitectureGolden#names";

    private static final int TOKENS = 50;

    /** bf16 keeps 8 bits, 0.4 % a rounding; over some fifty roundings this much of the largest logit. */
    private static final double BF16_SHARE = 0.06;

    private final CancellationToken token = new CancellationToken();
    private ComputeEngine engine;

    @BeforeEach
    void start() {
        engine = ComputeEngine.start(1, "cpu");
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void everyFamilyHasASmallModel() {
        Set<String> types = ArchitectureGolden.names()
                .map(name -> ArchitectureGolden.folder(name).config().modelType())
                .collect(Collectors.toSet());
        assertThat(types).containsExactlyInAnyOrderElementsOf(Families.types());
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void logitsAreThoseOfTheReference(String name) {
        ArchitectureGolden golden = ArchitectureGolden.read(name);
        for (Dtype dtype : List.of(Dtype.F32, Dtype.F64)) {
            try (LanguageModel model = ArchitectureGolden.open(engine, name, dtype)) {
                float[][] logits =
                        model.logits(model.baseWeights(), golden.prompts().get(0));
                assertClose(logits, golden.logits(), ArchitectureGolden.TOLERANCE);
            }
        }
    }

    /** Its context is 8192 and was, as transformers has it, 4096 at first. */
    @Test
    void aPhi3ThatDoesNotSayItsFirstContextIsTheReferences() throws IOException {
        JsonNode golden = new ObjectMapper()
                .readTree(ArchitectureGolden.path("phi3-original")
                        .resolve("golden.json")
                        .toFile());
        try (LanguageModel model = ArchitectureGolden.open(engine, "phi3-original", Dtype.F32)) {
            for (int length : new int[] {14, 4096, 4097, 4100}) {
                int[] text = IntStream.range(0, length)
                        .map(i -> (5 * i * i + i) % 29 + 3)
                        .toArray();
                float[] expected = new ObjectMapper().treeToValue(golden.get(Integer.toString(length)), float[].class);
                float[][] logits = model.logits(model.baseWeights(), text);
                assertClose(new float[][] {logits[length - 1]}, new float[][] {expected}, ArchitectureGolden.TOLERANCE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void aBatchPaddedOnTheLeftGivesTheReferencesLogits(String name) {
        ArchitectureGolden golden = ArchitectureGolden.read(name);
        try (LanguageModel model = ArchitectureGolden.open(engine, name, Dtype.F32);
                NDManager call = engine.newScope();
                DecodingState state = new DecodingState(model, model.baseWeights(), golden.prompts())) {
            float[] flat = state.readPrompts(call, token).toFloatArray();
            assertClose(rows(flat, golden.prompts().size()), golden.batchLogits(), ArchitectureGolden.TOLERANCE);
        }
    }

    /** As training and scoring read them. */
    @ParameterizedTest
    @MethodSource(NAMES)
    void aBatchPaddedOnTheRightGivesTheReferencesLogits(String name) {
        ArchitectureGolden golden = ArchitectureGolden.read(name);
        // a text that is long changes how Phi-3 turns all that is read with it
        List<int[]> prompts = golden.prompts().subList(0, 3);
        int longest = prompts.get(0).length;
        long[] tokens = new long[prompts.size() * longest];
        for (int row = 0; row < prompts.size(); row++) {
            for (int t = 0; t < prompts.get(row).length; t++) {
                tokens[row * longest + t] = prompts.get(row)[t];
            }
        }
        try (LanguageModel model = ArchitectureGolden.open(engine, name, Dtype.F32);
                NDManager call = engine.newScope()) {
            float[] flat = model.logits(
                            call, model.baseWeights(), call.create(tokens, new Shape(prompts.size(), longest)))
                    .toFloatArray();
            float[][] all = rows(flat, prompts.size() * longest);
            float[][] last = new float[prompts.size()][];
            for (int row = 0; row < last.length; row++) {
                last[row] = all[row * longest + prompts.get(row).length - 1];
            }
            assertClose(last, Arrays.copyOf(golden.batchLogits(), last.length), ArchitectureGolden.TOLERANCE);
        }
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void greedyAnswersAreThoseOfTheReferenceTogetherAndAlone(String name) {
        ArchitectureGolden golden = ArchitectureGolden.read(name);
        try (LanguageModel model = ArchitectureGolden.open(engine, name, Dtype.F32)) {
            List<int[]> prompts = golden.prompts();
            List<Continuation> together = answers(model, prompts);
            int certain = 0;
            for (int i = 0; i < prompts.size(); i++) {
                int steps = golden.certainSteps(i);
                certain += steps;
                int[] expected = Arrays.copyOf(golden.greedy().get(i), steps);
                int[] alone = answers(model, List.of(prompts.get(i))).get(0).tokens();
                assertThat(Arrays.copyOf(together.get(i).tokens(), steps))
                        .as("prompt %d of the batch", i)
                        .isEqualTo(expected);
                assertThat(Arrays.copyOf(alone, steps)).as("prompt %d alone", i).isEqualTo(expected);
            }
            // ties everywhere would leave nothing to compare
            assertThat(certain).isGreaterThan(3 * TOKENS);
        }
    }

    /** A cache that is filled piece by piece, as for prompts too long for one pass, answers as one that is filled at once. */
    @ParameterizedTest
    @MethodSource(NAMES)
    void promptsReadInPartsGiveTheSameAnswers(String name) {
        try (LanguageModel model = ArchitectureGolden.open(engine, name, Dtype.F64)) {
            int[] prompt = ArchitectureGolden.read(name).prompts().get(3);
            // so many rows that they are read 16 positions at a time
            List<int[]> many = new ArrayList<>();
            for (int row = 0; row < 500; row++) {
                many.add(Arrays.copyOf(prompt, row % 2 == 0 ? prompt.length : prompt.length - 9));
            }
            try (NDManager call = engine.newScope();
                    DecodingState parts = new DecodingState(model, model.baseWeights(), many);
                    DecodingState whole = new DecodingState(model, model.baseWeights(), many.subList(0, 2))) {
                float[][] expected = rows(floats(whole.readPrompts(call, token).toDoubleArray()), 2);
                float[][] found = rows(floats(parts.readPrompts(call, token).toDoubleArray()), many.size());
                for (int row = 0; row < 4; row++) {
                    assertClose(
                            new float[][] {found[row]},
                            new float[][] {expected[row % 2]},
                            ArchitectureGolden.TOLERANCE / 100);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void halfPrecisionStaysNearTheReference(String name) {
        ArchitectureGolden golden = ArchitectureGolden.read(name);
        try (LanguageModel model = ArchitectureGolden.open(engine, name, Dtype.BF16)) {
            float[][] logits =
                    model.logits(model.baseWeights(), golden.prompts().get(0));
            double squares = 0;
            double size = 0;
            for (int row = 0; row < logits.length; row++) {
                for (int i = 0; i < logits[row].length; i++) {
                    double expected = golden.logits()[row][i];
                    squares += (logits[row][i] - expected) * (logits[row][i] - expected);
                    size += expected * expected;
                }
            }
            assertThat(Math.sqrt(squares / size)).isBetween(1e-6, BF16_SHARE);
            for (Continuation answer : answers(model, golden.prompts())) {
                assertThat(answer.tokens()).hasSize(TOKENS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void theConfigurationOfTheNextVersionReadsTheSame(String name) {
        ModelConfig older = ArchitectureGolden.folder(name).config();
        ModelConfig newer = ModelConfig.read(ArchitectureGolden.path(name).resolve("config-5.json"));
        assertThat(newer).isEqualTo(older);
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void matricesStandWhereTheirFamilySaysAndCoverAttentionAndMlp(String name) {
        try (LanguageModel model = ArchitectureGolden.open(engine, name, Dtype.F32)) {
            int perLayer = model.matrices().size() / model.config().layers();
            for (MatrixInfo matrix : model.matrices()) {
                assertThat(model.weight(matrix.name()).getShape())
                        .isEqualTo(new Shape(matrix.rows(), matrix.columns()));
                assertThat(model.baseWeights().weights().get(matrix.weightIndex()))
                        .isSameAs(model.weight(matrix.name()));
                assertThat(matrix.adapterIndex() / perLayer).isEqualTo(matrix.layer());
            }
            List<MatrixKind> kinds = model.matrices().stream()
                    .limit(perLayer)
                    .map(MatrixInfo::kind)
                    .toList();
            assertThat(kinds).isEqualTo(expectedKinds(model.config().modelType()));
        }
    }

    private static List<MatrixKind> expectedKinds(String type) {
        Map<String, List<MatrixKind>> fused = Map.of(
                "phi3", List.of(MatrixKind.QKV, MatrixKind.O, MatrixKind.GATE_UP, MatrixKind.DOWN),
                "gpt2", List.of(MatrixKind.QKV, MatrixKind.O, MatrixKind.UP, MatrixKind.DOWN));
        return fused.getOrDefault(
                type,
                List.of(
                        MatrixKind.Q,
                        MatrixKind.K,
                        MatrixKind.V,
                        MatrixKind.O,
                        MatrixKind.GATE,
                        MatrixKind.UP,
                        MatrixKind.DOWN));
    }

    private List<Continuation> answers(LanguageModel model, List<int[]> prompts) {
        return new BatchGenerator(model)
                .generate(model.baseWeights(), new BatchRequest(prompts, TOKENS, Sampling.greedy(), Set.of()), token);
    }

    private static float[] floats(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    private static float[][] rows(float[] flat, int count) {
        int width = flat.length / count;
        float[][] rows = new float[count][];
        for (int row = 0; row < count; row++) {
            rows[row] = Arrays.copyOfRange(flat, row * width, (row + 1) * width);
        }
        return rows;
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
}
