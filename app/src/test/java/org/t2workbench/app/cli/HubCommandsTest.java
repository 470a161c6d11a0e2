package org.t2workbench.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.support.LoopbackHub;

/** MODEL as a model of a hub: the sample, served on loopback under a name of its own. */
class HubCommandsTest extends CommandLineFixture {

    private static final String NAME = "makers/sample-llama";
    private static final Path SAMPLE = Path.of("..", "samples", "model");

    @SuppressWarnings("NullAway.Init") // made before each test
    private LoopbackHub hub;

    @BeforeEach
    void serve() throws IOException {
        hub = new LoopbackHub(NAME, SAMPLE, folder.resolve("hub"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void infoSaysWhatAModelThatIsNotHereTakesAndFetchesNoWeights() throws IOException {
        assertThat(run("info", NAME, "--json")).isZero();
        JsonNode about = json();
        assertThat(about.get("name").asText()).isEqualTo(NAME);
        assertThat(run("info", "sample", "--json")).isZero();
        for (String same : List.of("architecture", "parameters", "layers", "context", "matrices")) {
            assertThat(about.get(same)).as(same).isEqualTo(json().get(same));
        }
        assertThat(about.get("memory_bytes").get("total"))
                .isEqualTo(json().get("memory_bytes").get("total"));
        JsonNode download = about.get("hub");
        assertThat(download.get("commit").asText()).isEqualTo(LoopbackHub.COMMIT);
        assertThat(download.get("license").asText()).isEqualTo("apache-2.0");
        long missing = 0;
        for (JsonNode file : download.get("files")) {
            missing += file.get("cached").asBoolean() ? 0 : file.get("bytes").asLong();
        }
        assertThat(download.get("download_bytes").asLong())
                .isEqualTo(missing)
                .isGreaterThan(Files.size(SAMPLE.resolve("model.safetensors")));
        assertThat(hub.asked()).noneMatch(path -> path.endsWith(".safetensors"));
        assertThat(run("info", NAME)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("not here yet: 4 MB to download in 5 files, license apache-2.0");
    }

    @Test
    void aCommandFetchesTheModelOnceAndAnswersAsFromItsFolder() throws IOException {
        assertThat(run("logits", NAME, "--tokens", "1,2,3", "--json")).isZero();
        JsonNode fetched = json().get("logits");
        assertThat(run("logits", "sample", "--tokens", "1,2,3", "--json")).isZero();
        assertThat(fetched).isEqualTo(json().get("logits"));
        hub.asked();
        assertThat(run("logits", NAME, "--tokens", "1,2,3", "--json")).isZero();
        assertThat(hub.asked()).isEmpty();
        assertThat(json().get("logits")).isEqualTo(fetched);
        assertThat(run("info", NAME, "--json")).isZero();
        assertThat(json().get("hub").isNull()).isTrue();
        assertThat(hub.asked()).isEmpty();
        assertThat(run("info", NAME, "--update", "--json")).isZero();
        assertThat(hub.asked()).hasSize(1);
    }

    @Test
    void whatIsNeitherAFolderNorAModelIsOneSentence() throws IOException {
        assertThat(run("info", "makers/nothing", "--json")).isEqualTo(1);
        assertThat(json().get("error").get("message").asText())
                .startsWith("There is no folder \"makers/nothing\" here; as the name of a model on a hub:")
                .contains("has no model makers/nothing", "HF_TOKEN")
                .doesNotContain("\n");
        System.setProperty("HF_HUB_OFFLINE", "1");
        hub.asked();
        assertThat(run("decompose", NAME)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("HF_HUB_OFFLINE forbids fetching it");
        assertThat(hub.asked()).isEmpty();
    }

    @Test
    void anEnvironmentWithoutAHubHarmsNobodyElse() {
        System.setProperty("HF_ENDPOINT", "no address");
        assertThat(run("info", "sample")).isZero();
        assertThat(run("info", NAME)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("HF_ENDPOINT is not the address of a hub");
    }

    @Test
    void aRunKeepsTheCommitItsModelWasFetchedAt() throws IOException {
        Path run = folder.resolve("run");
        assertThat(run(
                        "train",
                        NAME,
                        "--task",
                        "math",
                        "--out",
                        run.toString(),
                        "--iterations",
                        "1",
                        "--prompts",
                        "2",
                        "--samples",
                        "2",
                        "--validation-items",
                        "4"))
                .isZero();
        JsonNode kept = new ObjectMapper().readTree(run.resolve("run.json").toFile());
        assertThat(kept.get("config").get("model").asText()).isEqualTo(NAME);
        assertThat(kept.get("versions").get("model").asText()).isEqualTo(LoopbackHub.COMMIT);
    }

    @Test
    void countingPromptsWithoutATokenizerIsRefused() {
        assertThat(run("info", NAME, "--train", "quick", "--task", "math")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("takes the tokenizer of " + NAME);
    }
}
