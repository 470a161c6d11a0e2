package org.t2workbench.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.launch.Launcher;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.run.RunWriter;
import picocli.CommandLine;

class CommandLineProgramTest extends CommandLineFixture {

    private static final String QUESTION = "Tom has 52 cards and loses 27. How many cards does Tom have now?";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void infoTellsShapesAndMemoryWithoutReadingWeights() throws IOException {
        assertThat(run("info", "sample", "--json")).isZero();
        JsonNode document = json();
        assertThat(document.get("architecture").asText()).isEqualTo("LlamaForCausalLM");
        assertThat(document.get("layers").asInt()).isEqualTo(4);
        assertThat(document.get("context").asInt()).isGreaterThanOrEqualTo(512);
        assertThat(document.get("matrices")).hasSize(28);
        long weights = document.get("memory_bytes").get("weights").asLong();
        assertThat(weights).isEqualTo(4 * document.get("parameters").asLong());
        assertThat(document.get("memory_bytes").get("total").asLong()).isGreaterThan(weights);
    }

    @Test
    void anAnswerIsTheSameForTheSameSeedAndAnotherForAnother() throws IOException {
        String[] seven = {
            "generate", "sample", "--chat", "--prompt", QUESTION, "--temperature", "2", "--seed", "7", "--json"
        };
        assertThat(run(seven)).isZero();
        JsonNode first = json().get("tokens");
        assertThat(run(seven)).isZero();
        assertThat(json().get("tokens")).isEqualTo(first);
        seven[8] = "8";
        assertThat(run(seven)).isZero();
        assertThat(json().get("tokens")).isNotEqualTo(first);
    }

