package org.t2workbench.core.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.StoredDtype;
import org.t2workbench.core.checkpoint.TensorSource;

class GgufTensorsTest {

    @TempDir
    Path folder;

    static TensorSource open(String name) {
        return GgufModel.open(HostileGgufTest.golden(name)).openTensors();
    }

    private static float[] read(TensorSource source, String name) {
        float[] values = new float[(int) source.info(name).elements()];
        source.readFloats(name, 0, FloatBuffer.wrap(values));
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied"})
    void aConvertedModelHasTheFoldersTensorsBitForBit(String name) {
        Path original = HostileGgufTest.golden("../model/" + name);
        try (TensorSource gguf = open(name + ".gguf");
                TensorSource safetensors = ModelFolder.open(original).openTensors()) {
            assertThat(gguf.names()).containsExactlyInAnyOrderElementsOf(safetensors.names());
            for (String tensor : safetensors.names()) {
                assertThat(gguf.info(tensor).shape())
                        .isEqualTo(safetensors.info(tensor).shape());
                assertThat(read(gguf, tensor)).isEqualTo(read(safetensors, tensor));
            }
            assertThat(Fingerprint.ofModel(gguf)).isEqualTo(Fingerprint.ofModel(safetensors));
            assertThat(gguf.has("lm_head.weight")).isTrue();
            assertThat(gguf.totalBytes()).isEqualTo(safetensors.totalBytes());
        }
    }

    @Test
    void quantisedRowsComeInTheOrderOfTheFolderLayout() throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(HostileGgufTest.golden("quantised.json").toFile());
        try (TensorSource tensors = open("quantised.gguf")) {
            for (Map.Entry<String, JsonNode> entry : expected.properties()) {
                String name = GgufFamilies.ofModelType("llama")
                        .flatMap(family -> family.hubName(entry.getKey() + ".weight"))
                        .orElseThrow();
                float[] values = read(tensors, name);
                int columns = (int) tensors.info(name).shape()[1];
                assertThat(tensors.info(name).dtype()).isEqualTo(StoredDtype.F32);
                for (int row = 0; row < entry.getValue().size(); row++) {
                    assertThat(values[row * columns])
                            .isEqualTo((float) entry.getValue().get(row).asDouble(), within(0f));
                }
            }
        }
    }

    @Test
    void anyPieceIsThatPieceOfTheWhole() {
        Random random = new Random(3);
        try (TensorSource tensors = open("quantised.gguf")) {
            for (String name : tensors.names()) {
                float[] whole = read(tensors, name);
                byte[] bytes = new byte[whole.length * Float.BYTES];
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .put(whole);
                for (int round = 0; round < 50; round++) {
                    int from = random.nextInt(whole.length);
                    int count = random.nextInt(whole.length - from + 1);
                    FloatBuffer piece = FloatBuffer.allocate(count);
                    tensors.readFloats(name, from, piece);
                    assertThat(piece.flip()).isEqualTo(FloatBuffer.wrap(whole, from, count));
                    DoubleBuffer wide = DoubleBuffer.allocate(count);
                    tensors.readDoubles(name, from, wide);
                    for (int i = 0; i < count; i++) {
                        assertThat(wide.get(i)).isEqualTo(whole[from + i]);
                    }
                    int fromByte = random.nextInt(bytes.length);
                    ByteBuffer stored = ByteBuffer.allocate(random.nextInt(bytes.length - fromByte + 1));
                    tensors.readBytes(name, fromByte, stored);
                    assertThat(stored.flip()).isEqualTo(ByteBuffer.wrap(bytes, fromByte, stored.limit()));
                }
                assertThatThrownBy(() -> tensors.readFloats(name, whole.length - 1L, FloatBuffer.allocate(2)))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void aQuantisedMatrixHasTheFingerprintOfItsDequantisedSelf() {
        String name = "model.layers.0.self_attn.q_proj.weight";
        Path file = folder.resolve("dequantised.safetensors");
        try (TensorSource tensors = open("quantised.gguf")) {
            SafetensorsWriter.write(
                    file,
                    Map.of(),
                    List.of(SafetensorsWriter.Entry.floats(
                            name, tensors.info(name).shape(), read(tensors, name))));
            try (Safetensors written = Safetensors.open(file)) {
                assertThat(Fingerprint.ofTensor(tensors, name)).isEqualTo(Fingerprint.ofTensor(written, name));
            }
        }
    }
}
