package org.t2workbench.core.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.text.ChatTemplate;
import org.t2workbench.core.text.Tokenizer;

class GgufModelWriterTest {

    private static final Path SAMPLE = Path.of(System.getProperty("t2.home", ".."), "samples", "model");

    @TempDir
    Path folder;

    private Path write(ModelFiles model, GgufEncoding encoding) {
        Path target = folder.resolve("written.gguf");
        Optional<String> template = ChatTemplate.open(model).map(ChatTemplate::source);
        try (TensorSource weights = model.openTensors()) {
            new GgufModelWriter(model, template, encoding)
                    .write(weights, target, Progress.NONE, new CancellationToken());
        }
        return target;
    }

    /** A small model of a family with a tokenizer that cuts words as GPT-2 does. */
    private ModelFolder model(String name) throws IOException {
        Path model = Files.createDirectories(folder.resolve(name));
        Files.copy(HostileGgufTest.golden("architectures/" + name + ".json"), model.resolve("config.json"));
        Files.copy(
                HostileGgufTest.golden("../architectures/" + name + "/model.safetensors"),
                model.resolve("model.safetensors"));
        String tokenizer = Files.readString(HostileGgufTest.golden("../model/tokenizer.json"));
        Files.writeString(
                model.resolve("tokenizer.json"), tokenizer.replace("\"use_regex\": false", "\"use_regex\": true"));
        Files.writeString(model.resolve("tokenizer_config.json"), "{\"bos_token\": \"<s>\", \"eos_token\": \"</s>\"}");
        return ModelFolder.open(model);
    }

    private static float[] values(TensorSource source, String name) {
        float[] values = new float[Math.toIntExact(source.info(name).elements())];
        source.readFloats(name, 0, FloatBuffer.wrap(values));
        return values;
    }

