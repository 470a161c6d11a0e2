package org.t2workbench.core.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.ModelTensor;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.checkpoint.family.LlamaFamily;
import org.t2workbench.core.checkpoint.family.StreamNorms;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.ArchitectureGolden;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;

/** Components in words, on a model whose directions are known tokens, and on every family against plain doubles. */
class DirectionsTest {

    /** Width and vocabulary of the hand-made model: token t is the t-th unit vector, the others sums of two. */
    private static final int WIDTH = 8;

    private static final int VOCABULARY = 12;
    private static final int INNER = 10;
    private static final String DOWN = "model.layers.0.mlp.down_proj.weight";
    private static final String GATE = "model.layers.0.mlp.gate_proj.weight";
    private static final String UP = "model.layers.0.mlp.up_proj.weight";

    @TempDir
    private Path temp;

    private record Bench(LanguageModel model, Decomposition decomposition, Directions directions) {

        MatrixInfo matrix(String name) {
            return model.matrices().stream()
                    .filter(matrix -> matrix.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        ComponentWords words(String matrix, int component) {
            return directions.words(matrix(matrix), component, 3, Integer.MAX_VALUE);
        }

        DirectionSearch search(StreamSide side, int... tokens) {
            return directions.search(side, tokens, 5, Progress.NONE, new CancellationToken());
        }
    }

    private interface Body {
        void run(Bench bench);
    }

    private void with(ModelFolder folder, Dtype dtype, Body body) {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                LanguageModel model =
                        LanguageModel.open(engine, folder, dtype, Progress.NONE, new CancellationToken());
                Decomposition decomposition =
                        Decomposition.open(engine, folder, dtype, new DecompositionStore(temp.resolve("store")));
                Directions directions = new Directions(model, decomposition)) {
            body.run(new Bench(model, decomposition, directions));
        }
    }

