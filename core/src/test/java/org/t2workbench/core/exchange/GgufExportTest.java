package org.t2workbench.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.checkpoint.gguf.GgufEncoding;
import org.t2workbench.core.checkpoint.gguf.GgufModel;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Mixture;

/** An adapted model as a GGUF file, and a model from a GGUF file as a folder. */
class GgufExportTest {

    @TempDir
    Path temporary;

    /** A small model of a family with a tokenizer that a GGUF file can express. */
    private ModelFolder model(String name) throws IOException {
        Path model = Files.createDirectories(temporary.resolve(name));
        Files.copy(Opened.golden("gguf/architectures/" + name + ".json"), model.resolve("config.json"));
        Files.copy(Opened.golden("architectures/" + name + "/model.safetensors"), model.resolve("model.safetensors"));
        String tokenizer = Files.readString(Opened.golden("model/tokenizer.json"));
        Files.writeString(
                model.resolve("tokenizer.json"), tokenizer.replace("\"use_regex\": false", "\"use_regex\": true"));
        Files.writeString(model.resolve("tokenizer_config.json"), "{\"bos_token\": \"<s>\", \"eos_token\": \"</s>\"}");
        return ModelFolder.open(model);
    }

    private static ExportedMixture mixture(Opened opened) {
        return new ExportedMixture(
                opened.base, Mixture.offset(new Mixture.Share(opened.expert("one", 1), Alpha.everywhere(0.7))));
    }

    private static Path export(Opened opened, Path target, boolean replace) {
        new GgufExport(opened.engine, opened.folder, opened.decomposition, GgufEncoding.F32)
                .write(target, replace, mixture(opened), Progress.NONE, new CancellationToken());
        return target;
    }

    private static float[] floats(ModelFiles model, String name) {
        try (TensorSource source = model.openTensors()) {
            float[] values = new float[(int) source.info(name).elements()];
            source.readFloats(name, 0, FloatBuffer.wrap(values));
            return values;
        }
    }

    /** gpt2 has its matrices the other way round in a folder, llama3 has rows reordered in the file. */
    @ParameterizedTest
    @ValueSource(strings = {"llama3", "qwen3", "gpt2"})
    void theFileHoldsTheFoldedWeights(String name) throws IOException {
        try (Opened opened = new Opened(model(name), temporary.resolve("store"))) {
            GgufModel written = GgufModel.open(export(opened, temporary.resolve("adapted.gguf"), false));
            Map<String, float[]> folded = opened.folded(mixture(opened).adaptation(opened.matrices()));
            opened.matrices().forEach(matrix -> {
                float[] expected = Objects.requireNonNull(folded.get(matrix.name()));
                float[] actual = floats(written, matrix.name());
                for (int row = 0; row < matrix.rows(); row++) {
                    for (int column = 0; column < matrix.columns(); column++) {
                        int at = matrix.transposed() ? column * matrix.rows() + row : row * matrix.columns() + column;
                        assertThat(actual[at])
                                .as(matrix.name())
                                .isEqualTo(expected[row * matrix.columns() + column], within(1e-5f));
                    }
                }
            });
            String embedding = opened.folder.config().layout().embedding();
            assertThat(floats(written, embedding)).isEqualTo(floats(opened.folder, embedding));
        }
    }

    @Test
    void aModelFromAFileBecomesAFolder() throws IOException {
        try (Opened opened = new Opened(model("llama3"), temporary.resolve("store"))) {
            GgufModel file = GgufModel.open(export(opened, temporary.resolve("adapted.gguf"), false));
            try (Opened again = new Opened(file, temporary.resolve("store"))) {
                ExportFolder target = new ExportFolder(temporary.resolve("unpacked"), false);
                new ModelExport(again.engine, file, again.decomposition)
                        .write(target, mixture(again), Progress.NONE, new CancellationToken());
                ModelFolder unpacked = ModelFolder.open(target.target());
                Map<String, float[]> folded = again.folded(mixture(again).adaptation(again.matrices()));
                folded.forEach((name, expected) ->
                        assertThat(floats(unpacked, name)).as(name).containsExactly(expected));
                assertThat(unpacked.config().rotary()).isEqualTo(file.config().rotary());
                assertThat(unpacked.stopTokens()).isEqualTo(file.stopTokens());
                assertThat(target.target().resolve("tokenizer.json")).isRegularFile();
            }
        }
    }

    /** A base model may have none; an empty list would say the same to nobody but this program. */
    @Test
    void aModelWithoutAnEndTokenIsUnpackedWithoutOne() throws IOException {
        ModelFolder endless = model("llama3");
        Path config = endless.path().resolve("config.json");
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(config.toFile());
        json.remove("eos_token_id");
        Files.writeString(config, json.toString());
        Files.writeString(endless.path().resolve("tokenizer_config.json"), "{\"bos_token\": \"<s>\"}");
        Path tokenizer = endless.path().resolve("tokenizer.json");
        Files.writeString(tokenizer, Files.readString(tokenizer).replace("</s>", "<other>"));
        try (Opened opened = new Opened(ModelFolder.open(endless.path()), temporary.resolve("store"))) {
            GgufModel file = GgufModel.open(export(opened, temporary.resolve("adapted.gguf"), false));
            assertThat(file.stopTokens()).isEmpty();
            try (Opened again = new Opened(file, temporary.resolve("store"))) {
                ExportFolder target = new ExportFolder(temporary.resolve("unpacked"), false);
                new ModelExport(again.engine, file, again.decomposition)
                        .write(target, mixture(again), Progress.NONE, new CancellationToken());
                for (String name : List.of("config.json", "generation_config.json")) {
                    assertThat(target.target().resolve(name)).content().doesNotContain("eos_token_id");
                }
                assertThat(ModelFolder.open(target.target()).stopTokens()).isEmpty();
            }
        }
    }

    @Test
    void onlyAGgufFileIsReplacedAndOnlyWhenAskedTo() throws IOException {
        try (Opened opened = new Opened(model("llama3"), temporary.resolve("store"))) {
            Path target = export(opened, temporary.resolve("adapted.gguf"), false);
            assertThatThrownBy(() -> export(opened, target, false))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("have it replaced (--force)");
            export(opened, target, true);
            Path notes = Files.writeString(temporary.resolve("notes.txt"), "keep me");
            assertThatThrownBy(() -> export(opened, notes, true)).hasMessageContaining("There is a file");
            assertThat(notes).content().isEqualTo("keep me");
        }
    }
}
