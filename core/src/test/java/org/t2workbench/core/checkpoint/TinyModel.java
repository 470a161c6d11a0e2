package org.t2workbench.core.checkpoint;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A Llama of a few numbers with odd sizes, as a folder on disk that tests may damage. */
final class TinyModel {

    static final String CONFIG = """
            {
              "architectures": ["LlamaForCausalLM"],
              "model_type": "llama",
              "hidden_size": 6,
              "intermediate_size": 7,
              "num_hidden_layers": 2,
              "num_attention_heads": 3,
              "num_key_value_heads": 1,
              "vocab_size": 11,
              "max_position_embeddings": 32,
              "rms_norm_eps": 1e-5,
              "rope_theta": 10000.0,
              "tie_word_embeddings": %s,
              "torch_dtype": "float32",
              "bos_token_id": 1,
              "eos_token_id": [2, 3]
            }
            """;

    private TinyModel() {}

    static Path write(Path folder, boolean tied) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), CONFIG.formatted(tied));
        SafetensorsWriter.write(folder.resolve("model.safetensors"), Map.of("format", "pt"), entries(shapes(folder)));
        return folder;
    }

    static Map<String, long[]> shapes(Path folder) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        ModelConfig.read(folder.resolve("config.json"))
                .layout()
                .present()
                .forEach(tensor -> shapes.put(tensor.name(), tensor.storedShape()));
        return shapes;
    }

    static List<SafetensorsWriter.Entry> entries(Map<String, long[]> shapes) {
        List<SafetensorsWriter.Entry> entries = new ArrayList<>();
        shapes.forEach((name, shape) -> {
            long elements = 1;
            for (long size : shape) {
                elements *= size;
            }
            float[] values = new float[(int) elements];
            Random random = new Random(name.hashCode());
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            entries.add(SafetensorsWriter.Entry.floats(name, shape, values));
        });
        return entries;
    }

    static float[] read(TensorSource source, String name) {
        float[] values = new float[(int) source.info(name).elements()];
        source.readFloats(name, 0, FloatBuffer.wrap(values));
        return values;
    }
}
