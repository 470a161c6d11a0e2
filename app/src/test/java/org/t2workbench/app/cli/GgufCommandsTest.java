package org.t2workbench.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A GGUF file in the place of a model, made of the sample. */
class GgufCommandsTest extends CommandLineFixture {

    private static final String PROMPT = "Ada has 12 apples and buys 7 more. How many?";

    private JsonNode json(String... arguments) throws IOException {
        assertThat(run(arguments)).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return json();
    }

    private String export(String type) {
        String target = folder.resolve("adapted-" + type + ".gguf").toString();
        assertThat(run("export", "sample", "--expert", expert("math"), "--as", "gguf", "--type", type, "--out", target))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("12 matrices changed", " in " + type);
        return target;
    }

    @Test
    void anExportedFileWritesWhatTheAdaptedModelWrites() throws IOException {
        String file = export("f32");
        String[] common = {"--prompt", PROMPT, "--chat", "--max-tokens", "40", "--temperature", "0", "--json"};
        JsonNode adapted = json(join(new String[] {"generate", "sample", "--expert", expert("math")}, common));
        JsonNode exported = json(join(new String[] {"generate", file}, common));
        assertThat(exported.get("prompt_tokens")).isEqualTo(adapted.get("prompt_tokens"));
        assertThat(exported.get("tokens")).isEqualTo(adapted.get("tokens"));
        assertThat(run("export", "sample", "--expert", expert("math"), "--as", "gguf", "--out", file))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("There is a file", "--force");
        assertThat(run("export", "sample", "--expert", expert("math"), "--as", "gguf", "--type", "q3_k", "--out", file))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("use f32, f16, bf16 or q8_0");
    }

    @Test
    void aQuantisedFileSaysThatItsMatricesAreDequantised() throws IOException {
        String file = export("q8_0");
        JsonNode info = json("info", file, "--json");
        assertThat(info.get("dtype").asText()).isEqualTo("q8_0");
        assertThat(info.get("quantised").asBoolean()).isTrue();
        assertThat(info.get("note").asText()).contains("q8_0", "dequantised matrices");
        assertThat(info.get("name").asText()).isEqualTo("adapted-q8_0");
        assertThat(json("info", "sample", "--json").get("quantised").asBoolean())
                .isFalse();
        String matrix = "model.layers.1.mlp.up_proj.weight";
        JsonNode quantised = json("spectrum", file, "--matrix", matrix, "--json");
        JsonNode whole = json("spectrum", "sample", "--matrix", matrix, "--expert", expert("math"), "--json");
        assertThat(quantised.get("note").asText()).contains("dequantised");
        assertThat(whole.get("note").isNull()).isTrue();
        assertThat(sum(quantised)).isCloseTo(sum(whole), within(0.01 * sum(whole)));
        assertThat(run("info", file)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("stored as q8_0", "dequantised matrices");
    }

    @Test
    void aModelFromAFileIsWrittenAsAFolder() throws IOException {
        String file = export("f32");
        String target = folder.resolve("hf").toString();
        assertThat(run("export", file, "--expert", expert("math") + "=0.5", "--out", target))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(Path.of(target, "tokenizer.json")).exists();
        assertThat(json("info", target, "--json").get("parameters"))
                .isEqualTo(json("info", "sample", "--json").get("parameters"));
        Path damaged = Files.write(folder.resolve("damaged.gguf"), new byte[] {'G', 'G', 'U', 'F', 3, 0, 0, 0, 9});
        assertThat(run("info", damaged.toString())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("damaged.gguf", "ends in the middle of its header");
    }

    private static double sum(JsonNode spectrum) {
        double sum = 0;
        for (JsonNode sigma : spectrum.get("matrices").get(0).get("singular_values")) {
            sum += sigma.asDouble();
        }
        return sum;
    }

    private static String[] join(String[] first, String... second) {
        String[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
