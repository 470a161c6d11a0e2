package org.t2workbench.core.checkpoint.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.t2workbench.core.checkpoint.AttentionPattern;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.RopeScaling;
import org.t2workbench.core.checkpoint.Rotary;
import org.t2workbench.core.job.InvalidInputException;

class FamiliesTest {

    private static final String SIZES =
            "\"hidden_size\":32,\"intermediate_size\":29,\"num_hidden_layers\":4,\"num_attention_heads\":4,"
                    + "\"num_key_value_heads\":2,\"vocab_size\":97,\"max_position_embeddings\":64";

    @TempDir
    private Path folder;

    private ModelConfig read(String json) throws IOException {
        return ModelConfig.read(Files.writeString(folder.resolve("config.json"), json));
    }

    private ModelConfig of(String type, String more) throws IOException {
        return read("{\"model_type\":\"" + type + "\"," + SIZES + (more.isEmpty() ? "" : "," + more) + "}");
    }

    /** The shapes of published models, with the number of parameters that their pages state. */
    static Stream<Arguments> published() {
        return Stream.of(
                Arguments.of(
                        134_515_008L, // SmolLM2-135M
                        """
                        "model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": 576,
                        "intermediate_size": 1536, "num_hidden_layers": 30, "num_attention_heads": 9, "num_key_value_heads": 3,
                        "vocab_size": 49152, "tie_word_embeddings": true, "rope_interleaved": false, "is_llama_config": true"""),
                Arguments.of(
                        1_235_814_400L, // Llama 3.2 1B
                        """
                        "model_type": "llama", "hidden_size": 2048, "intermediate_size": 8192, "num_hidden_layers": 16,
                        "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 64, "vocab_size": 128256,
                        "tie_word_embeddings": true"""),
                Arguments.of(
                        7_241_732_096L, // Mistral 7B v0.1
                        """
                        "model_type": "mistral", "architectures": ["MistralForCausalLM"], "hidden_size": 4096,
                        "intermediate_size": 14336, "num_hidden_layers": 32, "num_attention_heads": 32,
                        "num_key_value_heads": 8, "vocab_size": 32000, "sliding_window": 4096"""),
                Arguments.of(
                        494_032_768L, // Qwen2.5 0.5B
                        """
                        "model_type": "qwen2", "architectures": ["Qwen2ForCausalLM"], "hidden_size": 896,
                        "intermediate_size": 4864, "num_hidden_layers": 24, "num_attention_heads": 14, "num_key_value_heads": 2,
                        "vocab_size": 151936, "tie_word_embeddings": true, "use_sliding_window": false,
                        "sliding_window": 32768, "max_window_layers": 24"""),
                Arguments.of(
                        596_049_920L, // Qwen3 0.6B
                        """
                        "model_type": "qwen3", "architectures": ["Qwen3ForCausalLM"], "hidden_size": 1024,
                        "intermediate_size": 3072, "num_hidden_layers": 28, "num_attention_heads": 16,
                        "num_key_value_heads": 8, "head_dim": 128, "vocab_size": 151936, "tie_word_embeddings": true,
                        "sliding_window": null"""),
                Arguments.of(
                        3_075_098_624L, // SmolLM3 3B
                        """
                        "model_type": "smollm3", "architectures": ["SmolLM3ForCausalLM"], "hidden_size": 2048,
                        "intermediate_size": 11008, "num_hidden_layers": 36, "num_attention_heads": 16,
                        "num_key_value_heads": 4, "vocab_size": 128256, "rope_theta": 5000000.0"""),
                Arguments.of(
                        2_614_341_888L, // Gemma 2 2B
                        """
                        "model_type": "gemma2", "architectures": ["Gemma2ForCausalLM"], "hidden_size": 2304,
                        "intermediate_size": 9216, "num_hidden_layers": 26, "num_attention_heads": 8, "num_key_value_heads": 4,
                        "head_dim": 256, "vocab_size": 256000, "hidden_act": "gelu_pytorch_tanh",
                        "hidden_activation": "gelu_pytorch_tanh", "query_pre_attn_scalar": 256"""),
                Arguments.of(
                        999_885_952L, // Gemma 3 1B
                        """
                        "model_type": "gemma3_text", "architectures": ["Gemma3ForCausalLM"], "hidden_size": 1152,
                        "intermediate_size": 6912, "num_hidden_layers": 26, "num_attention_heads": 4, "num_key_value_heads": 1,
                        "head_dim": 256, "vocab_size": 262144, "hidden_activation": "gelu_pytorch_tanh",
                        "sliding_window": 512, "sliding_window_pattern": 6, "rope_local_base_freq": 10000"""),
                Arguments.of(
                        3_821_079_552L, // Phi-3 mini
                        """
                        "model_type": "phi3", "architectures": ["Phi3ForCausalLM"], "hidden_size": 3072,
                        "intermediate_size": 8192, "num_hidden_layers": 32, "num_attention_heads": 32,
                        "num_key_value_heads": 32, "vocab_size": 32064, "sliding_window": 2047, "rope_scaling": null"""),
                Arguments.of(
                        7_298_617_344L, // OLMo 2 7B
                        """
                        "model_type": "olmo2", "architectures": ["Olmo2ForCausalLM"], "hidden_size": 4096,
                        "intermediate_size": 11008, "num_hidden_layers": 32, "num_attention_heads": 32,
                        "num_key_value_heads": 32, "vocab_size": 100352, "rope_theta": 500000"""),
                Arguments.of(
                        124_439_808L, // GPT-2
                        """
                        "model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "n_embd": 768, "n_layer": 12, "n_head": 12,
                        "n_positions": 1024, "n_ctx": 1024, "vocab_size": 50257, "activation_function": "gelu_new" """));
    }

