package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.InvalidInputException;

class ModelFolderTest {

    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String FINAL_NORM = "model.norm.weight";
    private static final String OUTPUT = "lm_head.weight";

    @TempDir
    Path folder;

    private void writeWeights(Map<String, String> metadata, Map<String, long[]> shapes) {
        SafetensorsWriter.write(folder.resolve("model.safetensors"), metadata, TinyModel.entries(shapes));
    }

    @Test
    void wholeFolderOpensAndItsTensorsHaveTheConfiguredShapes() throws IOException {
        TinyModel.write(folder, false);
        ModelFolder model = ModelFolder.open(folder);
        assertThat(model.name()).isEqualTo(folder.getFileName().toString());
        assertThat(model.generationDefaults()).isEqualTo(GenerationDefaults.NONE);
        try (TensorSource tensors = model.openTensors()) {
            assertThat(tensors.names()).hasSize(2 + 1 + 2 * 9);
            assertThat(tensors.info("model.layers.1.self_attn.k_proj.weight").shape())
                    .containsExactly(2, 6);
            assertThat(tensors.info("model.layers.1.mlp.down_proj.weight").shape())
                    .containsExactly(6, 7);
            assertThat(tensors.totalBytes()).isEqualTo(4L * (2 * 66 + 6 + 2 * (2 * 6 + 2 * 36 + 2 * 12 + 3 * 42)));
        }
    }

    @Test
    void generationConfigReplacesTheStopTokens() throws IOException {
        TinyModel.write(folder, false);
        assertThat(ModelFolder.open(folder).stopTokens()).containsExactly(2, 3);
        Files.writeString(
                folder.resolve("generation_config.json"),
                "{\"do_sample\": true, \"temperature\": 0.6, \"top_k\": null, \"top_p\": 0.9, \"eos_token_id\": [9, 10]}");
        ModelFolder model = ModelFolder.open(folder);
        assertThat(model.stopTokens()).containsExactly(9, 10);
        assertThat(model.generationDefaults().sample()).isTrue();
        assertThat(model.generationDefaults().temperature()).hasValue(0.6);
        assertThat(model.generationDefaults().topK()).isEmpty();
        assertThat(model.generationDefaults().topP()).hasValue(0.9);
    }

