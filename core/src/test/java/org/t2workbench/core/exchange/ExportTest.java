package org.t2workbench.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.checkpoint.HalfPrecision;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.StoredDtype;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Ia3Adapter;
import org.t2workbench.core.svf.LoraAdapter;
import org.t2workbench.core.svf.Mixture;

class ExportTest {

    @TempDir
    private Path temporary;

    private Opened opened;
    private Path out;

    @BeforeEach
    void open() {
        opened = Opened.untied(temporary.resolve("store"));
        out = temporary.resolve("out").resolve("there");
    }

    @AfterEach
    void close() {
        opened.close();
    }

    private ExportedMixture mixture(Mixture.Share... shares) {
        return new ExportedMixture(opened.base, Mixture.offset(shares));
    }

    /** Two experts, the second one in layer 1 alone. */
    private ExportedMixture experts() {
        return mixture(
                new Mixture.Share(opened.expert("one", 1), Alpha.everywhere(0.7)),
                new Mixture.Share(opened.expert("two", 2), Alpha.perLayer(List.of(0.0, -0.4, 0.0))));
    }

    private ModelExport.Report export(ExportedMixture mixture, ExportFolder folder) {
        return new ModelExport(opened.engine, opened.folder, opened.decomposition)
                .write(folder, mixture, Progress.NONE, new CancellationToken());
    }

    private List<String> leftOvers() throws IOException {
        Path parent = temporary.resolve("out");
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(parent)) {
            return files.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static float[] floats(TensorSource source, String name) {
        float[] values = new float[(int) source.info(name).elements()];
        source.readFloats(name, 0, FloatBuffer.wrap(values));
        return values;
    }

    @Test
    void withoutExpertsTheModelIsWrittenAsItIs() {
        ModelExport.Report report = export(mixture(), new ExportFolder(out, false));
        assertThat(report.matrices()).isZero();
        try (TensorSource written = ModelFolder.open(out).openTensors();
                TensorSource original = opened.folder.openTensors()) {
            assertThat(Fingerprint.ofModel(written)).isEqualTo(Fingerprint.ofModel(original));
        }
        ExportedMixture nothing = mixture(new Mixture.Share(opened.expert("one", 1), Alpha.everywhere(0)));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> export(nothing, new ExportFolder(out, true)))
                .withMessageContaining("so there is nothing to export");
    }

    @Test
    void anExportedFolderHoldsTheFoldedWeightsBitForBitAndTheRestAsItWas() throws IOException {
        ExportedMixture mixture = experts();
        ModelExport.Report report = export(mixture, new ExportFolder(out, false));
        assertThat(report.matrices()).isEqualTo(21);
        Map<String, float[]> folded = opened.folded(mixture.adaptation(opened.matrices()));
        ModelFolder exported = ModelFolder.open(out);
        try (TensorSource written = exported.openTensors();
                TensorSource original = opened.folder.openTensors()) {
            assertThat(written.names()).containsExactlyElementsOf(original.names());
            assertThat(written.metadata()).isEqualTo(original.metadata());
            for (String name : original.names()) {
                float[] expected = folded.getOrDefault(name, floats(original, name));
                assertThat(floats(written, name)).as(name).containsExactly(expected);
            }
        }
        assertThat(out.resolve("config.json"))
                .hasSameBinaryContentAs(opened.folder.path().resolve("config.json"));
        assertThat(out.resolve("t2_export.json")).content().contains("\"one\"", "0.7", "t2-export/1");
        assertThat(leftOvers()).containsExactly("there");
    }

