package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.t2workbench.core.checkpoint.family.LlamaFamily;
import org.t2workbench.core.job.InvalidInputException;

class ModelConfigTest {

    private static final String BASE = TinyModel.CONFIG.formatted(true);

    @TempDir
    Path folder;

    private ModelConfig read(String json) throws IOException {
        return ModelConfig.read(Files.writeString(folder.resolve("config.json"), json));
    }

    private static String with(String key, String value) {
        return BASE.replaceAll("\"" + key + "\": [^\\[\\n]*?(,?\\n)", "\"" + key + "\": " + value + "$1");
    }

    private static String adding(String members) {
        return BASE.replaceFirst("\\{", "{" + members + ",");
    }

    @Test
    void everyNumberIsRead() throws IOException {
        ModelConfig config = read(BASE);
        assertThat(config.hiddenSize()).isEqualTo(6);
        assertThat(config.intermediateSize()).isEqualTo(7);
        assertThat(config.layers()).isEqualTo(2);
        assertThat(config.heads()).isEqualTo(3);
        assertThat(config.keyValueHeads()).isEqualTo(1);
        assertThat(config.headSize()).isEqualTo(2);
        assertThat(config.vocabularySize()).isEqualTo(11);
        assertThat(config.contextLength()).isEqualTo(32);
        assertThat(config.normEpsilon()).isEqualTo(1e-5);
        assertThat(config.rotary()).isEqualTo(Rotary.plain(2, 10_000));
        assertThat(config.tieEmbeddings()).isTrue();
        assertThat(config.storedDtype()).hasValue(StoredDtype.F32);
        assertThat(config.bosToken()).hasValue(1);
        assertThat(config.eosTokens()).containsExactly(2, 3);
        assertThat(config.attentionBias()).isFalse();
    }

    @Test
    void writtenFileReadsBackTheSame() throws IOException {
        ModelConfig config = read(BASE);
        assertThat(read(LlamaFamily.toJson(config))).isEqualTo(config);
    }

    @Test
    void stretchedPositionsAreRead() throws IOException {
        ModelConfig scaled =
                read(adding("\"head_dim\": 4, \"dtype\": \"bfloat16\", \"rope_scaling\": {\"rope_type\":\"llama3\","
                        + "\"factor\":32.0,\"low_freq_factor\":1.0,\"high_freq_factor\":4.0,"
                        + "\"original_max_position_embeddings\":8192}"));
        assertThat(scaled.rotary().tables().get(0).scaling()).isEqualTo(new RopeScaling.Llama3(32, 1, 4, 8192));
        assertThat(scaled.headSize()).isEqualTo(4);
        assertThat(scaled.storedDtype()).hasValue(StoredDtype.BF16);
    }

    @Test
    void aTypeLeftToTheWeightsIsNoneGiven() throws IOException {
        assertThat(read(with("torch_dtype", "\"auto\"")).storedDtype()).isEmpty();
        assertThat(read(with("torch_dtype", "null")).storedDtype()).isEmpty();
        assertThat(read(adding("\"dtype\": \"auto\"")).storedDtype()).isEmpty();
    }

    @Test
    void newerFilesKeepThetaAndScalingTogether() throws IOException {
        ModelConfig config = read(adding("\"rope_parameters\": {\"rope_theta\": 500000.0, \"rope_type\":\"llama3\","
                + "\"factor\":8.0,\"low_freq_factor\":1.0,\"high_freq_factor\":4.0,"
                + "\"original_max_position_embeddings\":8192}"));
        assertThat(config.rotary().tables())
                .containsExactly(new Rotary.Table(500_000, new RopeScaling.Llama3(8, 1, 4, 8192)));
        assertThat(read(adding("\"rope_parameters\": {\"rope_theta\": 7.0, \"rope_type\":\"default\"}"))
                        .rotary())
                .isEqualTo(Rotary.plain(2, 7));
    }

