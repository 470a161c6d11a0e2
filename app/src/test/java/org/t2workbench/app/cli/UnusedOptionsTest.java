package org.t2workbench.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.CancellationToken;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What stands on the command line has an effect, or is named: in a note, or in a refusal before anything is opened or written. */
class UnusedOptionsTest extends CommandLineFixture {

    private static final String[] GENERATE = {"generate", "sample", "--prompt", "x", "--max-tokens", "1"};
    private static final String[] EVAL = {"eval", "sample", "--task", "math", "--limit", "2"};
    private static final String[] TRAIN = {"train", "sample", "--task", "math", "--out", "never-written"};

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** One plain sentence with all these words; picocli adds where to look. */
    private void refused(String[] start, String[] more, String... words) {
        assertThat(run(join(start, more))).as(String.join(" ", more)).isEqualTo(2);
        assertThat(errors().lines().filter(line -> !line.startsWith("Try '")))
                .as(String.join(" ", more))
                .hasSize(1)
                .first()
                .asString()
                .contains(words);
        assertThat(out.size()).isZero();
    }

    private static String[] join(String[] start, String... more) {
        String[] all = Arrays.copyOf(start, start.length + more.length);
        System.arraycopy(more, 0, all, start.length, more.length);
        return all;
    }

    private static String[] words(String... words) {
        return words;
    }

    /** The command does its work, and says that one of these options changes nothing. */
    private void noted(String[] start, String[] more, String... words) {
        assertThat(run(join(start, more))).as(String.join(" ", more)).isZero();
        assertThat(errors()).as(String.join(" ", more)).contains(words);
    }

    @Test
    void expertsThatNoStrategyUsesAreNoted() throws IOException {
        String math = expert("math");
        for (String[] command : List.of(GENERATE, EVAL)) {
            noted(command, words("--strategy", "base", "--expert", math), "--expert has no effect", "base");
            assertThat(run(join(command, "--strategy", "manual", "--expert", math)))
                    .isZero();
            assertThat(errors()).doesNotContain("no effect");
            refused(command, words("--mixture", "m.json", "--expert", math), "not both");
        }
        noted(join(GENERATE, "--json"), words("--strategy", "base", "--expert", math), "--expert has no effect");
        assertThat(json().get("strategy").asText()).isEqualTo("base");
        assertThat(run(join(EVAL, "--strategy", "base", "--strategy", "manual", "--expert", math)))
                .isZero();
        assertThat(errors()).doesNotContain("no effect");
    }

    @Test
    void theStrategyManualNeedsSomethingToMix() throws IOException {
        for (String[] command : List.of(GENERATE, EVAL)) {
            refused(command, words("--strategy", "manual"), "manual", "name an expert with --expert");
        }
        assertThat(run(join(GENERATE, "--json"))).isZero();
        assertThat(json().get("strategy").asText()).isEqualTo("base");
    }

    @Test
    void aFirstPassThatDoesNotComeIsNoted() {
        String question = Path.of("..", "resources", "tasks", "dispatch.json").toString();
        for (String[] command : List.of(GENERATE, EVAL)) {
            noted(command, words("--reading", "score"), "--reading has no effect", "base");
            noted(command, words("--dispatch", question), "--dispatch has no effect", "base");
        }
    }

    @Test
    void anEvaluationNamesWhatItDoesNotMeasure() {
        noted(EVAL, words("--search", "light", "--shots", "2"), "--preset/--search, --shots", "few-shot search");
        refused(EVAL, words("--each-expert"), "--each-expert", "--expert");
        refused(EVAL, words("--each-expert", "--mixture", "m.json"), "--each-expert", "--expert");
        refused(words("eval", "sample", "--task", "math"), words("--limit", "0"), "--limit must be at least 1, not 0");
    }

    @Test
    void optionsOfATrainingNeedTheTraining() {
        String[] info = {"info", "sample"};
        refused(info, words("--task", "math"), "--task", "give --train");
        refused(info, words("--iterations", "4", "--kl", "0.1"), "--kl, --iterations", "give --train");
        noted(info, words("--train", "quick", "--rank", "4"), "--rank has no effect", "--adapter lora");
        String[] plain = {"--train", "paper", "--optimiser", "adam"};
        refused(info, plain, "a weight decay of 0");
        assertThat(run(join(info, join(plain, "--weight-decay", "0")))).isZero();
        noted(info, words("--train", "quick", "--method", "sft", "--samples", "4"), "--samples has no effect");
        noted(info, words("--train", "quick", "--draw", "stream", "--train-items", "9"), "--draw batch or epoch");
        refused(TRAIN, words("--grid-kl", "0.1"), "give --grid");
        refused(TRAIN, words("--grid-rates", "0.1"), "give --grid");
        refused(TRAIN, words("--grid", "--kl", "0.1"), "leave --kl out");
        refused(TRAIN, words("--grid", "--grid-rates", "0.1", "--learning-rate", "0.1"), "leave --learning-rate out");
        assertThat(Path.of("never-written")).doesNotExist();
    }