    private static void assertSame(ModelFiles written, ModelFiles model, float tolerance) {
        try (TensorSource left = written.openTensors();
                TensorSource right = model.openTensors()) {
            model.config().layout().present().forEach(tensor -> {
                float[] actual = values(left, tensor.name());
                float[] expected = values(right, tensor.name());
                for (int i = 0; i < expected.length; i++) {
                    assertThat(actual[i]).as(tensor.name()).isEqualTo(expected[i], within(tolerance));
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama3",
                "llama-biases",
                "qwen3",
                "smollm3",
                "gemma2",
                "gemma3",
                "phi3",
                "olmo2",
                "granite",
                "gpt2"
            })
    void whatIsWrittenOpensAsTheSameModel(String name) throws IOException {
        ModelFolder model = model(name);
        GgufModel written = GgufModel.open(write(model, GgufEncoding.F32));
        assertSame(written, model, name.startsWith("gemma") ? 2e-7f : 0);
        assertThat(written.config().eosTokens()).containsExactly(2);
        assertThat(written.storedWeights().quantised()).isFalse();
        try (Tokenizer left = Tokenizer.open(written);
                Tokenizer right = Tokenizer.open(model)) {
            String text = "the end in her hand, and then!";
            assertThat(left.encode(text, true)).isEqualTo(right.encode(text, true));
            assertThat(left.bos()).isEqualTo(right.bos());
        }
    }

    @Test
    void theSampleComesBackWholeWithTokenizerAndTemplate() {
        ModelFolder sample = ModelFolder.open(SAMPLE);
        GgufModel written = GgufModel.open(write(sample, GgufEncoding.F32));
        assertSame(written, sample, 0);
        assertThat(written.stopTokens()).containsExactlyInAnyOrderElementsOf(sample.stopTokens());
        assertThat(ChatTemplate.open(written).orElseThrow().source())
                .isEqualTo(ChatTemplate.open(sample).orElseThrow().source());
        try (Tokenizer left = Tokenizer.open(written);
                Tokenizer right = Tokenizer.open(sample)) {
            String text = "Ada has 12 apples. <|user|> Größe 😀\n\n x = f(3)";
            assertThat(left.encode(text, true)).isEqualTo(right.encode(text, true));
            assertThat(left.specialIds()).isEqualTo(right.specialIds());
            assertThat(left.eos()).isEqualTo(right.eos());
        }
    }

    @ParameterizedTest
    @EnumSource(GgufEncoding.class)
    void numbersAreRoundedAsTheReferenceRoundsThem(GgufEncoding encoding) {
        try (GgufFile file = GgufFileTest.open("types.gguf")) {
            String suffix = encoding == GgufEncoding.F32 ? "" : "." + encoding.label();
            GgufTensor expected = GgufFileTest.tensor(file, "encode" + suffix);
            byte[] bytes = new byte[(int) expected.bytes()];
            file.read(expected, 0, ByteBuffer.wrap(bytes));
            GgufTensor plain = GgufFileTest.tensor(file, "encode");
            byte[] stored = new byte[(int) plain.bytes()];
            file.read(plain, 0, ByteBuffer.wrap(stored));
            float[] values = new float[(int) (expected.rows() * expected.rowElements())];
            GgmlType.F32.decode(stored, 0, values.length, values, 0);
            ByteBuffer written = ByteBuffer.allocate(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
            GgufEncoding.encode(encoding.type(), values, values.length, written);
            assertThat(written.array()).isEqualTo(bytes);
        }
    }

    @Test
    void quantisedMatricesStayCloseAndNormsStayWhole() {
        ModelFolder sample = ModelFolder.open(SAMPLE);
        GgufModel written = GgufModel.open(write(sample, GgufEncoding.Q8_0));
        assertThat(written.storedWeights().quantised()).isTrue();
        // a block's largest number is 127 steps; the sample's weights are below 4
        assertSame(written, sample, 4f / 127);
        try (TensorSource left = written.openTensors();
                TensorSource right = sample.openTensors()) {
            assertThat(values(left, "model.norm.weight")).isEqualTo(values(right, "model.norm.weight"));
        }
    }

    @Test
    void whatAGgufFileCannotExpressIsRefused() throws IOException {
        ModelFolder model = model("qwen3");
        Path tokenizer = model.path().resolve("tokenizer.json");
        String sound = Files.readString(tokenizer);
        Files.writeString(tokenizer, sound.replace("\"use_regex\": true", "\"use_regex\": false"));
        assertThatThrownBy(() -> write(model, GgufEncoding.F32))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cuts texts into words in a way of its own");
        Files.writeString(tokenizer, sound.replace("\"rstrip\": false", "\"rstrip\": true"));
        assertThatThrownBy(() -> write(model, GgufEncoding.F32)).hasMessageContaining("take blanks around it");
        Files.writeString(tokenizer, sound);
        Path config = model.path().resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("\"use_sliding_window\": false", "\"use_sliding_window\": true")
                        .replace("\"sliding_window\": null", "\"sliding_window\": 5")
                        .replace("full_attention", "sliding_attention"));
        ModelFolder windowed = ModelFolder.open(model.path());
        assertThat(windowed.config().attention().window()).isEqualTo(5);
        assertThatThrownBy(() -> write(windowed, GgufEncoding.F32))
                .hasMessageContaining("limits or scales its attention");
        assertThat(folder.resolve("written.gguf")).doesNotExist();
        assertThat(folder.toFile().list()).containsExactly("qwen3");
    }

    @Test
    void cancellationLeavesNothing() throws IOException {
        ModelFolder sample = ModelFolder.open(SAMPLE);
        CancellationToken token = new CancellationToken();
        Path target = folder.resolve("cancelled.gguf");
        try (TensorSource weights = sample.openTensors()) {
            GgufModelWriter writer = new GgufModelWriter(sample, Optional.empty(), GgufEncoding.F32);
            assertThatThrownBy(() -> writer.write(weights, target, (stage, done, total) -> token.cancel(), token))
                    .isInstanceOf(CancelledException.class);
        }
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void sentencePieceVocabulariesGoThereAndBack() throws IOException {
        Path tokenizer = Files.createDirectories(folder.resolve("pieces"));
        byte[] json;
        try (GgufFile file = GgufFileTest.open("sentencepiece.gguf")) {
            json = new GgufTokenizer(file).tokenizerJson().open().readAllBytes();
            Files.write(
                    tokenizer.resolve("tokenizer_config.json"),
                    new GgufTokenizer(file).tokenizerConfig().open().readAllBytes());
        }
        String config = Files.readString(HostileGgufTest.golden("architectures/llama3.json"));
        Files.writeString(
                tokenizer.resolve("config.json"), config.replace("\"vocab_size\": 97", "\"vocab_size\": 420"));
        Files.write(tokenizer.resolve("tokenizer.json"), json);
        GgufMetadata metadata = new GgufMetadata();
        GgufTokenizerWriter.write(ModelFolder.open(tokenizer), Optional.empty(), metadata);
        Path target = folder.resolve("vocabulary.gguf");
        GgufWriter.write(target, metadata, List.of());
        try (GgufFile file = GgufFile.open(target)) {
            assertThat(new GgufTokenizer(file).tokenizerJson().open().readAllBytes())
                    .isEqualTo(json);
        }
    }
}
