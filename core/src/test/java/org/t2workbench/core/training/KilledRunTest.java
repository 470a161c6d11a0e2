package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunState;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.task.TaskCatalogue;

/** A process of its own is killed in the middle of a run, without a chance to tidy up. */
class KilledRunTest {

    private static final String PRETRAIN = "pretrain";

    @TempDir
    Path temp;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aKilledPretrainingGoesOnToTheSameModel() throws IOException, InterruptedException {
        Path recipe = SmallChatModel.recipe(temp);
        Path killed = temp.resolve("killed");
        kill(killed, PRETRAIN, recipe.toString());
        pretrain(recipe, killed);
        pretrain(recipe, temp.resolve("whole"));
        assertThat(values(killed)).isEqualTo(values(temp.resolve("whole")));
        assertThat(weights(killed)).isEqualTo(weights(temp.resolve("whole")));
    }

    /**
     * An untrained model is never right, so each of these stops early, when its patience is over; the length penalty is
     * what tells answers apart. Options are written as key=value.
     */
    @ParameterizedTest
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @ValueSource(
            strings = {
                "rloo samples=3 length_penalty=1 kl_coefficient=0.1 kl_direction=base-adapted form_bonus=0.5",
                "grpo samples=3 length_penalty=1 reward_clip=1 parametrisation=sigmoid draw=batch train_items=20"
                        + " optimiser=adamw weight_decay=0.1 schedule=cosine layers=1 matrices=all",
                "sft draw=epoch train_items=9"
            })
    void aKilledTrainingGoesOnToTheSameExpert(String options) throws IOException, InterruptedException {
        Path model;
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            model = SmallChatModel.write(engine, temp.resolve("model"));
        }
        Path killed = temp.resolve("killed");
        kill(killed, options, model.toString());
        train(options, model, killed);
        Path whole = temp.resolve("whole");
        train(options, model, whole);
        assertThat(values(killed)).isEqualTo(values(whole));
        assertThat(lastMetrics(whole)).containsEntry("stopped_early", true).containsEntry("best_iteration", 0);
        assertThat(lastMetrics(whole).get("gradient_norm")).asInstanceOf(DOUBLE).isPositive();
        assertThat(state(killed)).isEqualTo(state(whole));
    }

    /** Starts a process for the run, and ends it the hard way when three lines of metrics are there. */
    private void kill(Path run, String kind, String input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledRunTest.class.getName(),
                        kind,
                        input,
                        run.toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("output.txt").toFile())
                .start();
        try {
            while (lines(run) < 3 && process.isAlive()) {
                Thread.sleep(5);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(lines(run)).as(Files.readString(temp.resolve("output.txt"))).isGreaterThanOrEqualTo(3);
        assertThat(RunFolder.open(run).state()).isNotEqualTo(RunState.RUNNING);
    }

    /** The process that is killed. */
    public static void main(String[] arguments) {
        if (arguments[0].equals(PRETRAIN)) {
            pretrain(Path.of(arguments[1]), Path.of(arguments[2]));
        } else {
            train(arguments[0], Path.of(arguments[1]), Path.of(arguments[2]));
        }
    }

    private static void pretrain(Path recipe, Path folder) {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            new Pretraining(engine, PretrainingRecipe.read(recipe), Progress.NONE, new CancellationToken())
                    .run(folder, List.of("pretrain"));
        }
    }

    private static void train(String options, Path modelFolder, Path folder) {
        List<String> words = new ArrayList<>(List.of(options.split(" ")));
        Map<String, String> changes = new LinkedHashMap<>(Map.of(
                "iterations",
                "60",
                "prompts",
                "4",
                "validation_items",
                "3",
                "validate_every",
                "4",
                "checkpoint_every",
                "3",
                "patience",
                "3"));
        words.subList(1, words.size())
                .forEach(word ->
                        changes.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1)));
        CancellationToken token = new CancellationToken();
        ModelFolder found = ModelFolder.open(modelFolder);
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                LanguageModel model = LanguageModel.open(engine, found, Dtype.F32, Progress.NONE, token);
                Decomposition decomposition = Decomposition.open(
                        engine, found, Dtype.F32, new DecompositionStore(modelFolder.resolve("store")))) {
            new TrainingRun(
                            model,
                            decomposition,
                            PromptEncoder.of(model),
                            new TaskCatalogue(List.of(SmallChatModel.SAMPLES.resolve("tasks"))).find("code"),
                            TrainingSettings.of(TrainingPreset.of(words.get(0)), changes),
                            Progress.NONE,
                            token)
                    .run(folder, List.of("train"));
        }
    }

    private static long lines(Path folder) throws IOException {
        Path metrics = folder.resolve("metrics.jsonl");
        return Files.exists(metrics)
                ? Files.readString(metrics).chars().filter(c -> c == '\n').count()
                : 0;
    }

    private static List<Map<String, Object>> values(Path folder) {
        return RunFolder.open(folder).metrics().stream().map(RunLine::values).toList();
    }

    private static Map<String, Object> lastMetrics(Path folder) {
        return RunFolder.open(folder).lastMetrics().orElseThrow().values();
    }

    /** Parameters and moments at the end: what the best expert would have been made of. */
    private static byte[] state(Path folder) throws IOException {
        return Files.readAllBytes(
                folder.resolve("checkpoints").resolve("iteration-0000000012").resolve("parameters.safetensors"));
    }

    private static byte[] weights(Path folder) throws IOException {
        return Files.readAllBytes(Pretraining.modelOf(RunFolder.open(folder)).resolve("model.safetensors"));
    }
}