    @Test
    void aTypeTheConfigurationLeavesOpenIsThatOfTheWeights() throws IOException {
        TinyModel.write(folder, false);
        Path config = folder.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("float32", "auto"));
        assertThat(ModelFolder.open(folder).storedWeights().label()).isEqualTo("f32");
        Path weights = folder.resolve("model.safetensors");
        Path wide = Files.move(weights, folder.resolve("wide"));
        try (Safetensors source = Safetensors.open(wide)) {
            SafetensorsWriter.write(
                    weights,
                    Map.of(),
                    source.names().stream()
                            .map(name -> SafetensorsWriter.Entry.streamed(
                                    name,
                                    StoredDtype.BF16,
                                    source.info(name).shape(),
                                    (from, target) -> source.readFloats(name, from, target)))
                            .toList());
        }
        assertThat(ModelFolder.open(folder).storedWeights().label()).isEqualTo("bf16");
        Files.delete(weights);
        assertThat(ModelFolder.open(folder).storedWeights().label()).isEqualTo("f32");
    }

    @Test
    void tiedMatrixIsFoundUnderBothNamesWhicheverIsStored() throws IOException {
        TinyModel.write(folder, true);
        float[] embedding;
        try (TensorSource tensors = ModelFolder.open(folder).openTensors()) {
            assertThat(tensors.names()).doesNotContain(OUTPUT);
            embedding = TinyModel.read(tensors, EMBEDDING);
            assertThat(TinyModel.read(tensors, OUTPUT)).containsExactly(embedding);
        }
        Map<String, long[]> shapes = TinyModel.shapes(folder);
        shapes.put(OUTPUT, shapes.remove(EMBEDDING));
        writeWeights(Map.of(), shapes);
        try (TensorSource tensors = ModelFolder.open(folder).openTensors()) {
            assertThat(TinyModel.read(tensors, EMBEDDING))
                    .containsExactly(TinyModel.read(tensors, OUTPUT))
                    .hasSize(66);
        }
    }

    @Test
    void secondNameInTheMetadataIsHonoured() throws IOException {
        TinyModel.write(folder, false);
        Map<String, long[]> shapes = TinyModel.shapes(folder);
        shapes.remove(EMBEDDING);
        writeWeights(Map.of("format", "pt", EMBEDDING, OUTPUT), shapes);
        try (TensorSource tensors = ModelFolder.open(folder).openTensors()) {
            assertThat(tensors.has(EMBEDDING)).isTrue();
            assertThat(tensors.info(EMBEDDING)).isEqualTo(tensors.info(OUTPUT));
        }
    }

    @Test
    void secondNameAsTheReferenceWriterNotesItIsRead() {
        try (var tied = Safetensors.open(SafetensorsTest.golden("tied.safetensors"));
                var shared = new SharedTensors(tied, tied.metadata())) {
            assertThat(shared.names()).containsExactly("embed.weight");
            assertThat(TinyModel.read(shared, "head.weight")).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void secondNameThatPointsNowhereIsAMissingTensor() throws IOException {
        TinyModel.write(folder, false);
        Map<String, long[]> shapes = TinyModel.shapes(folder);
        shapes.remove(EMBEDDING);
        writeWeights(Map.of(EMBEDDING, "nowhere"), shapes);
        assertThatThrownBy(() -> ModelFolder.open(folder).openTensors())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("lacks the tensor " + EMBEDDING);
    }

    @Test
    void wrongShapeIsRefusedWithFileTensorExpectedAndActual() throws IOException {
        TinyModel.write(folder, false);
        Map<String, long[]> shapes = TinyModel.shapes(folder);
        shapes.put("model.layers.1.mlp.up_proj.weight", new long[] {6, 7});
        writeWeights(Map.of(), shapes);
        assertThatThrownBy(() -> ModelFolder.open(folder).openTensors())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("model.layers.1.mlp.up_proj.weight")
                .hasMessageContaining("has the shape 6 x 7, but the model's configuration calls for 7 x 6");
    }

    @Test
    void weightsOfAnotherTypeAreRefusedByName() throws IOException {
        TinyModel.write(folder, true);
        Map<String, long[]> shapes = TinyModel.shapes(folder);
        shapes.remove(FINAL_NORM);
        var entries = new java.util.ArrayList<>(TinyModel.entries(shapes));
        entries.add(SafetensorsWriter.Entry.doubles(FINAL_NORM, new long[] {6}, 1, 1, 1, 1, 1, 1));
        SafetensorsWriter.write(folder.resolve("model.safetensors"), Map.of(), entries);
        assertThatThrownBy(() -> ModelFolder.open(folder).openTensors())
                .hasMessageContaining(
                        "model.norm.weight is stored as F64; models can be loaded from F32, F16 and BF16");
    }

    @Test
    void shardsAreReadAfterTheirMapWhateverTheyAreCalled() throws IOException {
        TinyModel.write(folder, false);
        Map<String, long[]> shapes = TinyModel.shapes(folder);
        List<SafetensorsWriter.Entry> entries = TinyModel.entries(shapes);
        List<String> names = List.copyOf(shapes.keySet());
        float[] expected;
        try (TensorSource whole = ModelFolder.open(folder).openTensors()) {
            expected = TinyModel.read(whole, names.get(12));
        }
        Files.delete(folder.resolve("model.safetensors"));
        SafetensorsWriter.write(folder.resolve("first of two.safetensors"), Map.of(), entries.subList(0, 9));
        SafetensorsWriter.write(
                folder.resolve("b.safetensors"), Map.of("format", "pt"), entries.subList(9, entries.size()));
        StringBuilder map = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            map.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(names.get(i))
                    .append("\":\"")
                    .append(i < 9 ? "first of two.safetensors" : "b.safetensors")
                    .append('"');
        }
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, "{\"metadata\":{\"total_size\":1},\"weight_map\":{" + map + "}}");
        try (TensorSource tensors = ModelFolder.open(folder).openTensors()) {
            assertThat(tensors.names()).containsExactlyElementsOf(names);
            assertThat(tensors.metadata()).containsEntry("format", "pt");
            assertThat(TinyModel.read(tensors, names.get(12))).containsExactly(expected);
            assertThatThrownBy(() -> tensors.info("nothing")).hasMessageContaining("knows no tensor nothing");
        }

        Files.writeString(
                index, "{\"weight_map\":{" + map.toString().replace("b.safetensors", "gone.safetensors") + "}}");
        assertThatThrownBy(() -> ModelFolder.open(folder).openTensors())
                .hasMessageContaining("gone.safetensors does not exist");
        Files.writeString(index, "{\"weight_map\":{" + map + ",\"more\":\"b.safetensors\"}}");
        assertThatThrownBy(() -> ModelFolder.open(folder).openTensors())
                .hasMessageContaining("b.safetensors holds the tensor more, but it does not");
        for (String outside : List.of("../b.safetensors", "/etc/passwd", "", ".", "x/../../b.safetensors")) {
            Files.writeString(index, "{\"weight_map\":{\"a\":\"" + outside + "\"}}");
            assertThatThrownBy(() -> ModelFolder.open(folder).openTensors())
                    .as(outside)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("not inside its folder");
        }
        Files.writeString(index, "{\"weight_map\":{\"a\":7}}");
        assertThatThrownBy(() -> ModelFolder.open(folder).openTensors()).hasMessageContaining("\"weight_map.a\" is 7");
        Files.writeString(index, "{}");
        assertThatThrownBy(() -> ModelFolder.open(folder).openTensors()).hasMessageContaining("lacks \"weight_map\"");
    }

    @Test
    void foldersThatAreNoModelAreNamed() throws IOException {
        assertThatThrownBy(() -> ModelFolder.open(folder.resolve("none")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("There is no model folder");
        assertThatThrownBy(() -> ModelFolder.open(folder)).hasMessageContaining("has no config.json");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> ModelFolder.open(file)).hasMessageContaining("that is a file");
        Files.writeString(folder.resolve("config.json"), TinyModel.CONFIG.formatted(true));
        assertThatThrownBy(() -> ModelFolder.open(folder).openTensors()).hasMessageContaining("has no weights");
        Files.createFile(folder.resolve("pytorch_model.bin"));
        assertThatThrownBy(() -> ModelFolder.open(folder).openTensors())
                .hasMessageContaining("save its pytorch_model.bin as safetensors first");
    }
}
