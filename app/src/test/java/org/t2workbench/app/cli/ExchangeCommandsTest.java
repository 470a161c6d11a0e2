package org.t2workbench.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@code import-expert} and {@code export} over the sample, with a file that torch made. */
class ExchangeCommandsTest extends CommandLineFixture {

    private static final String TOKENS = "1,20,33,47,5,120,9,300";

    private static String policy() {
        try {
            return Path.of(Objects.requireNonNull(
                                    ExchangeCommandsTest.class.getResource("/golden/exchange/policy_params.pt"))
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode logits(String model, String... experts) throws IOException {
        String[] arguments = new String[5 + 2 * experts.length];
        System.arraycopy(new String[] {"logits", model, "--tokens", TOKENS, "--json"}, 0, arguments, 0, 5);
        for (int i = 0; i < experts.length; i++) {
            arguments[5 + 2 * i] = "--expert";
            arguments[6 + 2 * i] = experts[i];
        }
        assertThat(run(arguments)).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return json().get("logits");
    }

    private static double distance(JsonNode left, JsonNode right) {
        double largest = 0;
        for (int t = 0; t < left.size(); t++) {
            for (int v = 0; v < left.get(t).size(); v++) {
                largest = Math.max(
                        largest,
                        Math.abs(left.get(t).get(v).asDouble()
                                - right.get(t).get(v).asDouble()));
            }
        }
        return largest;
    }

    @Test
    void anExpertOfTheAuthorsCodeIsImportedWithItsEffect() throws IOException {
        assertThat(run("import-expert", policy(), "--model", "sample", "--out", at("x.safetensors"), "--json"))
                .isZero();
        JsonNode document = json();
        assertThat(document.get("kind").asText()).isEqualTo("policy");
        assertThat(document.get("mask").asText()).isEqualTo("sigmoid");
        assertThat(document.get("name").asText()).isEqualTo("x");
        assertThat(document.get("matrices").asInt()).isEqualTo(12);
        JsonNode effect = document.get("effect");
        assertThat(effect.get("max_gain_change").asDouble()).isGreaterThan(0.1);
        assertThat(effect.get("relative_weight_change_per_layer")).hasSize(4);
        assertThat(effect.get("mean_kl").asDouble()).isPositive();
        assertThat(effect.get("compared_tokens").asInt()).isPositive();
        assertThat(document.has("projection")).isFalse();
        assertThat(distance(logits("sample"), logits("sample", at("x.safetensors"))))
                .isGreaterThan(0.01);
        assertThat(run(
                        "import-expert",
                        policy(),
                        "--model",
                        "sample",
                        "--out",
                        at("y.safetensors"),
                        "--parametrisation",
                        "mixture",
                        "--task",
                        "math"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("without the sigmoid", "by layer", "mean KL");
        assertThat(run("import-expert", policy(), "--model", "sample", "--out", at("z"), "--parametrisation", "tanh"))
                .isEqualTo(2);
    }

    @Test
    void anExportedFolderHasTheLogitsOfTheAdaptedModel() throws IOException {
        String[] mixture = {expert("math") + "=0.7"};
        assertThat(run("export", "sample", "--expert", mixture[0], "--out", at("hf"), "--json"))
                .isZero();
        assertThat(json().get("written").asBoolean()).isTrue();
        assertThat(folder.resolve("hf").resolve("tokenizer.json")).exists();
        assertThat(distance(logits("sample", mixture), logits(at("hf")))).isLessThan(1e-4);
        assertThat(run("export", "sample", "--expert", expert("math"), "--out", at("hf")))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("not empty", "--force");
        assertThat(run("export", "sample", "--expert", expert("math"), "--out", at("hf"), "--force"))
                .isZero();
        assertThat(distance(logits("sample", mixture), logits(at("hf")))).isGreaterThan(0.01);
    }

    @Test
    void aLoraTellsItsErrorBeforeItIsWrittenAndComesBackAsTheExpert() throws IOException {
        String[] lora = {
            "export", "sample", "--expert", expert("math"), "--out", at("lora"), "--as", "lora", "--rank", "9999"
        };
        String[] dry = Arrays.copyOf(lora, lora.length + 2);
        dry[lora.length] = "--dry-run";
        dry[lora.length + 1] = "--json";
        assertThat(run(dry)).isZero();
        JsonNode told = json().get("lora");
        assertThat(told.get("error").asDouble()).isZero();
        assertThat(told.get("errors").get(0).get("rank").asInt()).isEqualTo(1);
        assertThat(told.get("errors").get(0).get("error").asDouble()).isBetween(0.1, 1.0);
        assertThat(folder.resolve("lora")).doesNotExist();
        assertThat(run(lora)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("rank " + told.get("full_rank").asInt());
        assertThat(distance(logits("sample", expert("math")), logits("sample", at("lora"))))
                .isLessThan(1e-4);
        assertThat(run("import-expert", at("lora"), "--model", "sample", "--out", at("back.safetensors"), "--json"))
                .isZero();
        assertThat(json().get("projection").get("share").asDouble()).isCloseTo(1, within(1e-5));
        assertThat(distance(logits("sample", expert("math")), logits("sample", at("back.safetensors"))))
                .isLessThan(1e-4);
    }

    @Test
    void aMixtureIsWrittenAsOneExpert() throws IOException {
        assertThat(run("import-expert", policy(), "--model", "sample", "--out", at("x.safetensors")))
                .isZero();
        String[] mixture = {expert("math") + "=0.7", at("x.safetensors") + "=-0.4"};
        assertThat(run(
                        "export",
                        "sample",
                        "--expert",
                        mixture[0],
                        "--expert",
                        mixture[1],
                        "--as",
                        "expert",
                        "--out",
                        at("mixed.safetensors")))
                .isZero();
        assertThat(distance(logits("sample", mixture), logits("sample", at("mixed.safetensors"))))
                .isLessThan(1e-5);
    }

    @Test
    void whatCannotBeExportedOrImportedIsSaidInOneSentence() throws IOException {
        assertThat(run("export", "sample", "--as", "lora", "--out", at("x"))).isEqualTo(2);
        assertThat(run("export", "sample", "--expert", expert("math"), "--out", at("x"), "--as", "onnx"))
                .isEqualTo(2);
        assertThat(run("export", "sample", "--expert", expert("math") + "=0", "--out", at("x")))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nothing to export");
        Files.writeString(folder.resolve("no.pt"), "PK nonsense");
        assertThat(run("import-expert", at("no.pt"), "--model", "sample", "--out", at("z.safetensors"), "--json"))
                .isEqualTo(1);
        assertThat(json().get("error").get("message").asText()).contains("no file of torch.save");
        assertThat(folder.resolve("z.safetensors")).doesNotExist();
    }
}