    @ParameterizedTest
    @MethodSource("published")
    void publishedShapesHaveTheParametersThatTheirPagesState(long parameters, String json) throws IOException {
        assertThat(read("{" + json + "}").layout().parameters()).isEqualTo(parameters);
    }

    @Test
    void aWindowLeftOutIsMistralsAndNullIsNone() throws IOException {
        assertThat(of("mistral", "").attention().window()).isEqualTo(4096);
        assertThat(of("mistral", "\"sliding_window\":null").attention().window())
                .isZero();
        assertThat(of("mistral", "\"sliding_window\":7").attention().layers())
                .containsOnly(new AttentionPattern.Layer(true, 0));
        assertThatThrownBy(() -> of("mistral", "\"sliding_window\":0")).hasMessageContaining("from 1 to");
    }

    @Test
    void layersAreLocalAsTheFileSaysOrTheFamilyHasThem() throws IOException {
        assertThat(locals(of("gemma2", ""))).containsExactly(true, false, true, false);
        assertThat(locals(of("gemma3_text", "\"sliding_window_pattern\":3"))).containsExactly(true, true, false, true);
        String types =
                "\"layer_types\":[\"full_attention\",\"sliding_attention\",\"sliding_attention\",\"full_attention\"]";
        assertThat(locals(of("gemma3_text", types))).containsExactly(false, true, true, false);
        assertThat(of("gemma3_text", types).attention().layers().stream().map(AttentionPattern.Layer::table))
                .containsExactly(0, 1, 1, 0);
        assertThat(locals(of("qwen2", "\"use_sliding_window\":true,\"max_window_layers\":3")))
                .containsExactly(false, false, false, true);
        assertThat(locals(of("qwen2", types))).containsOnly(false);
        assertThat(of("smollm3", "").attention().layers().stream().map(AttentionPattern.Layer::table))
                .containsExactly(0, 0, 0, -1);
        assertThat(of("smollm3", "\"no_rope_layers\":[0,1,1,0]").attention().layers().stream()
                        .map(AttentionPattern.Layer::table))
                .containsExactly(-1, 0, 0, -1);
        assertThatThrownBy(() -> of("gemma2", "\"layer_types\":[\"full_attention\"]"))
                .hasMessageContaining("layer_types")
                .hasMessageContaining("each of the 4 layers");
        assertThatThrownBy(() -> of("smollm3", "\"no_rope_layers\":[0]")).hasMessageContaining("no_rope_layers");
    }

    private static List<Boolean> locals(ModelConfig config) {
        return config.attention().layers().stream()
                .map(AttentionPattern.Layer::local)
                .toList();
    }

    @Test
    void capsLeftOutAreAsPublishedAndNullIsNone() throws IOException {
        assertThat(of("gemma2", "").numbers()).containsExactly(Math.sqrt(32), 30.0, 50.0);
        assertThat(of("gemma2", "\"final_logit_softcapping\":null,\"attn_logit_softcapping\":null")
                        .numbers())
                .containsExactly(Math.sqrt(32), 0.0, 0.0);
        assertThat(of("gemma3_text", "\"final_logit_softcapping\":20.0").numbers())
                .containsExactly(Math.sqrt(32), 20.0);
    }

    @Test
    void longRopeHasTwoTablesAndTheMagnitudeOfItsStretch() throws IOException {
        for (String type : List.of("su", "longrope", "yarn")) {
            ModelConfig config = of(
                    "phi3",
                    "\"original_max_position_embeddings\":16,\"rope_scaling\":{\"type\":\"" + type
                            + "\",\"short_factor\":[1,1,1,1],\"long_factor\":[1,2,3,4]}");
            assertThat(config.rotary().longAfter()).isEqualTo(16);
            assertThat(config.rotary().tables().get(1).scaling())
                    .isEqualTo(new RopeScaling.Each(List.of(1.0, 2.0, 3.0, 4.0)));
            assertThat(config.rotary().magnitude()).isEqualTo(Math.sqrt(1 + Math.log(4) / Math.log(16)), within(1e-12));
        }
        assertThatThrownBy(() -> of(
                        "phi3",
                        "\"rope_scaling\":{\"type\":\"su\",\"short_factor\":[1,1,1],\"long_factor\":[1,2,3,4]}"))
                .hasMessageContaining("short_factor")
                .hasMessageContaining("a list of 4 numbers above 0");
    }