    @Test
    void anExportNamesOptionsOfOtherForms() {
        String[] export = {"export", "sample", "--expert", expert("math"), "--as", "expert"};
        String target = folder.resolve("mixed.safetensors").toString();
        noted(join(export, "--out", target), words("--rank", "4", "--type", "f16"), "--rank has", "--type has");
    }

    @Test
    void anImportTakesOptionsOfWhatItReadsOnly() {
        Path target = folder.resolve("copy.safetensors");
        String[] start = {"import-expert", expert("math"), "--model", "sample", "--out", target.toString()};
        refused(start, words("--parametrisation", "direct"), "--parametrisation", "math.safetensors");
        assertThat(target).doesNotExist();
        noted(start, words("--chat"), "--chat has no effect");
    }

    @Test
    void aSpectrumShowsWhatIsAskedFor() {
        String[] spectrum = {"spectrum", "sample"};
        refused(spectrum, words("--shuffled", "--writes", "cards"), "--shuffled", "--writes");
        String matrix = "model.layers.1.mlp.up_proj.weight";
        assertThat(run("spectrum", "sample", "--matrix", matrix)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).hasLineCount(1);
        assertThat(run("spectrum", "sample", "--matrix", matrix, "--shuffled")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .hasLineCount(2)
                .containsPattern("distance from shuffled 0\\.\\d+ ");
    }

    @Test
    void numbersThatNoModelTakesAreWrongUsage() {
        for (String[] more : List.of(
                words("--max-tokens", "0"),
                words("--temperature", "-1"),
                words("--top-p", "3"),
                words("--top-k", "-3"),
                words("--stop", ""))) {
            assertThat(run(join(words("generate", "sample", "--prompt", "x"), more)))
                    .as(more[0])
                    .isEqualTo(2);
            assertThat(errors()).hasLineCount(1);
        }
        String math = expert("math");
        // before the model is looked for
        refused(
                words("logits", "no-model", "--tokens", "1"),
                words("--expert", math + "=abc"),
                "'abc'",
                "not a number");
        refused(words("spectrum", "no-model"), words("--expert", math + "=NaN"), "NaN");
        refused(words("generate", "no-model", "--prompt", "x"), words("--expert", math + "="), "''", "not a number");
        refused(
                words("adapt", "sample", "--task", "math", "--expert", math, "--out", "never-written"),
                words("--preset", "best"),
                "best");
    }

    @Test
    void aNameThatIsEmptyIsSaidToBe() {
        refused(GENERATE, words("--expert", ""), "The name after --expert is empty");
        refused(GENERATE, words("--expert", "=0.5"), "The name in --expert =0.5 is empty");
        refused(words("generate"), words("", "--prompt", "x"), "MODEL is empty");
        refused(words("import-expert", expert("math")), words("--model", "", "--out", "x"), "--model is empty");
        refused(words("runs"), words(""), "RUN is empty");
        assertThat(run("runs", "--search", "")).isZero();
        assertThat(run("generate", "sample", "--prompt", "", "--max-tokens", "1"))
                .isZero();
    }

    /** A new option that names a file is found here when its label is none of those that stand for names. */
    @Test
    void everyOptionThatNamesAFileRefusesAnEmptyOne() {
        List<String> tried = new ArrayList<>();
        for (Object command : Commands.all(new Console(System.out, System.err, new CancellationToken()))) {
            CommandSpec spec = new CommandLine(command).getCommandSpec();
            for (OptionSpec option : spec.options()) {
                if (isPath(option)) {
                    List<String> line = new ArrayList<>(List.of(spec.name(), option.longestName(), ""));
                    spec.positionalParameters().forEach(each -> line.add("x"));
                    spec.requiredArgs().stream()
                            .filter(each -> each != option)
                            .filter(OptionSpec.class::isInstance)
                            .forEach(each -> line.addAll(List.of(((OptionSpec) each).longestName(), "x")));
                    refused(line.toArray(String[]::new), words(), "The name after " + option.longestName());
                    tried.add(spec.name() + " " + option.longestName());
                }
            }
        }
        assertThat(tried).contains("adapt --expert", "generate --mixture", "train --resume", "export --out");
        assertThat(Files.exists(Path.of("x"))).isFalse();
    }

    private static boolean isPath(ArgSpec argument) {
        return argument.type() == Path.class
                || Arrays.asList(argument.auxiliaryTypes()).contains(Path.class);
    }
}
