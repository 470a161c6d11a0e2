package org.t2workbench.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.MixtureFile;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.TaskCatalogue;

/** The strategies on the command line, on the sample and its own experts. */
class StrategyCommandsTest extends CommandLineFixture {

    private static final String QUESTION =
            "Tom has 27 apples and gets 35 more. How many apples does Tom have now?\nGive the number after ####.";

    @Test
    void anAnswerShowsBothPassesAndWhereTheOtherCategoriesWouldHaveLed() throws IOException {
        assertThat(generate("classifier", "--routes", "--json")).isZero();
        JsonNode document = json();
        assertThat(document.get("text").asText()).contains("#### 62");
        JsonNode dispatch = document.get("passes").get(0);
        assertThat(dispatch.get("name").asText()).isEqualTo("dispatch");
        assertThat(dispatch.get("text").asText()).isEqualTo("\\boxed{math}");
        assertThat(dispatch.get("label").asText()).isEqualTo("math");
        assertThat(dispatch.get("alpha").get("dispatch").asDouble()).isOne();
        assertThat(dispatch.get("seconds").asDouble()).isPositive();
        JsonNode answer = document.get("passes").get(1);
        assertThat(answer.get("text")).isEqualTo(document.get("text"));
        assertThat(answer.get("alpha").toString()).isEqualTo("{\"code\":0.0,\"math\":1.0,\"reasoning\":0.0}");
        assertThat(answer.has("switch_seconds")).isTrue();
        assertThat(document.get("routes")).hasSize(3);
        assertThat(document.get("routes").get(2).get("label").asText()).isEqualTo("other");
    }

    @Test
    void aScoredFirstPassHasProbabilitiesAndNoText() throws IOException {
        assertThat(generate("prompt", "--reading", "score", "--json")).isZero();
        JsonNode dispatch = json().get("passes").get(0);
        assertThat(dispatch.get("text").asText()).isEmpty();
        double sum = 0;
        for (JsonNode probability : dispatch.get("probabilities")) {
            sum += probability.asDouble();
        }
        assertThat(sum).isBetween(1 - 1e-9, 1 + 1e-9);
        assertThat(dispatch.get("alpha").toString()).isEqualTo("{\"code\":0.0,\"math\":0.0,\"reasoning\":0.0}");
    }

    @Test
    void comparingUnderAStrategyKeepsThePasses() throws IOException {
        assertThat(generate("classifier", "--compare", "--json")).isZero();
        assertThat(json().get("passes")).hasSize(2);
        assertThat(json().get("effect").get("max_gain_change").asDouble()).isPositive();
    }

    @Test
    void theBaseStrategyHasOnePass() throws IOException {
        assertThat(generate("base", "--json")).isZero();
        assertThat(json().get("passes")).hasSize(1);
        assertThat(json().get("passes").get(0).get("alpha")).isEmpty();
    }