    /**
     * down writes token 3 from inner place 1 (σ 4) and against token 5 from inner place 0 (σ 2); gate reads token 2 (σ 3) and
     * token 6 (σ 1). The norm before the MLP weighs place 2 with 1, place 6 with 5 and place 7 with 0.
     */
    private ModelFolder handMade(Map<String, float[]> changed) {
        ModelConfig config = LlamaFamily.config(
                new LlamaFamily.Sizes(WIDTH, INNER, 1, 2, 2, 4, VOCABULARY, 16),
                1e-5,
                100.0,
                true,
                OptionalInt.empty(),
                List.of());
        float[] embedding = new float[VOCABULARY * WIDTH];
        for (int t = 0; t < VOCABULARY; t++) {
            embedding[t * WIDTH + t % WIDTH] = t < WIDTH ? 1 : 2;
            if (t >= WIDTH) {
                embedding[t * WIDTH + (t + 1) % WIDTH] = 2;
            }
        }
        float[] down = new float[WIDTH * INNER];
        down[3 * INNER + 1] = 4;
        down[5 * INNER] = -2;
        float[] gate = new float[INNER * WIDTH];
        gate[2] = 3;
        gate[4 * WIDTH + 6] = 1;
        float[] norm = new float[WIDTH];
        Arrays.fill(norm, 1);
        norm[6] = 5;
        norm[7] = 0;
        Map<String, float[]> known = new LinkedHashMap<>(Map.of(
                "model.embed_tokens.weight",
                embedding,
                DOWN,
                down,
                GATE,
                gate,
                "model.layers.0.post_attention_layernorm.weight",
                norm));
        known.putAll(changed);
        List<SafetensorsWriter.Entry> entries = new ArrayList<>();
        for (ModelTensor tensor : config.layout().present()) {
            float[] values = known.get(tensor.name());
            if (values == null) {
                values = new float[(int) tensor.elements()];
                Arrays.fill(values, tensor.shape().length == 1 ? 1 : 0);
                if (tensor.shape().length == 2) {
                    values[0] = 1;
                }
            }
            entries.add(SafetensorsWriter.Entry.floats(tensor.name(), tensor.storedShape(), values));
        }
        try {
            Path folder = Files.createDirectories(temp.resolve("model"));
            Files.writeString(folder.resolve("config.json"), LlamaFamily.toJson(config));
            SafetensorsWriter.write(folder.resolve("model.safetensors"), Map.of("format", "pt"), entries);
            return ModelFolder.open(folder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatIsWrittenIsTheTokenThatTheMatrixWasMadeToWrite() {
        with(handMade(Map.of()), Dtype.F32, bench -> {
            ComponentWords first = bench.words(DOWN, 0);
            assertThat(first.side()).isEqualTo(StreamSide.WRITES);
            assertThat(first.sigma()).isEqualTo(4, within(1e-9));
            assertThat(first.standing()).isEqualTo(ComponentWords.Standing.OWN);
            // token 3 alone, then tokens 10 and 11, which share a place with it
            assertThat(both(first)).contains(3, 10);
            assertThat(nearest(first).id()).isEqualTo(3);
            assertThat(Math.abs(nearest(first).cosine())).isEqualTo(1, within(1e-6));
            assertThat(nearest(bench.words(DOWN, 1)).id()).isEqualTo(5);
        });
    }

    @Test
    void whatIsReadIsReadThroughTheNorm() {
        float[] both = new float[INNER * WIDTH];
        // reads token 2 and token 6 in one direction, and token 7, which the norm hides
        both[2] = 1;
        both[6] = 1;
        both[7] = 1;
        with(handMade(Map.of(UP, both)), Dtype.F32, bench -> {
            ComponentWords words = bench.words(UP, 0);
            assertThat(words.side()).isEqualTo(StreamSide.READS);
            ComponentWords.Token nearest = nearest(words);
            assertThat(nearest.id()).isEqualTo(6);
            assertThat(Math.abs(nearest.cosine())).isEqualTo(5 / Math.sqrt(26), within(1e-6));
            assertThat(nearest(bench.words(GATE, 0)).id()).isEqualTo(2);
            assertThat(nearest(bench.words(GATE, 1)).id()).isEqualTo(6);
        });
    }

    /** u and v share one sign: u σ (v · x) is what the matrix does, so the product of both signs is certain. */
    @Test
    void theSignOfTheWordsIsThatOfTheVectorThatStandsWithThem() {
        with(handMade(Map.of()), Dtype.F32, bench -> {
            for (int component : new int[] {0, 1}) {
                ComponentWords words = bench.words(DOWN, component);
                float[] v = bench.decomposition().rightVector(DOWN, component);
                int place = component == 0 ? 1 : 0;
                double written = Math.signum(nearest(words).cosine()) * v[place];
                // W has 4 at inner place 1 and −2 at inner place 0
                assertThat(written).isEqualTo(component == 0 ? 1 : -1, within(1e-6));
            }
            ComponentWords words = bench.words(GATE, 0);
            float[] u = bench.decomposition().leftVector(GATE, 0);
            assertThat(Math.signum(nearest(words).cosine()) * u[0]).isEqualTo(1, within(1e-6));
        });
    }

    @Test
    void aSearchFindsTheComponentThatWritesOrReadsAToken() {
        with(handMade(Map.of()), Dtype.F32, bench -> {
            DirectionSearch.Match writes =
                    bench.search(StreamSide.WRITES, 5).matches().get(0);
            assertThat(writes.matrix().name()).isEqualTo(DOWN);
            assertThat(writes.component()).isEqualTo(1);
            assertThat(Math.abs(writes.cosine())).isEqualTo(1, within(1e-6));
            DirectionSearch.Match reads =
                    bench.search(StreamSide.READS, 6).matches().get(0);
            assertThat(reads.matrix().name()).isEqualTo(GATE);
            assertThat(reads.component()).isEqualTo(1);
            // the second search answers from what the first one kept
            assertThat(bench.search(StreamSide.WRITES, 5).matches().get(0)).isEqualTo(writes);
            // and words come from there too
            assertThat(nearest(bench.words(DOWN, 1)).cosine()).isEqualTo(writes.cosine(), within(1e-6));
        });
    }

    /** A text of two tokens is the direction half way between them. */
    @Test
    void severalTokensCountAsTheirMean() {
        with(handMade(Map.of()), Dtype.F32, bench -> {
            DirectionSearch.Match match =
                    bench.search(StreamSide.WRITES, 3, 1).matches().get(0);
            assertThat(match.component()).isZero();
            assertThat(match.matrix().name()).isEqualTo(DOWN);
            assertThat(Math.abs(match.cosine())).isEqualTo(Math.sqrt(0.5), within(1e-6));
        });
    }

    @Test
    void aComponentOfNothingSaysSoAndIsNotFound() {
        with(handMade(Map.of()), Dtype.F32, bench -> {
            ComponentWords words = bench.words(DOWN, 4);
            assertThat(words.standing()).isEqualTo(ComponentWords.Standing.NONE);
            assertThat(words.standing().sentence()).contains("σ");
            assertThat(bench.directions()
                            .search(StreamSide.WRITES, new int[] {3}, 1000, Progress.NONE, new CancellationToken())
                            .matches())
                    .allMatch(match -> match.sigma() > 1e-3);
        });
    }

    @Test
    void equalSingularValuesAreSaidToShareTheirPlane() {
        float[] down = new float[WIDTH * INNER];
        down[3 * INNER + 1] = 2;
        down[5 * INNER] = 2;
        down[6 * INNER + 2] = 1;
        with(handMade(Map.of(DOWN, down)), Dtype.F32, bench -> {
            assertThat(bench.words(DOWN, 0).standing()).isEqualTo(ComponentWords.Standing.SHARED);
            assertThat(bench.words(DOWN, 1).standing()).isEqualTo(ComponentWords.Standing.SHARED);
            assertThat(bench.words(DOWN, 2).standing()).isEqualTo(ComponentWords.Standing.OWN);
        });
    }

    @Test
    void aMatrixWithNaNIsNamedAndTheOthersGoOn() {
        float[] down = new float[WIDTH * INNER];
        down[4] = Float.NaN;
        with(handMade(Map.of(DOWN, down)), Dtype.F32, bench -> {
            DirectionSearch search = bench.search(StreamSide.WRITES, 3);
            assertThat(search.skipped()).containsOnlyKeys(DOWN);
            assertThat(search.matches()).isNotEmpty();
            assertThatThrownBy(() -> bench.words(DOWN, 0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(DOWN);
        });
    }

    @Test
    void wrongQuestionsGetASentence() {
        with(handMade(Map.of()), Dtype.F32, bench -> {
            assertThatThrownBy(() -> bench.words(DOWN, WIDTH))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("from 0 to 7");
            assertThatThrownBy(() -> bench.search(StreamSide.READS)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> bench.search(StreamSide.READS, VOCABULARY))
                    .isInstanceOf(InvalidInputException.class);
        });
    }

    @Test
    void rowsThatStandForNoTokenAreLeftOut() {
        with(handMade(Map.of()), Dtype.F32, bench -> {
            ComponentWords words = bench.directions().words(bench.matrix(DOWN), 1, 3, 5);
            assertThat(both(words)).allMatch(id -> id < 5);
        });
    }

    /** Every kind of matrix has words on one side, and a sentence why not on the other. */
    @Test
    void everyKindHasOneSideWithWordsAndASentenceForTheOther() {
        for (MatrixKind kind : MatrixKind.values()) {
            boolean writes = StreamSide.of(kind) == StreamSide.WRITES;
            assertThat(StreamSide.without(kind))
                    .startsWith(writes ? "v " : "u ")
                    .endsWith(".");
        }
    }

    /** Norms of every family are there and as wide as the stream. */
    @ParameterizedTest
    @MethodSource("org.t2workbench.core.model.ArchitectureGolden#names")
    void wordsOfEveryFamilyAreThoseThatPlainDoublesGive(String name) {
        ModelFolder folder = ArchitectureGolden.folder(name);
        with(folder, Dtype.F64, bench -> {
            for (MatrixInfo matrix : bench.model().matrices()) {
                int component = matrix.rank() / 3;
                ComponentWords words = bench.directions().words(matrix, component, 4, Integer.MAX_VALUE);
                double[] expected = cosines(folder, bench, matrix, component);
                assertThat(words.along()).isNotEmpty();
                assertThat(words.against()).isNotEmpty();
                for (List<ComponentWords.Token> tokens : List.of(words.along(), words.against())) {
                    for (ComponentWords.Token token : tokens) {
                        assertThat(token.cosine())
                                .as("%s token %d", matrix.name(), token.id())
                                .isCloseTo(expected[token.id()], within(1e-4));
                    }
                }
                double largest = Arrays.stream(expected).max().orElseThrow();
                assertThat(words.along().get(0).cosine()).isCloseTo(largest, within(1e-4));
                double smallest = Arrays.stream(expected).min().orElseThrow();
                assertThat(words.against().get(0).cosine()).isCloseTo(smallest, within(1e-4));
            }
        });
    }

    /** The same in plain doubles, with the norm written out as the function that it is. */
    private static double[] cosines(ModelFolder folder, Bench bench, MatrixInfo matrix, int component) {
        ModelConfig config = folder.config();
        StreamNorms norms = config.family().norms();
        boolean writes = matrix.kind() == MatrixKind.O || matrix.kind() == MatrixKind.DOWN;
        float[] vector = writes
                ? bench.decomposition().leftVector(matrix.name(), component)
                : bench.decomposition().rightVector(matrix.name(), component);
        double[] x =
                IntStream.range(0, vector.length).mapToDouble(i -> vector[i]).toArray();
        try (TensorSource source = folder.openTensors()) {
            if (writes) {
                if (norms.after(matrix.kind(), matrix.layer()).isPresent()) {
                    x = times(
                            x,
                            read(
                                    source,
                                    norms.after(matrix.kind(), matrix.layer()).get()),
                            norms.form());
                }
                x = derivative(x, read(source, norms.last()), norms.form());
            } else if (norms.before(matrix.kind(), matrix.layer()).isPresent()) {
                x = read(
                        x,
                        read(source, norms.before(matrix.kind(), matrix.layer()).get()),
                        norms.form());
            }
            String table = writes && !config.tieEmbeddings()
                    ? config.layout().output()
                    : config.layout().embedding();
            float[] rows = read(source, table);
            double[] cosines = new double[config.vocabularySize()];
            for (int t = 0; t < cosines.length; t++) {
                double dot = 0;
                double own = 0;
                double length = 0;
                for (int c = 0; c < x.length; c++) {
                    double value = rows[t * x.length + c];
                    dot += value * x[c];
                    own += value * value;
                    length += x[c] * x[c];
                }
                cosines[t] = dot / Math.sqrt(own * length);
            }
            return cosines;
        }
    }

    private static double[] times(double[] x, float[] w, StreamNorms.Form form) {
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] *= form == StreamNorms.Form.RMS_OFFSET ? 1.0 + w[i] : w[i];
        }
        return y;
    }

    /** How a norm's output moves with its input along x, up to a factor: the last norm over what is written. */
    private static double[] derivative(double[] x, float[] w, StreamNorms.Form form) {
        double mean =
                form == StreamNorms.Form.LAYER ? Arrays.stream(x).average().orElseThrow() : 0;
        return times(Arrays.stream(x).map(value -> value - mean).toArray(), w, form);
    }

    /** x · norm(h) as a direction in h, by asking it of every unit vector. */
    private static double[] read(double[] x, float[] w, StreamNorms.Form form) {
        double[] direction = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double[] unit = new double[x.length];
            unit[i] = 1;
            double[] normed = derivative(unit, w, form);
            for (int j = 0; j < x.length; j++) {
                direction[i] += x[j] * normed[j];
            }
        }
        return direction;
    }

    private static float[] read(TensorSource source, String name) {
        float[] values = new float[(int) source.info(name).elements()];
        source.readFloats(name, 0, FloatBuffer.wrap(values));
        return values;
    }

    private static ComponentWords.Token nearest(ComponentWords words) {
        List<ComponentWords.Token> all = new ArrayList<>(words.along());
        all.addAll(words.against());
        return all.stream()
                .max((a, b) -> Double.compare(Math.abs(a.cosine()), Math.abs(b.cosine())))
                .orElseThrow();
    }

    private static List<Integer> both(ComponentWords words) {
        List<Integer> ids = new ArrayList<>();
        words.along().forEach(token -> ids.add(token.id()));
        words.against().forEach(token -> ids.add(token.id()));
        return ids;
    }
}