    @Test
    void numbersLeftOutTakeLlamasDefaults() throws IOException {
        ModelConfig config = read("{\"model_type\":\"llama\",\"hidden_size\":8,\"intermediate_size\":4,"
                + "\"num_hidden_layers\":1,\"num_attention_heads\":2,\"vocab_size\":5}");
        assertThat(config.architecture()).isEqualTo("LlamaForCausalLM");
        assertThat(config.keyValueHeads()).isEqualTo(2);
        assertThat(config.headSize()).isEqualTo(4);
        assertThat(config.contextLength()).isEqualTo(2048);
        assertThat(config.normEpsilon()).isEqualTo(1e-6);
        assertThat(config.rotary()).isEqualTo(Rotary.plain(4, 10_000));
        assertThat(config.tieEmbeddings()).isFalse();
        assertThat(config.eosTokens()).isEmpty();
        assertThat(config.bosToken()).isEmpty();
    }

    @Test
    void unknownAndMissingArchitecturesAreNamedWithWhatIsSupported() {
        assertThatThrownBy(() -> read(with("model_type", "\"mamba\"")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("\"mamba\", which is not supported")
                .hasMessageContaining("Supported are the model types llama, mistral,");
        assertThatThrownBy(() -> read("{\"architectures\":[\"LlamaForCausalLM\"]}"))
                .hasMessageContaining("\"model_type\" is missing")
                .hasMessageContaining("Supported");
        assertThatThrownBy(() -> read(BASE.replace("LlamaForCausalLM", "LlamaForSequenceClassification")))
                .hasMessageContaining("LlamaForSequenceClassification\", which is not supported");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hidden_size | 0 | from 1 to",
                "hidden_size | -6 | from 1 to",
                "hidden_size | 1.5 | a whole number",
                "hidden_size | \"6\" | a whole number",
                "hidden_size | 99999999999 | a whole number",
                "hidden_size | null | lacks \"hidden_size\"",
                "hidden_size | 7 | a divisor of hidden_size",
                "hidden_size | 9 | even number",
                "num_hidden_layers | 2000000000 | from 1 to",
                "num_key_value_heads | 2 | a divisor of num_attention_heads (3)",
                "rms_norm_eps | 0 | a number above 0",
                "rope_theta | -1 | a number above 0",
                "rope_theta | 1e999 | a number",
                "torch_dtype | \"int8\" | \"float32\", \"float16\" or \"bfloat16\"",
                "tie_word_embeddings | 1 | true or false",
                "bos_token_id | -1 | a token id",
                "bos_token_id | \"one\" | a whole number"
            })
    void impossibleValuesAreRefusedWithFileAndKey(String key, String value, String cause) {
        assertThatThrownBy(() -> read(with(key, value)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(cause);
    }

    @Test
    void unsupportedScalingActivationAndQuantisationAreRefused() {
        assertThatThrownBy(() -> read(adding("\"rope_scaling\": {\"type\":\"ntk\",\"factor\":4}")))
                .hasMessageContaining("stretches its positions by \"ntk\"");
        assertThatThrownBy(() -> read(adding("\"rope_scaling\": {\"rope_type\":\"llama3\",\"factor\":4}")))
                .hasMessageContaining("lacks \"rope_scaling.low_freq_factor\"");
        assertThatThrownBy(() -> read(adding("\"hidden_act\": \"gelu\""))).hasMessageContaining("\"silu\" is expected");
        assertThatThrownBy(() -> read(adding("\"quantization_config\": {}"))).hasMessageContaining("is quantised");
    }

    @Test
    void brokenJsonIsOneSentenceWithTheFile() {
        for (String broken : new String[] {"", "{", "[]", "{\"a\":1}{", "null", "{\"a\":1,\"a\":2}", "\u0000"}) {
            assertThatThrownBy(() -> read(broken))
                    .as(broken)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("config.json");
        }
        assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> ModelConfig.read(folder.resolve("none.json"))).hasMessageContaining("does not exist");
    }
}