    @Test
    void whatAStrategyLacksIsOneSentence() {
        assertThat(generate("few-shot")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--mixture");
        assertThat(generate("best")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("base, manual, prompt, classifier, few-shot");
        assertThat(generate("classifier", "--expert", expert("math"))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("needs a dispatch expert");
    }

    @Test
    void anEvaluationOfStrategiesIsKeptAndGoesOn() throws IOException {
        String kept = folder.resolve("eval").toString();
        String[] command = {
            "eval",
            "sample",
            "--task",
            "math",
            "--task",
            "reasoning-hard",
            "--strategy",
            "base",
            "--strategy",
            "prompt",
            "--strategy",
            "classifier",
            "--limit",
            "20",
            "--out",
            kept,
            "--json"
        };
        assertThat(run(command)).isZero();
        JsonNode rows = json().get("rows");
        assertThat(rows).hasSize(6);
        assertThat(rows.get(2).get("strategy").asText()).isEqualTo("classifier");
        assertThat(rows.get(2).get("dispatch_seconds").asDouble()).isPositive();
        assertThat(rows.get(0).get("dispatch_seconds").isNull()).isTrue();
        assertThat(json().get("confusions")).hasSize(2);
        for (String file :
                new String[] {"configuration.json", "results.json", "results.csv", "results.md", "results.tex"}) {
            assertThat(Path.of(kept, file)).isNotEmptyFile();
        }
        String csv = Files.readString(Path.of(kept, "results.csv"));
        assertThat(run(command)).isZero();
        assertThat(Files.readString(Path.of(kept, "results.csv"))).isEqualTo(csv);
    }

    @Test
    void fewShotWithoutAMixtureSearchesOneAndKeepsTheSearch() throws IOException {
        Path results = folder.resolve("few");
        String[] command = {
            "eval",
            "sample",
            "--task",
            "math",
            "--strategy",
            "few-shot",
            "--search",
            "light",
            "--shots",
            "2",
            "--limit",
            "12",
            "--out",
            results.toString(),
            "--json"
        };
        assertThat(run(command)).isZero();
        JsonNode row = json().get("rows").get(0);
        assertThat(row.get("strategy").asText()).isEqualTo("few-shot");
        assertThat(row.get("experts")).hasSize(3);
        assertThat(row.get("n").asInt()).isEqualTo(12);
        JsonNode configuration = new ObjectMapper()
                .readTree(results.resolve("configuration.json").toFile());
        assertThat(configuration.get("tasks").get(0).get("shots")).hasSize(2);
        Path metrics = results.resolve("search-math").resolve("metrics.jsonl");
        long searched = Files.size(metrics);
        assertThat(run(command)).isZero();
        assertThat(json().get("rows").get(0).get("correct")).isEqualTo(row.get("correct"));
        assertThat(Files.size(metrics)).isEqualTo(searched);
    }

    @Test
    void everyExpertCanHaveARowOfItsOwn() throws IOException {
        assertThat(run(
                        "eval",
                        "sample",
                        "--task",
                        "math",
                        "--strategy",
                        "manual",
                        "--each-expert",
                        "--limit",
                        "10",
                        "--expert",
                        expert("math"),
                        "--expert",
                        expert("code"),
                        "--json"))
                .isZero();
        assertThat(json().get("rows")).hasSize(2);
        assertThat(json().get("rows").get(1).get("experts").get(0).asText()).isEqualTo(expert("code"));
    }

    @Test
    void aTrainingOnEvaluationItemsIsRefusedBeforeItBegins() throws IOException {
        Path samples = Path.of("..", "samples", "tasks").toAbsolutePath().normalize();
        Files.writeString(folder.resolve("pairs.csv"), "question,answer\n\"" + testQuestion(samples) + "\",math\n");
        Path task = Files.writeString(
                folder.resolve("leaky.json"),
                Files.readString(samples.resolve("dispatch.json"))
                        .replaceAll(
                                "(?s)\"source\": \\{.*?\\}",
                                "\"source\": {\"kind\": \"file\", \"layout\":"
                                        + " \"columns\", \"columns\": {\"question\": \"question\", \"answer\":"
                                        + " \"answer\"}, \"file\": \"pairs.csv\", \"split\": {\"rule\": \"all\","
                                        + " \"into\": \"train\"}}"));
        Path run = folder.resolve("run");
        assertThat(run("train", "sample", "--task", task.toString(), "--out", run.toString(), "--json"))
                .isEqualTo(1);
        assertThat(json().get("error").get("message").asText())
                .contains("hold 1 evaluation items of the task math")
                .contains("training splits only");
        assertThat(run).doesNotExist();
    }

    /** Whoever looks for the best mixture with some items must not score any row on them. */
    @Test
    void theShotsOfAMixtureFileAreInNoRow() throws IOException {
        Path samples = Path.of("..", "samples", "tasks").toAbsolutePath().normalize();
        String shot = new TaskCatalogue(List.of(samples))
                .find("math")
                .source()
                .items(Split.TEST, 20, 1)
                .get(6)
                .id();
        Path mixture = folder.resolve("mixture.json");
        new MixtureFile(
                        Mixture.Form.OFFSET,
                        List.of(new MixtureFile.Entry("math", Path.of(expert("math")), Alpha.everywhere(0.5))),
                        Optional.of(new MixtureFile.Shots("math", List.of(shot))))
                .write(mixture);
        assertThat(run(
                        "eval",
                        "sample",
                        "--task",
                        "math",
                        "--strategy",
                        "base",
                        "--strategy",
                        "few-shot",
                        "--mixture",
                        mixture.toString(),
                        "--limit",
                        "20",
                        "--json"))
                .isZero();
        assertThat(json().get("rows")).hasSize(2).allMatch(row -> row.get("n").asInt() == 19);
        assertThat(json().get("configuration").get("shots").get(0).asText()).isEqualTo(shot);
    }

    /** One of the test items of the task math, whose words are the sample's own. */
    private static String testQuestion(Path samples) {
        return new TaskCatalogue(List.of(samples))
                .find("math")
                .source()
                .items(Split.TEST, 5, 1)
                .get(4)
                .question();
    }

    private int generate(String strategy, String... more) {
        String[] start = {"generate", "sample", "--chat", "--prompt", QUESTION, "--strategy", strategy};
        String[] all = Arrays.copyOf(start, start.length + more.length);
        System.arraycopy(more, 0, all, start.length, more.length);
        return run(all);
    }
}