    @Test
    void anEmptyPromptIsTheBeginningOfTextAndStopTextsAreCutOff() throws IOException {
        assertThat(run("generate", "sample", "--prompt", "", "--max-tokens", "4", "--json"))
                .isZero();
        assertThat(json().get("prompt_tokens").toString()).isEqualTo("[0]");
        List<Double> times = new ArrayList<>();
        json().get("token_seconds").forEach(time -> times.add(time.asDouble()));
        assertThat(times).hasSize(4).isSorted();
        assertThat(times.get(0)).isPositive();
        assertThat(times.get(3)).isLessThanOrEqualTo(json().get("seconds").asDouble() + 1);
        assertThat(run("generate", "sample", "--chat", "--prompt", QUESTION, "--stop", "#", "--json"))
                .isZero();
        assertThat(json().get("text").asText()).doesNotContain("#");
        assertThat(json().get("finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void anExpertChangesTheAnswerAndAtZeroChangesNothing() throws IOException {
        assertThat(run(
                        "generate",
                        "sample",
                        "--chat",
                        "--prompt",
                        QUESTION,
                        "--expert",
                        expert("math"),
                        "--compare",
                        "--self-test",
                        "--json"))
                .isZero();
        JsonNode changed = json();
        assertThat(changed.get("effect").get("self_test"))
                .hasSize(5)
                .allMatch(check -> check.get("passed").asBoolean());
        assertThat(run("generate", "sample", "--prompt", QUESTION, "--self-test"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("give --compare as well");
        assertThat(changed.get("base").get("text"))
                .isNotEqualTo(changed.get("adapted").get("text"));
        assertThat(changed.get("effect").get("mean_kl").asDouble()).isPositive();
        assertThat(changed.get("effect").get("flipped_tokens").asInt()).isPositive();
        assertThat(changed.get("base").get("log_probabilities"))
                .hasSameSizeAs(changed.get("base").get("tokens"));
        assertThat(run(
                        "generate",
                        "sample",
                        "--chat",
                        "--prompt",
                        QUESTION,
                        "--expert",
                        expert("math") + "=0",
                        "--compare",
                        "--json"))
                .isZero();
        JsonNode same = json();
        assertThat(same.get("base").get("tokens")).isEqualTo(same.get("adapted").get("tokens"));
        assertThat(same.get("base").get("log_probabilities"))
                .isEqualTo(same.get("adapted").get("log_probabilities"));
        assertThat(same.get("effect").get("relative_weight_change").asDouble()).isZero();
    }

    @Test
    void aSearchWritesAMixtureThatGenerateTakesAndGoesOnAsItWasBegun() throws IOException {
        Path mixture = folder.resolve("mixture.json");
        String[] adapt = {
            "adapt",
            "sample",
            "--task",
            "math",
            "--expert",
            expert("math"),
            "--expert",
            expert("code"),
            "--out",
            mixture.toString(),
            "--run",
            folder.resolve("search").toString(),
            "--preset",
            "light",
            "--shots",
            "2",
            "--generations",
            "2",
            "--population",
            "4",
            "--elite-share",
            "0.5",
            "--scope",
            "layer",
            "--normalise",
            "--form",
            "offset",
            "--json"
        };
        assertThat(run(adapt)).isZero();
        JsonNode document = json();
        assertThat(document.get("metrics").get("iteration").asInt()).isEqualTo(2);
        assertThat(document.get("best").asDouble()).isBetween(0.0, 1.0);
        assertThat(document.get("mixture").asText()).isEqualTo(mixture.toString());
        assertThat(document.get("shots")).hasSize(2);
        JsonNode written = JSON.readTree(mixture.toFile());
        assertThat(written.get("format").asText()).isEqualTo("t2-mixture/1");
        assertThat(written.get("experts").get(0).get("alpha"))
                .isEqualTo(document.get("experts").get(0).get("alpha"))
                .hasSize(4);
        assertThat(run("generate", "sample", "--chat", "--prompt", QUESTION, "--mixture", mixture.toString(), "--json"))
                .isZero();
        // what is finished stays as it is
        Path again = folder.resolve("again.json");
        assertThat(run("adapt", "sample", "--resume", folder.resolve("search").toString(), "--out", again.toString()))
                .isZero();
        assertThat(JSON.readTree(again.toFile())).isEqualTo(written);
    }

    @Test
    void aSearchThatCannotBeIsToldInASentence() throws IOException {
        String[] adapt = {
            "adapt",
            "sample",
            "--task",
            "math",
            "--out",
            folder.resolve("m.json").toString(),
            "--expert",
            expert("math"),
            "--shots",
            "0",
            "--json"
        };
        assertThat(run(adapt)).isEqualTo(2);
        assertThat(json().get("error").get("message").asText()).contains("at least 1 item");
        assertThat(run("adapt", "sample", "--task", "math", "--expert", expert("math")))
                .isEqualTo(2);
        adapt[8] = "--form";
        adapt[9] = "product";
        assertThat(run(adapt)).isEqualTo(2);
        assertThat(folder.resolve("m.json")).doesNotExist();
    }

    @Test
    void spectraAreDecomposedOnceAndListEverySingularValue() throws IOException {
        assertThat(run("decompose", "sample", "--json")).isZero();
        assertThat(json().get("computed").asInt()).isEqualTo(28);
        assertThat(run("decompose", "sample", "--json")).isZero();
        assertThat(json().get("found").asInt()).isEqualTo(28);
        assertThat(run("spectrum", "sample", "--matrix", "model.layers.1.mlp.down_proj.weight", "--json"))
                .isZero();
        JsonNode matrix = json().get("matrices").get(0);
        assertThat(matrix.get("singular_values")).hasSize(128);
        assertThat(matrix.get("metrics").get("stable_rank").asDouble()).isBetween(1.0, 128.0);
        assertThat(matrix.get("metrics").has("effective_rank")).isTrue();
        assertThat(matrix.get("metrics").has("hard_rank")).isTrue();
        assertThat(matrix.get("metrics").has("alpha")).isTrue();
        assertThat(matrix.get("cumulative_energy")).hasSize(128);
        JsonNode density = matrix.get("density");
        assertThat(density.get("counted")).isNotEmpty();
        assertThat(density.get("counted").get(0).get("eigenvalue").asDouble()).isPositive();
        assertThat(density.get("tail")).hasSize(2);
    }

    @Test
    void ofSeveralExpertsItIsToldHowAlikeTheyAre() throws IOException {
        assertThat(run("spectrum", "sample", "--expert", expert("math"), "--json"))
                .isZero();
        assertThat(json().has("similarity")).isFalse();
        assertThat(run("spectrum", "sample", "--expert", expert("math"), "--expert", expert("code") + "=0.5", "--json"))
                .isZero();
        JsonNode similarity = json().get("similarity");
        assertThat(similarity.get("experts").toString()).isEqualTo("[\"math\",\"code\"]");
        assertThat(similarity.get("tables")).hasSize(2 * 5);
        JsonNode whole = similarity.get("tables").get(0);
        assertThat(whole.get("layer").isNull()).isTrue();
        assertThat(whole.get("weights").asText()).isEqualTo("plain");
        assertThat(whole.get("cosines").get(1).get(1).asDouble()).isCloseTo(1, within(1e-9));
        assertThat(whole.get("cosines").get(0).get(1))
                .isEqualTo(whole.get("cosines").get(1).get(0));
    }

    @Test
    void logitsHaveOneRowPerPosition() throws IOException {
        assertThat(run("logits", "sample", "--tokens", "0,2,5", "--json")).isZero();
        assertThat(json().get("tokens").toString()).isEqualTo("[0,2,5]");
        assertThat(json().get("logits")).hasSize(3);
    }

    @Test
    void aStopThatHasToWaitSaysSoAndWaits() throws InterruptedException {
        CancellationToken token = new CancellationToken();
        CountDownLatch left = new CountDownLatch(1);
        Thread stop = new Thread(
                () -> CommandLineProgram.stopAndWait(token, left, new PrintStream(err, true, StandardCharsets.UTF_8)));
        stop.start();
        stop.join(3000);
        assertThat(stop.isAlive()).isTrue();
        assertThat(token.isCancelled()).isTrue();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("Stopping when the computation in hand is done")
                .hasLineCount(1);
        left.countDown();
        stop.join(3000);
        assertThat(stop.isAlive()).isFalse();
    }

    @Test
    void aCommandThatIsStoppedLeavesAtOnce() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dt2.home=" + Path.of("..").toAbsolutePath().normalize(),
                        "-Dt2.cache=" + folder.resolve("cache"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        "soak",
                        "sample",
                        "--steps",
                        "1000000")
                .start();
        try (BufferedReader told = process.errorReader(StandardCharsets.UTF_8)) {
            String line = told.readLine();
            while (line != null && !line.contains("soaking")) {
                line = told.readLine();
            }
            // as Ctrl-C does; destroying the process itself would close what it still says
            process.toHandle().destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(told.lines().toList()).last().isEqualTo("Cancelled.");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void logitsNeedNoTokenizerAndAnAnswerDoes() throws IOException {
        Path sample = Path.of("..", "samples", "model");
        Path bare = Files.createDirectories(folder.resolve("bare"));
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(sample.resolve(file), bare.resolve(file));
        }
        assertThat(run("logits", "sample", "--tokens", "0,2,5", "--expert", expert("math"), "--json"))
                .isZero();
        JsonNode expected = json().get("logits");
        assertThat(run("logits", bare.toString(), "--tokens", "0,2,5", "--expert", expert("math"), "--json"))
                .isZero();
        assertThat(json().get("logits")).isEqualTo(expected);
        assertThat(run("generate", bare.toString(), "--prompt", "1")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("tokenizer.json")
                .hasLineCount(1);
    }

    @Test
    void evaluationListsIntervalsAndThePairedTest() throws IOException {
        assertThat(run("eval", "sample", "--task", "math", "--limit", "40", "--expert", expert("math"), "--json"))
                .isZero();
        JsonNode rows = json().get("rows");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).get("strategy").asText()).isEqualTo("base");
        assertThat(rows.get(0).get("p_value").isNull()).isTrue();
        JsonNode manual = rows.get(1);
        assertThat(manual.get("low").asDouble())
                .isLessThan(manual.get("accuracy").asDouble());
        assertThat(manual.get("p_value").asDouble()).isBetween(0.0, 1.0);
    }

    @Test
    void aShortTrainingRunLeavesAnExpertAndGoesOnWhenResumed() throws IOException {
        String run = folder.resolve("run").toString();
        assertThat(run(
                        "train",
                        "sample",
                        "--task",
                        "code",
                        "--out",
                        run,
                        "--iterations",
                        "2",
                        "--prompts",
                        "4",
                        "--samples",
                        "2",
                        "--validation-items",
                        "8",
                        "--validate-every",
                        "2",
                        "--json"))
                .isZero();
        assertThat(json().get("metrics").get("iteration").asInt()).isEqualTo(2);
        assertThat(Path.of(json().get("expert").asText())).exists();
        String lines = Files.readString(Path.of(run, "metrics.jsonl"));
        assertThat(run("train", "sample", "--resume", run, "--iterations", "9", "--json"))
                .isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("not heeded: --iterations.");
        assertThat(Files.readString(Path.of(run, "metrics.jsonl"))).isEqualTo(lines);
    }

    @Test
    void infoStatesWhatAnIterationOfTrainingTakes() throws IOException {
        assertThat(run("info", "sample", "--train", "quick", "--task", "math", "--token-budget", "2048", "--json"))
                .isZero();
        JsonNode train = json().get("memory_bytes").get("train");
        assertThat(train.get("total").asLong())
                .isEqualTo(train.get("weights").asLong()
                        + train.get("decomposition").asLong()
                        + train.get("folded").asLong()
                        + train.get("optimiser").asLong()
                        + Math.max(
                                train.get("activations").asLong(),
                                train.get("rollouts").asLong()));
        assertThat(train.get("answer_tokens").asInt()).isEqualTo(72);
        JsonNode seconds = json().get("train_seconds");
        assertThat(seconds.get("measured").asBoolean()).isFalse();
        assertThat(seconds.get("iteration").asDouble()).isBetween(1e-3, 600.0);
        assertThat(seconds.get("total").asDouble())
                .isCloseTo(
                        seconds.get("iterations").asInt()
                                        * seconds.get("iteration").asDouble()
                                + seconds.get("validations").asInt()
                                        * seconds.get("validation").asDouble(),
                        within(1e-6));
        assertThat(run("info", "sample", "--train", "quick", "--iterations", "9"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("for 9 iterations", "an estimate");
        assertThat(run("info", "sample", "--train", "fast")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("quick, paper");
    }

    @Test
    void aGridTrainsEveryPairAndSaysWhichIsBest() throws IOException {
        Path out = folder.resolve("grid");
        assertThat(run(
                        "train",
                        "sample",
                        "--task",
                        "code",
                        "--out",
                        out.toString(),
                        "--method",
                        "sft",
                        "--adapter",
                        "lora",
                        "--grid",
                        "--grid-kl",
                        "0",
                        "--grid-rates",
                        "0.001,0.002",
                        "--iterations",
                        "1",
                        "--prompts",
                        "2",
                        "--validation-items",
                        "4",
                        "--json"))
                .isZero();
        assertThat(json().get("tries")).hasSize(2);
        assertThat(json().get("chosen").asInt()).isBetween(0, 1);
        assertThat(out.resolve("try-02/adapter/adapter_config.json")).exists();
        assertThat(run("train", "sample", "--task", "code", "--out", out.toString(), "--baseline", "mean"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("leave-one-out or group-normalised, not 'mean'");
    }

    @Test
    void aTasksOwnSolutionsAreGradedAndTheWrongOnesNamed() throws IOException {
        Files.writeString(folder.resolve("sums.jsonl"), """
                {"id": "a", "question": "1+1?", "answer": "2", "solution": "1+1 is 2"}
                {"id": "b", "question": "2+3?", "answer": "5", "solution": "2+3 is 6"}
                {"id": "c", "question": "2+2?", "answer": "4"}
                """);
        Path task = Files.writeString(folder.resolve("sums.json"), """
                { "format_version": 1, "name": "sums", "description": "sums", "prompt": "{question}", "max_tokens": 8,
                  "grader": { "kind": "number" },
                  "source": { "kind": "file", "layout": "columns", "file": "sums.jsonl",
                    "columns": { "id": "id", "question": "question", "answer": "answer", "solution": "solution" },
                    "split": { "rule": "all", "into": "test" } } }
                """);
        assertThat(run("check-task", task.toString(), "--rounds", "2", "--json"))
                .isZero();
        JsonNode document = json();
        assertThat(document.get("rounds")).hasSize(2);
        assertThat(document.at("/rounds/1/n").asInt()).isEqualTo(2);
        assertThat(document.at("/rounds/1/correct").asInt()).isEqualTo(1);
        assertThat(document.get("wrong")).hasSize(1);
        assertThat(document.at("/wrong/0").asText()).contains("b");

        assertThat(run("check-task", task.toString(), "--split", "train")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("sums");
    }

    @Test
    void everyCommandExplainsItself() {
        for (Object command : Commands.all(new Console(System.out, System.err, new CancellationToken()))) {
            String name = new CommandLine(command).getCommandName();
            assertThat(run(name, "--help")).as(name).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: t2-workbench " + name);
        }
    }

    @Test
    void wrongUsageExitsWithTwo() {
        assertThat(run("generate", "sample")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--prompt");
        assertThat(run("no-such-command")).isEqualTo(2);
    }

    @Test
    void failuresExitWithOneAndOneSentence() throws IOException {
        Path missing = folder.resolve("nowhere");
        assertThat(run("info", missing.toString(), "--json")).isEqualTo(1);
        assertThat(json().get("error").get("message").asText()).contains("nowhere");
        assertThat(err.toString(StandardCharsets.UTF_8).strip().lines()).hasSize(1);
        assertThat(run("generate", "sample", "--prompt", "x", "--expert", expert("math") + "=much"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("much").contains("not a number");
        assertThat(run("generate", "sample", "--prompt", "x", "--expert", expert("math") + "=NaN"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("NaN").hasLineCount(1);
        assertThat(run("generate", "sample", "--prompt", "word ".repeat(2000))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("512");
        assertThat(run("logits", "sample", "--tokens", "1,x")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("'1,x'", "--tokens 1,2,3")
                .hasLineCount(1);
        assertThat(run("spectrum", "sample", "--matrix", "nothing")).isEqualTo(1);
        assertThat(run("eval", "sample", "--task", "nothing")).isEqualTo(1);
    }

    @Test
    void runsAreListedAndHandedToOtherTools() throws IOException {
        RunRegistry registry = new RunRegistry(folder.resolve("data"));
        for (String name : List.of("first", "second")) {
            RunConfig config = RunConfig.of("train", List.of("train"), Map.of("task", "math"), 1, Map.of(), Map.of());
            try (RunWriter writer = RunWriter.create(registry.newFolder(name), config, List.of())) {
                writer.appendMetrics(0, Map.of("reward", 0.25, "best", 0.5), Map.of("seconds", 2));
            }
        }
        Path report = folder.resolve("report.html");
        Path events = folder.resolve("events");
        assertThat(run("runs", "second", "--json", "--report", report.toString(), "--tensorboard", events.toString()))
                .isZero();
        JsonNode only = json().get("runs");
        assertThat(only).hasSize(1);
        assertThat(only.get(0).get("best").asDouble()).isEqualTo(0.5);
        assertThat(only.get(0).get("state").asText()).isEqualTo("stopped");
        assertThat(report).content().contains("Run second");
        assertThat(events.resolve("second")).isNotEmptyDirectory();
        assertThat(run("runs", "--search", "math")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("first", "second");
        assertThat(run("runs", "third")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("There is no run third");
    }
}