    /** A copy of the model in two files of a 16-bit type, with an index whose names mean nothing. */
    private ModelFolder sharded(StoredDtype dtype) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("sharded"));
        Files.copy(opened.folder.path().resolve("config.json"), folder.resolve("config.json"));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{}");
        Files.writeString(folder.resolve("chat_template.jinja"), "{{ messages }}");
        Files.writeString(folder.resolve("pytorch_model.bin.index.json"), "{}");
        Files.writeString(folder.resolve("README.md"), "of the base model");
        StringBuilder index = new StringBuilder("{\"metadata\":{\"total_size\":1},\"weight_map\":{");
        try (TensorSource source = opened.folder.openTensors()) {
            List<List<SafetensorsWriter.Entry>> halves = List.of(new ArrayList<>(), new ArrayList<>());
            int count = 0;
            for (String name : source.names()) {
                TensorInfo info = source.info(name);
                int half = count++ % 2;
                halves.get(half)
                        .add(SafetensorsWriter.Entry.streamed(
                                name, dtype, info.shape(), (from, target) -> source.readFloats(name, from, target)));
                index.append(count > 1 ? "," : "").append("\"%s\":\"part_%d.st\"".formatted(name, half));
            }
            for (int half = 0; half < 2; half++) {
                SafetensorsWriter.write(
                        folder.resolve("part_" + half + ".st"), Map.of("format", "pt"), halves.get(half));
            }
        }
        Files.writeString(folder.resolve("model.safetensors.index.json"), index + "}}");
        return ModelFolder.open(folder);
    }

    @ParameterizedTest
    @EnumSource(
            value = StoredDtype.class,
            names = {"BF16", "F16"})
    void shardsAndStoredTypesStayAsTheyAre(StoredDtype dtype) throws IOException {
        ModelFolder halved = sharded(dtype);
        opened.close();
        opened = new Opened(halved, temporary.resolve("store"));
        ExportedMixture mixture = experts();
        ModelExport.Report report = export(mixture, new ExportFolder(out, false));
        assertThat(report.files()).isEqualTo(2);
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(path -> String.valueOf(path.getFileName())))
                    .containsExactlyInAnyOrder(
                            "config.json",
                            "tokenizer_config.json",
                            "chat_template.jinja",
                            "model.safetensors.index.json",
                            "part_0.st",
                            "part_1.st",
                            "t2_export.json");
        }
        Map<String, float[]> folded = opened.folded(mixture.adaptation(opened.matrices()));
        try (TensorSource written = ModelFolder.open(out).openTensors();
                TensorSource original = halved.openTensors()) {
            for (String name : original.names()) {
                assertThat(written.info(name).dtype()).isEqualTo(dtype);
                float[] expected = folded.get(name);
                float[] values = floats(written, name);
                if (expected == null) {
                    assertThat(values).containsExactly(floats(original, name));
                    continue;
                }
                for (int i = 0; i < values.length; i++) {
                    // W' of f32, rounded once
                    float rounded = dtype == StoredDtype.BF16
                            ? HalfPrecision.bfloat16ToFloat(HalfPrecision.floatToBfloat16(expected[i]))
                            : HalfPrecision.float16ToFloat(HalfPrecision.floatToFloat16(expected[i]));
                    assertThat(values[i]).as(name).isEqualTo(rounded);
                }
            }
        }
    }

    @Test
    void furtherChatTemplatesAreCarriedAlongAndNothingElseOfTheirFolder() throws IOException {
        ModelFolder folder = sharded(StoredDtype.BF16);
        Path templates = folder.path().resolve("additional_chat_templates");
        Files.createDirectories(templates.resolve("deeper"));
        Files.writeString(templates.resolve("tool_use.jinja"), "{{ tools }}");
        Files.writeString(templates.resolve("rag.jinja"), "{{ documents }}");
        Files.writeString(templates.resolve("notes.json"), "{}");
        Files.writeString(templates.resolve(".hidden.jinja"), "");
        Files.writeString(templates.resolve("deeper/other.jinja"), "");
        opened.close();
        opened = new Opened(folder, temporary.resolve("store"));
        export(mixture(), new ExportFolder(out, false));
        Path written = out.resolve("additional_chat_templates");
        try (Stream<Path> files = Files.list(written)) {
            assertThat(files.map(path -> String.valueOf(path.getFileName())))
                    .containsExactlyInAnyOrder("tool_use.jinja", "rag.jinja");
        }
        assertThat(written.resolve("rag.jinja")).hasContent("{{ documents }}");
    }

    /** Among them matrices that are stored transposed, and fused ones. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "phi3", "gemma2", "qwen3"})
    void everyFamilyIsExportedInItsOwnLayout(String family) {
        opened.close();
        opened = new Opened(ModelFolder.open(Opened.golden("architectures/" + family)), temporary.resolve("store"));
        ExportedMixture mixture = mixture(
                new Mixture.Share(opened.expert("one", 1), Alpha.everywhere(0.3)),
                new Mixture.Share(Opened.lora(opened.matrices().get(0), 2, 0.1, 3), Alpha.everywhere(0.6)));
        export(mixture, new ExportFolder(out, false));
        int[] tokens = {1, 5, 9, 2, 7};
        float[][] expected = opened.logits(opened.folder, mixture.adaptation(opened.matrices()), tokens);
        float[][] exported = opened.logits(ModelFolder.open(out), Adaptation.NONE, tokens);
        double largest = 0;
        for (int t = 0; t < tokens.length; t++) {
            for (int v = 0; v < expected[t].length; v++) {
                assertThat(exported[t][v]).isCloseTo(expected[t][v], within(1e-5f));
                largest = Math.max(largest, Math.abs(expected[t][v]));
            }
        }
        assertThat(largest).isPositive();
    }

    /** As some checkpoints of GPT-2 are: without the prefix that the model's own names have. */
    @Test
    void aCheckpointWithoutThePrefixKeepsItsNames() throws IOException {
        Path bare = Files.createDirectories(temporary.resolve("bare"));
        ModelFolder gpt2 = ModelFolder.open(Opened.golden("architectures/gpt2"));
        Files.copy(gpt2.path().resolve("config.json"), bare.resolve("config.json"));
        String prefix = "transformer.";
        try (Safetensors source = Safetensors.open(gpt2.path().resolve("model.safetensors"))) {
            SafetensorsWriter.write(
                    bare.resolve("model.safetensors"),
                    source.metadata(),
                    source.names().stream()
                            .filter(name -> name.startsWith(prefix))
                            .map(name -> SafetensorsWriter.Entry.copied(name.substring(prefix.length()), source, name))
                            .toList());
        }
        opened.close();
        opened = new Opened(ModelFolder.open(bare), temporary.resolve("store"));
        ExportedMixture mixture = mixture(new Mixture.Share(opened.expert("one", 1), Alpha.everywhere(0.3)));
        export(mixture, new ExportFolder(out, false));
        int[] tokens = {1, 5, 9};
        float[][] expected = opened.logits(opened.folder, mixture.adaptation(opened.matrices()), tokens);
        float[][] exported = opened.logits(ModelFolder.open(out), Adaptation.NONE, tokens);
        for (int t = 0; t < tokens.length; t++) {
            assertThat(exported[t]).containsExactly(expected[t], within(1e-5f));
        }
        try (Safetensors written = Safetensors.open(out.resolve("model.safetensors"))) {
            assertThat(written.names()).noneMatch(name -> name.startsWith(prefix));
        }
    }

    @Test
    void aFolderThatIsNotEmptyIsNotTouched() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("letter.txt"), "dear");
        for (boolean replace : new boolean[] {false, true}) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> export(experts(), new ExportFolder(out, replace)))
                    .withMessageContaining("not empty");
        }
        assertThat(out.resolve("letter.txt")).hasContent("dear");
        Files.delete(out.resolve("letter.txt"));
        export(experts(), new ExportFolder(out, false));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> export(experts(), new ExportFolder(out, false)))
                .withMessageContaining("--force");
        Files.writeString(out.resolve("stale.json"), "{}");
        export(experts(), new ExportFolder(out, true));
        assertThat(out.resolve("stale.json")).doesNotExist();
        assertThat(leftOvers()).containsExactly("there");
    }

    @Test
    void theModelsOwnFolderAndAFileAreNoTargets() throws IOException {
        Path own = opened.folder.path();
        for (Path target : List.of(own, own.resolve("inside"), own.getParent())) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> export(experts(), new ExportFolder(target, true)))
                    .withMessageContaining("the model it is made from");
        }
        Files.writeString(temporary.resolve("file"), "");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> export(experts(), new ExportFolder(temporary.resolve("file"), true)))
                .withMessageContaining("There is a file");
        assertThat(own.resolve("model.safetensors")).exists();
    }

    @Test
    void whatFailsOrIsCancelledLeavesNothing() throws IOException {
        CancellationToken token = new CancellationToken();
        int[] reports = {0};
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> new ModelExport(opened.engine, opened.folder, opened.decomposition)
                        .write(
                                new ExportFolder(out, false),
                                experts(),
                                (stage, done, total) -> {
                                    if (++reports[0] == 5) {
                                        token.cancel();
                                    }
                                },
                                token));
        assertThat(reports[0]).isBetween(5, 6);
        assertThat(leftOvers()).isEmpty();
        assertThatExceptionOfType(OutOfResourcesException.class)
                .isThrownBy(() -> new ExportFolder(out, false).check(1L << 60))
                .withMessageContaining("are free");
        ExportedMixture none = mixture(new Mixture.Share(opened.expert("one", 1), Alpha.everywhere(0)));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> export(none, new ExportFolder(out, false)))
                .withMessageContaining("nothing to export");
    }

    private LoraPlan plan(ExportedMixture mixture) {
        return lora().plan(mixture, Progress.NONE, new CancellationToken());
    }

    private LoraExport lora() {
        return new LoraExport(opened.engine, opened.folder, opened.decomposition);
    }

    /** ‖ΔW − B A‖ and ‖ΔW‖ over all matrices, by loops over what was written. */
    private double[] norms(ExportedMixture mixture, LoraAdapter lora) {
        Map<String, float[]> folded = opened.folded(mixture.adaptation(opened.matrices()));
        double lost = 0;
        double all = 0;
        for (MatrixInfo matrix : opened.matrices()) {
            float[] w = opened.stored(matrix);
            float[] other = Objects.requireNonNull(folded.get(matrix.name()));
            LoraAdapter.Pair pair = lora.pairs().get(matrix.name());
            for (int i = 0; i < matrix.rows(); i++) {
                for (int j = 0; j < matrix.columns(); j++) {
                    int at = i * matrix.columns() + j;
                    double change = (double) other[at] - w[at];
                    all += change * change;
                    for (int k = 0; pair != null && k < pair.rank(); k++) {
                        change -= pair.scale()
                                * (double) pair.b()[i * pair.rank() + k]
                                * pair.a()[k * matrix.columns() + j];
                    }
                    lost += change * change;
                }
            }
        }
        return new double[] {Math.sqrt(lost), Math.sqrt(all)};
    }

    private void assertStatedErrors(ExportedMixture mixture, int... ranks) {
        LoraPlan plan = plan(mixture);
        for (int rank : ranks) {
            Path folder = out.resolveSibling("rank" + rank);
            int written = lora().write(
                            new ExportFolder(folder, false),
                            mixture,
                            plan,
                            rank,
                            Progress.NONE,
                            new CancellationToken());
            assertThat(written).isEqualTo(Math.min(rank, plan.fullRank()));
            LoraAdapter lora = (LoraAdapter) Adapter.read(folder);
            assertThat(lora.pairs().values()).allMatch(pair -> pair.rank() == written && pair.scale() == 1);
            assertThat(lora.checkAgainst(opened.target())).isEmpty();
            double[] norms = norms(mixture, lora);
            // W' is of f32
            assertThat(norms[0] / norms[1]).as("rank " + rank).isCloseTo(plan.error(rank), within(2e-6));
        }
    }

    @Test
    void aLoraOfAnyRankHasTheStatedError() {
        assertStatedErrors(experts(), 1, 2, 7, 12, 29, 30, 500);
        LoraPlan plan = plan(experts());
        assertThat(plan.fullRank()).isEqualTo(30);
        assertThat(plan.error(30)).isZero();
        assertThat(plan.error(1)).isGreaterThan(plan.error(2));
    }

    @Test
    void aMixtureOfExpertsAndALoraHasTheStatedErrorToo() {
        MatrixInfo matrix = opened.matrices().get(4);
        Mixture.Share lora = new Mixture.Share(Opened.lora(matrix, 3, 0.1, 3), Alpha.everywhere(0.6));
        Mixture.Share expert = new Mixture.Share(opened.expert("one", 1), Alpha.everywhere(0.7));
        assertStatedErrors(mixture(lora, expert), 1, 8, 40);
    }

    @Test
    void anIa3AdapterIsExportedToo() {
        MatrixInfo matrix = opened.matrices().get(6);
        float[] input = new float[matrix.columns()];
        for (int i = 0; i < input.length; i++) {
            input[i] = 1 + 0.03f * i;
        }
        Ia3Adapter ia3 = new Ia3Adapter("scales", "", Map.of(matrix.name(), new Ia3Adapter.Scale(true, input)));
        ExportedMixture mixture = mixture(
                new Mixture.Share(ia3, Alpha.everywhere(0.5)),
                new Mixture.Share(opened.expert("one", 1), Alpha.everywhere(0.7)));
        export(mixture, new ExportFolder(out, false));
        Map<String, float[]> folded = opened.folded(mixture.adaptation(opened.matrices()));
        try (TensorSource written = ModelFolder.open(out).openTensors()) {
            folded.forEach((name, expected) ->
                    assertThat(floats(written, name)).as(name).containsExactly(expected));
        }
        assertStatedErrors(mixture, 5, 30);
    }

    @Test
    void aLoraAloneComesBackAtItsOwnRank() {
        MatrixInfo matrix = opened.matrices().get(4);
        ExportedMixture alone = mixture(new Mixture.Share(Opened.lora(matrix, 3, 0.5, 3), Alpha.everywhere(-2)));
        assertThat(plan(alone).fullRank()).isEqualTo(3);
        assertThat(plan(alone).parts()).hasSize(1);
        assertStatedErrors(alone, 1, 2, 3, 16);
    }

    @Test
    void theLargestComponentsAreKeptWhereverTheyAre() {
        MatrixInfo matrix = opened.matrices().get(4);
        float[] gains = new float[matrix.rank()];
        Arrays.fill(gains, 1);
        // of the smallest singular value, but moved the furthest
        gains[matrix.rank() - 1] = 1000;
        gains[0] = 0.999f;
        Expert expert = Expert.untrained("last", opened.base, Map.of(matrix.name(), gains));
        LoraPlan.Part part = plan(mixture(new Mixture.Share(expert, Alpha.everywhere(1))))
                .parts()
                .get(0);
        assertThat(part.order()).containsExactly(matrix.rank() - 1, 0);
        assertThat(part.sizes()[0]).isGreaterThan(part.sizes()[1]);
    }

    @Test
    void aRankBelowOneIsRefusedAndACancelledLoraLeavesNothing() throws IOException {
        ExportedMixture mixture = experts();
        LoraPlan plan = plan(mixture);
        ExportFolder folder = new ExportFolder(out, false);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> lora().write(folder, mixture, plan, 0, Progress.NONE, new CancellationToken()))
                .withMessageContaining("at least 1");
        CancellationToken token = new CancellationToken();
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(
                        () -> lora().write(folder, mixture, plan, 4, (stage, done, total) -> token.cancel(), token));
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void aMixtureIsOneExpertWithTheSameEffect() {
        ExportedMixture mixture = experts();
        Expert one = ExpertExport.of("mixed", mixture, opened.matrices());
        Map<String, float[]> gains = new LinkedHashMap<>(
                Mixture.offset(new Mixture.Share(one, Alpha.everywhere(1))).gains(opened.matrices()));
        mixture.adaptation(opened.matrices())
                .gains()
                .forEach((matrix, expected) ->
                        assertThat(gains.get(matrix)).as(matrix).containsExactly(expected));
        assertThat(one.training()).contains("\"two\"");
        Mixture.Share lora = new Mixture.Share(Opened.lora(opened.matrices().get(0), 1, 1, 1), Alpha.everywhere(1));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ExpertExport.of("mixed", mixture(lora), opened.matrices()))
                .withMessageContaining("project");
    }

    @Test
    void theHeaderOfAnExportedLoraIsAsPeftHasIt() throws IOException {
        ExportedMixture mixture = experts();
        lora().write(new ExportFolder(out, false), mixture, plan(mixture), 2, Progress.NONE, new CancellationToken());
        try (Safetensors file = Safetensors.open(out.resolve("adapter_model.safetensors"))) {
            assertThat(file.names())
                    .hasSize(2 * 21)
                    .allMatch(name -> name.startsWith("base_model.model.model.layers."));
            ByteBuffer some = ByteBuffer.allocate(8);
            file.readBytes(file.names().iterator().next(), 0, some);
            assertThat(some.getLong(0)).isNotZero();
        }
        assertThat(out.resolve("adapter_config.json")).content().contains("\"lora_alpha\" : 2", "\"r\" : 2");
    }
}
