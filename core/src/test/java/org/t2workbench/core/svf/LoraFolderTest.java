package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.SafetensorsWriter.Entry;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

class LoraFolderTest {

    private static final String MODULE = "model.layers.0.self_attn.q_proj";
    private static final String PLAIN = "\"peft_type\":\"LORA\",\"r\":2,\"lora_alpha\":3,\"bias\":\"none\"";
    private static final Entry A =
            Entry.floats("base_model.model." + MODULE + ".lora_A.weight", new long[] {2, 3}, 1, 2, 3, 4, 5, 6);
    private static final Entry B =
            Entry.floats("base_model.model." + MODULE + ".lora_B.weight", new long[] {1, 2}, 7, 8);

    @TempDir
    private Path folder;

    private LoraAdapter read(String config, Entry... tensors) {
        try {
            Files.writeString(folder.resolve("adapter_config.json"), "{" + config + "}");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        SafetensorsWriter.write(folder.resolve("adapter_model.safetensors"), Map.of(), List.of(tensors));
        return LoraFolder.read(folder);
    }

    private static LoraAdapter.Pair pair(LoraAdapter adapter) {
        return Objects.requireNonNull(adapter.pairs().get(MODULE + ".weight"));
    }

    private double scale(String config) {
        return pair(read(config, A, B)).scale();
    }

    private void refused(String word, String config, Entry... tensors) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(config, tensors))
                .withMessageContaining(word)
                .withMessageEndingWith(".");
    }

    /** With these names, and in this order, PEFT 0.21 writes them: the embedding itself goes along. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lm_head|lm_head.base_layer.weight",
                "lm_head|lm_head.lora_A.weight",
                "embed_tokens|model.embed_tokens.base_layer.weight",
                "embed_tokens|model.embed_tokens.lora_embedding_A",
                "embed_tokens|model.embed_tokens.weight",
                "wte|transformer.wte.lora_embedding_B"
            })
    void anAdapterOfTheEmbeddingOrTheOutputIsRefusedByName(String module, String tensor) {
        refused(
                "adapts " + module + " (its tensor base_model.model." + tensor
                        + "), but only the matrices of attention and MLP can be adapted",
                PLAIN,
                Entry.floats("base_model.model." + tensor, new long[] {2, 3}, 1, 2, 3, 4, 5, 6),
                A,
                B);
    }

    @Test
    void aPairIsReadWithItsShapesAndScale() {
        LoraAdapter adapter = read(PLAIN + ",\"base_model_name_or_path\":\"org/tiny\"", A, B);
        assertThat(adapter.name()).isEqualTo(folder.getFileName().toString());
        assertThat(adapter.base()).isEqualTo("org/tiny");
        LoraAdapter.Pair pair = pair(adapter);
        assertThat(pair.rows()).isEqualTo(1);
        assertThat(pair.columns()).isEqualTo(3);
        assertThat(pair.rank()).isEqualTo(2);
        assertThat(pair.scale()).isEqualTo(1.5);
        assertThat(pair.a()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(pair.b()).containsExactly(7, 8);
    }

    @Test
    void theScaleFollowsTheSettings() {
        assertThat(scale(PLAIN + ",\"use_rslora\":true")).isCloseTo(3 / Math.sqrt(2), within(1e-15));
        assertThat(scale(PLAIN + ",\"alpha_pattern\":{\"q_proj\":8}")).isEqualTo(4);
        assertThat(scale(PLAIN + ",\"alpha_pattern\":{\"layers.1.*\":8}")).isEqualTo(1.5);
        assertThat(scale(PLAIN + ",\"alpha_pattern\":{\"model.layers.0.self_attn.q_proj\":1}"))
                .isEqualTo(0.5);
        assertThat(scale("\"peft_type\":\"LORA\",\"r\":16,\"lora_alpha\":3,\"rank_pattern\":{\"q_proj\":2}"))
                .isEqualTo(1.5);
    }

    @Test
    void settingsWithoutContentAreNoReasonToRefuse() {
        assertThat(scale(PLAIN + ",\"use_dora\":false,\"modules_to_save\":[],\"target_parameters\":null,"
                        + "\"layer_replication\":null,\"rank_pattern\":{},\"alpha_pattern\":{}"))
                .isEqualTo(1.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "use_dora|true",
                "use_qalora|true",
                "lora_bias|true",
                "layer_replication|[[0,2]]",
                "target_parameters|[\"mlp\"]",
                "trainable_token_indices|[1]",
                "modules_to_save|[\"lm_head\"]"
            })
    void whatIsNotImplementedIsRefusedByName(String key, String value) {
        refused(key, PLAIN + ",\"" + key + "\":" + value, A, B);
    }

    @Test
    void settingsThatLieAreRefused() {
        refused("IA3", "\"peft_type\":\"IA3\"", A, B);
        refused("none given", "\"r\":2", A, B);
        refused("\"bias\"", PLAIN.replace("none", "all"), A, B);
        refused("lora_alpha", "\"peft_type\":\"LORA\",\"r\":2", A, B);
        refused("rank 2", PLAIN.replace("\"r\":2", "\"r\":4"), A, B);
        refused("alpha_pattern", PLAIN + ",\"alpha_pattern\":{\"(\":8}", A, B);
    }

    @Test
    @Timeout(10)
    void aPatternMadeToHangIsStopped() {
        refused("alpha_pattern", PLAIN + ",\"alpha_pattern\":{\"((.+)+)+!\":8}", A, B);
    }

    @Test
    void tensorsThatDoNotFitAreRefused() {
        String name = "base_model.model." + MODULE;
        refused("lacks", PLAIN, A);
        refused("do not fit", PLAIN, A, Entry.floats(name + ".lora_B.weight", new long[] {2, 1}, 1, 2));
        refused("not finite", PLAIN, A, Entry.floats(name + ".lora_B.weight", new long[] {1, 2}, 1, Float.NaN));
        refused(
                "lora_embedding_A",
                PLAIN,
                Entry.floats("base_model.model.model.embed_tokens.lora_embedding_A", new long[] {1}, 1));
        refused("no tensors", PLAIN);
    }

    @Test
    void foldersThatAreNoAdapterAreRefused() throws IOException {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Adapter.read(folder))
                .withMessageContaining("no adapter_config.json");
        Files.writeString(folder.resolve("adapter_config.json"), "{" + PLAIN + "}");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Adapter.read(folder))
                .withMessageContaining("neither adapter_model.safetensors nor adapter_model.bin");
    }

    @Test
    void anAdapterForOtherShapesOrMatricesIsRefused() {
        LoraAdapter adapter = read(PLAIN, A, B);
        BaseModel model = new BaseModel("small", Optional.empty());
        MatrixInfo fits = new MatrixInfo(MODULE + ".weight", 0, MatrixKind.Q, 1, 3);
        MatrixInfo wider = new MatrixInfo(MODULE + ".weight", 0, MatrixKind.Q, 1, 4);
        assertThat(adapter.checkAgainst(new BaseModel.Target(model, List.of(fits))))
                .isEmpty();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> adapter.checkAgainst(new BaseModel.Target(model, List.of(wider))))
                .withMessageContaining("1 x 3")
                .withMessageContaining("1 x 4");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> adapter.checkAgainst(new BaseModel.Target(model, List.of())))
                .withMessageContaining("does not have");
    }
}