    @Test
    void aFileWithOlderAndNewerKeysOfPositionsIsReadAsTransformersDoes() throws IOException {
        String theta = "\"rope_theta\":500000.0,";
        assertThat(of("llama", theta + "\"rope_parameters\":{\"rope_type\":\"default\"}")
                        .rotary()
                        .tables())
                .containsExactly(new Rotary.Table(500_000, new RopeScaling.None()));
        assertThat(of(
                                "llama",
                                theta + "\"rope_scaling\":{\"type\":\"linear\",\"factor\":2.0},"
                                        + "\"rope_parameters\":{\"rope_type\":\"default\"}")
                        .rotary()
                        .tables())
                .containsExactly(new Rotary.Table(500_000, new RopeScaling.Linear(2)));
        assertThat(of(
                                "gemma3_text",
                                theta + "\"head_dim\":8,\"rope_local_base_freq\":5.0,\"rope_scaling\":{\"rope_type\":"
                                        + "\"linear\",\"factor\":8.0},\"rope_parameters\":{\"full_attention\":{},"
                                        + "\"sliding_attention\":{}}")
                        .rotary()
                        .tables())
                .containsExactly(
                        new Rotary.Table(500_000, new RopeScaling.Linear(8)),
                        new Rotary.Table(5, new RopeScaling.None()));
    }

    @Test
    void yarnAsQwenPublishesItIsRead() throws IOException {
        ModelConfig config = of(
                "qwen3",
                "\"head_dim\":8,\"rope_scaling\":{\"rope_type\":\"yarn\",\"factor\":4.0,"
                        + "\"original_max_position_embeddings\":32768}");
        assertThat(config.rotary().tables().get(0).scaling()).isEqualTo(new RopeScaling.Yarn(4, 32, 1, 32_768, true));
        assertThat(config.rotary().magnitude()).isEqualTo(0.1 * Math.log(4) + 1, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mixtral | \"num_local_experts\":8 | (\"mixtral\") is a mixture of experts",
                "qwen2_moe | \"a\":1 | (\"qwen2_moe\") is a mixture of experts",
                "qwen3_moe | \"a\":1 | (\"qwen3_moe\") is a mixture of experts",
                "deepseek_v3 | \"n_routed_experts\":256 | (\"deepseek_v3\") is a mixture of experts",
                "gpt_oss | \"num_local_experts\":32 | (\"gpt_oss\") is a mixture of experts",
                "gemma3 | \"a\":1 | (\"gemma3\") reads pictures",
                "qwen2_5_vl | \"a\":1 | (\"qwen2_5_vl\") reads pictures",
                "llava_next | \"a\":1 | (\"llava_next\") reads pictures",
                "mistral3 | \"vision_config\":{} | (\"mistral3\") reads pictures",
                "llama | \"quantization_config\":{\"quant_method\":\"gptq\"} | is quantised with GPTQ",
                "llama | \"quantization_config\":{\"quant_method\":\"awq\"} | is quantised with AWQ",
                "llama | \"quantization_config\":{\"quant_method\":\"fp8\"} | is quantised with FP8",
                "llama | \"quantization_config\":{\"load_in_4bit\":true} | is quantised with bitsandbytes",
                "llama | \"quantization_config\":{\"quant_method\":\"compressed-tensors\"} | with compressed-tensors",
                "gemma3_text | \"use_bidirectional_attention\":true | looks at what comes after",
                "gpt2 | \"scale_attn_by_inverse_layer_idx\":true | scales attention by the layer's number",
                "gemma2 | \"hidden_activation\":\"silu\" | \"gelu_pytorch_tanh\" is expected",
                "llama | \"head_dim\":524288 | heads of 524288 numbers"
            })
    void whatIsNotComputedIsRefusedByName(String type, String more, String cause) {
        assertThatThrownBy(() -> of(type, more))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(cause);
    }

    @Test
    void anUnknownTypeIsToldWhatIsSupported() {
        assertThatThrownBy(() -> of("mamba", ""))
                .hasMessageContaining("\"mamba\", which is not supported")
                .hasMessageContaining(
                        "llama, mistral, qwen2, qwen3, smollm3, gemma2, gemma3_text, phi3, olmo2, granite and gpt2");
        assertThatThrownBy(() -> of("qwen2", "\"architectures\":[\"Qwen2ForSequenceClassification\"]"))
                .hasMessageContaining("Qwen2ForSequenceClassification\", which is not supported")
                .hasMessageContaining("it is Qwen2ForCausalLM");
    }
}
