package org.t2workbench.core.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.checkpoint.RopeScaling;
import org.t2workbench.core.checkpoint.Rotary;
import org.t2workbench.core.checkpoint.StoredDtype;
import org.t2workbench.core.checkpoint.StoredWeights;

class GgufModelTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied"})
    void theConfigurationIsThatOfTheFolderItWasMadeFrom(String name) {
        ModelConfig original =
                ModelFolder.open(HostileGgufTest.golden("../model/" + name)).config();
        GgufModel model = GgufModel.open(HostileGgufTest.golden(name + ".gguf"));
        // the file keeps one of the ids that end a text, as such files do
        assertThat(model.stopTokens()).containsExactly(2);
        assertThat(JsonFile.read(model.configJson()).wholeNumbers("eos_token_id"))
                .containsExactly(2);
        assertThat(model.config())
                .usingRecursiveComparison()
                .ignoringFields("eosTokens", "storedDtype")
                .isEqualTo(original);
        assertThat(model.name()).isEqualTo(name);
        assertThat(model.named("other").name()).isEqualTo("other");
        assertThat(model.config().storedDtype()).hasValue(StoredDtype.F32);
        assertThat(model.storedWeights()).isEqualTo(new StoredWeights("f32", false));
    }

    @Test
    void quantisedWeightsAreSaidToBe() {
        GgufModel model = GgufModel.open(HostileGgufTest.golden("quantised.gguf"));
        assertThat(model.storedWeights().quantised()).isTrue();
        assertThat(model.storedWeights().label()).startsWith("q");
        assertThat(model.config().rotary()).isEqualTo(Rotary.plain(16, 5e5));
        assertThat(model.config().normEpsilon()).isEqualTo(1e-6);
        assertThat(model.config().tieEmbeddings()).isTrue();
        assertThat(model.tokenizerConfig()).isEmpty();
        assertThatThrownBy(model::tokenizerJson).hasMessageContaining("lacks \"tokenizer.ggml.model\"");
    }

    @Test
    void aGgufFileIsAModelByItsPath() throws IOException {
        ModelLocator locator = new ModelLocator(Optional.empty());
        ModelFiles located = locator.locate(HostileGgufTest.golden("tied.gguf").toString());
        assertThat(located).isInstanceOf(GgufModel.class);
        // by what is in it, not by what it is called
        Path renamed = Files.copy(HostileGgufTest.golden("tied.gguf"), folder.resolve("weights.bin"));
        assertThat(locator.locate(renamed.toString()).name()).isEqualTo("weights.bin");
        Path other = Files.writeString(folder.resolve("notes.gguf"), "no model");
        assertThatThrownBy(() -> locator.locate(other.toString())).hasMessageContaining("is no GGUF file");
    }

    private void refuses(Consumer<RawGguf> change, int keys, String cause) throws IOException {
        RawGguf raw = RawGguf.begin(1, 8 + keys)
                .u32("llama.block_count", 1)
                .u32("llama.embedding_length", 8)
                .u32("llama.attention.head_count", 2)
                .u32("llama.feed_forward_length", 8)
                .u32("llama.context_length", 8)
                .text("llama.attention.layer_norm_rms_epsilon")
                .u32(6)
                .u32(Float.floatToIntBits(1e-5f))
                .u32("llama.vocab_size", 4)
                .u32("llama.rope.dimension_count", 4);
        change.accept(raw);
        Path file = raw.tensor("token_embd.weight", 0, 0, 8, 4)
                .padded(32)
                .zeros(128)
                .write(folder.resolve("bad.gguf"));
        assertThatThrownBy(() -> GgufModel.open(file).openTensors())
                .hasMessageContaining("bad.gguf")
                .hasMessageContaining(cause)
                .hasMessageEndingWith(".");
    }

    /** As llama.cpp reads it; a config.json without it would mean 4096. */
    @Test
    void aPhi3WithoutItsFirstContextWasNeverStretched() throws IOException {
        Path file = RawGguf.begin(3, 7)
                .text("general.architecture", "phi3")
                .u32("phi3.block_count", 1)
                .u32("phi3.embedding_length", 8)
                .u32("phi3.attention.head_count", 2)
                .u32("phi3.feed_forward_length", 8)
                .u32("phi3.context_length", 8192)
                .text("phi3.attention.layer_norm_rms_epsilon")
                .u32(6)
                .u32(Float.floatToIntBits(1e-5f))
                .tensor("token_embd.weight", 0, 0, 8, 4)
                .tensor("rope_factors_long.weight", 0, 128, 2)
                .tensor("rope_factors_short.weight", 0, 160, 2)
                .padded(32)
                .zeros(128)
                .u32(Float.floatToIntBits(3))
                .u32(Float.floatToIntBits(4))
                .padded(32)
                .u32(Float.floatToIntBits(1))
                .u32(Float.floatToIntBits(2))
                .padded(32)
                .write(folder.resolve("phi3.gguf"));
        Rotary.Table near = new Rotary.Table(10_000, new RopeScaling.Each(List.of(1.0, 2.0)));
        assertThat(GgufModel.open(file).config().rotary()).isEqualTo(new Rotary(4, List.of(near), 1, 0));
    }

    private static RawGguf llama(RawGguf raw) {
        return raw.text("general.architecture", "llama");
    }

    @Test
    void whatIsNotSupportedIsRefusedByName() throws IOException {
        refuses(raw -> {}, 0, "lacks \"general.architecture\"");
        refuses(
                raw -> raw.text("general.architecture", "mamba"),
                1,
                "the architecture \"mamba\", which is not supported");
        refuses(raw -> llama(raw).text("general.type", "adapter"), 2, "of the type \"adapter\"");
        refuses(raw -> llama(raw).u32("llama.expert_count", 8), 2, "mixture of experts");
        refuses(raw -> llama(raw).u32("llama.attention.key_length", 6), 2, "rotates only 4 of the 6");
        refuses(raw -> llama(raw).text("llama.rope.scaling.type", "other"), 2, "\"other\"");
        refuses(
                raw -> llama(raw)
                        .text("llama.attention.head_count_kv")
                        .u32(RawGguf.LIST)
                        .u32(RawGguf.U32)
                        .u64(2)
                        .u32(1)
                        .u32(2),
                2,
                "differs from layer to layer");
        refuses(raw -> llama(raw).u32("llama.attention.head_count_kv", 3), 2, "num_key_value_heads");
        refuses(raw -> llama(raw), 1, "lacks the tensor model.layers.0.input_layernorm.weight");
    }

    @Test
    void aTypeThatCannotBeReadIsNamedWithItsTensor() throws IOException {
        Path file = llama(RawGguf.begin(1, 1))
                .tensor("blk.0.attn_q.weight", 16, 0, 256)
                .padded(32)
                .zeros(128)
                .write(folder.resolve("bad.gguf"));
        assertThatThrownBy(() -> GgufModel.open(file))
                .hasMessageContaining("the tensor blk.0.attn_q.weight is quantised as IQ2_XXS");
    }

    @Test
    void aTensorTheArchitectureDoesNotHaveIsRefused() throws IOException {
        Path file = llama(RawGguf.begin(2, 8))
                .u32("llama.block_count", 1)
                .u32("llama.embedding_length", 8)
                .u32("llama.attention.head_count", 2)
                .u32("llama.feed_forward_length", 8)
                .u32("llama.context_length", 8)
                .text("llama.attention.layer_norm_rms_epsilon")
                .u32(6)
                .u32(Float.floatToIntBits(1e-5f))
                .u32("llama.vocab_size", 4)
                .tensor("token_embd.weight", 0, 0, 8, 4)
                .tensor("blk.0.attn_sinks.weight", 0, 128, 8)
                .padded(32)
                .zeros(160)
                .write(folder.resolve("bad.gguf"));
        assertThatThrownBy(() -> GgufModel.open(file).openTensors())
                .hasMessageContaining("the tensor blk.0.attn_sinks");
    }
}
