package org.t2workbench.core.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelTensor;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.TensorSource;

/** Small models of every family, written by llama.cpp's own converter. */
class GgufFamiliesTest {

    /** f32 is not exact where 1 was added and is taken off again. */
    private static final float SHIFTED = 2e-7f;

    static Path gguf(String name) {
        return HostileGgufTest.golden("architectures/" + name + ".gguf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "llama3", "llama-biases", "qwen2", "qwen3", "smollm3", "gemma2", "gemma3", "phi3", "phi3-window",
                "olmo2", "granite", "gpt2"
            })
    void whatWasConvertedMeansTheSameModel(String name) {
        ModelConfig meant = ModelConfig.read(HostileGgufTest.golden("architectures/" + name + ".json"));
        GgufModel model = GgufModel.open(gguf(name));
        assertThat(model.config())
                .usingRecursiveComparison()
                .withEqualsForType((left, right) -> Math.abs(left - right) <= 1e-6 * Math.abs(right), Double.class)
                // without a tokenizer there is no end of a text
                .ignoringFields("eosTokens", "bosToken")
                .isEqualTo(meant);
        Path stored = HostileGgufTest.golden("../architectures/" + name + "/model.safetensors");
        try (TensorSource read = model.openTensors();
                TensorSource original = Safetensors.open(stored)) {
            for (ModelTensor tensor : meant.layout().present()) {
                String storedName = original.has(tensor.name()) ? tensor.name() : meant.layout().embedding();
                float[] expected = values(original, storedName);
                float[] actual = values(read, tensor.name());
                assertThat(read.info(tensor.name()).shape()).isEqualTo(original.info(storedName).shape());
                float tolerance = name.startsWith("gemma") && tensor.name().endsWith("norm.weight") ? SHIFTED : 0;
                for (int i = 0; i < expected.length; i++) {
                    assertThat(actual[i]).as(tensor.name()).isEqualTo(expected[i], within(tolerance));
                }
            }
        }
    }

    private static float[] values(TensorSource source, String name) {
        float[] values = new float[Math.toIntExact(source.info(name).elements())];
        source.readFloats(name, 0, FloatBuffer.wrap(values));
        return values;
    }
}
