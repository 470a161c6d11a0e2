package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;

class PeftWriterTest {

    private static final String Q = "model.layers.1.self_attn.q_proj";
    private static final String DOWN = "model.layers.0.mlp.down_proj";
    private static final String V = "model.layers.0.self_attn.v_proj";

    @TempDir
    private Path folder;

    @Test
    void aLoraAdapterIsReadBackAsItWasWritten() {
        Map<String, LoraAdapter.Pair> pairs = new LinkedHashMap<>();
        pairs.put(
                Q + ".weight", new LoraAdapter.Pair(3, 1, 2, 0.75, new float[] {1, 2, 3, 4, 5, 6}, new float[] {7, 8}));
        pairs.put(
                DOWN + ".weight",
                new LoraAdapter.Pair(1, 3, 2, 0.75, new float[] {-1, 0}, new float[] {1, 2, 3, 4, 5, 0.1f}));
        PeftWriter.write(folder, new LoraAdapter("x", "org/tiny", pairs));
        LoraAdapter read = (LoraAdapter) Adapter.read(folder);
        assertThat(read.base()).isEqualTo("org/tiny");
        assertThat(read.fingerprint()).isEqualTo(new LoraAdapter("y", "", pairs).fingerprint());
        assertThat(read.pairs()).containsOnlyKeys(pairs.keySet());
        pairs.forEach((matrix, pair) ->
                assertThat(read.pairs().get(matrix)).usingRecursiveComparison().isEqualTo(pair));
        JsonFile json = JsonFile.read(folder.resolve("adapter_config.json"));
        assertThat(json.number("r")).hasValue(2);
        assertThat(json.number("lora_alpha")).hasValue(1.5);
        assertThat(json.texts("target_modules")).containsExactly(Q, DOWN);
    }

    @Test
    void theFingerprintTellsAdaptersApartByTheirVectors() {
        LoraAdapter.Pair one = new LoraAdapter.Pair(1, 1, 1, 1, new float[] {2}, new float[] {3});
        LoraAdapter.Pair scaled = new LoraAdapter.Pair(1, 1, 1, 2, new float[] {2}, new float[] {3});
        LoraAdapter.Pair swapped = new LoraAdapter.Pair(1, 1, 1, 1, new float[] {3}, new float[] {2});
        Ia3Adapter.Scale input = new Ia3Adapter.Scale(true, new float[] {2});
        Ia3Adapter.Scale output = new Ia3Adapter.Scale(false, new float[] {2});
        assertThat(List.of(
                        new LoraAdapter("x", "", Map.of(Q, one)),
                        new LoraAdapter("x", "", Map.of(V, one)),
                        new LoraAdapter("x", "", Map.of(Q, scaled)),
                        new LoraAdapter("x", "", Map.of(Q, swapped)),
                        new Ia3Adapter("x", "", Map.of(Q, input)),
                        new Ia3Adapter("x", "", Map.of(Q, output))))
                .extracting(Adapter::fingerprint)
                .doesNotHaveDuplicates()
                .allMatch(print -> print.length() == 64);
    }

    @Test
    void matricesOfUnlikeRankOrScaleHaveNoCommonSettings() {
        LoraAdapter.Pair one = new LoraAdapter.Pair(1, 1, 1, 1, new float[1], new float[1]);
        LoraAdapter.Pair other = new LoraAdapter.Pair(1, 1, 1, 2, new float[1], new float[1]);
        LoraAdapter adapter = new LoraAdapter("x", "", Map.of(Q + ".weight", one, V + ".weight", other));
        assertThatIllegalArgumentException().isThrownBy(() -> PeftWriter.write(folder, adapter));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anIa3AdapterIsReadBackAsItWasWritten() {
        Map<String, Ia3Adapter.Scale> scales = new LinkedHashMap<>();
        scales.put(V + ".weight", new Ia3Adapter.Scale(false, new float[] {1, 0.5f}));
        scales.put(DOWN + ".weight", new Ia3Adapter.Scale(true, new float[] {2, -1, 1}));
        PeftWriter.write(folder, new Ia3Adapter("x", "org/tiny", scales));
        Ia3Adapter read = (Ia3Adapter) Adapter.read(folder);
        assertThat(read.base()).isEqualTo("org/tiny");
        assertThat(read.scales()).containsOnlyKeys(scales.keySet());
        scales.forEach((matrix, scale) ->
                assertThat(read.scales().get(matrix)).usingRecursiveComparison().isEqualTo(scale));
        JsonFile json = JsonFile.read(folder.resolve("adapter_config.json"));
        assertThat(json.text("peft_type")).hasValue("IA3");
        assertThat(json.texts("target_modules")).containsExactly(V, DOWN);
        assertThat(json.texts("feedforward_modules")).containsExactly(DOWN);
        try (Safetensors tensors = Safetensors.open(folder.resolve("adapter_model.safetensors"))) {
            assertThat(tensors.info("base_model.model." + V + ".ia3_l").shape()).containsExactly(2, 1);
            assertThat(tensors.info("base_model.model." + DOWN + ".ia3_l").shape())
                    .containsExactly(1, 3);
        }
    }

    private void refused(String word, String config, SafetensorsWriter.Entry... tensors) {
        AtomicFile.writeText(folder.resolve("adapter_config.json"), "{\"peft_type\":\"IA3\"" + config + "}");
        SafetensorsWriter.write(folder.resolve("adapter_model.safetensors"), Map.of(), List.of(tensors));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Adapter.read(folder))
                .withMessageContaining(word)
                .withMessageEndingWith(".");
    }

    @Test
    void ia3ThatIsNotUnderstoodIsRefusedByName() {
        String name = "base_model.model." + V + ".ia3_l";
        refused("modules_to_save", ",\"modules_to_save\":[\"lm_head\"]");
        refused("fan_in_fan_out", ",\"fan_in_fan_out\":true");
        refused("no tensors", "");
        refused("lora_A", "", SafetensorsWriter.Entry.floats("lora_A", new long[] {1, 1}, 1));
        refused("2 x 2", "", SafetensorsWriter.Entry.floats(name, new long[] {2, 2}, 1, 1, 1, 1));
        refused("not finite", "", SafetensorsWriter.Entry.floats(name, new long[] {2, 1}, 1, Float.NaN));
    }
}
