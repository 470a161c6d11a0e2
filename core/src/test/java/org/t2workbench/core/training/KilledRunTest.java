package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunState;

/** A process of its own is killed in the middle of a run, without a chance to tidy up. */
class KilledRunTest {

    @TempDir
    Path temp;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aKilledProcessIsGoneOnFromWithTheSameResult() throws IOException, InterruptedException {
        Path recipe = SmallChatModel.recipe(temp);
        Path killed = temp.resolve("killed");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledRunTest.class.getName(),
                        recipe.toString(),
                        killed.toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("output.txt").toFile())
                .start();
        try {
            while (lines(killed) < 3 && process.isAlive()) {
                Thread.sleep(5);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(lines(killed))
                .as(Files.readString(temp.resolve("output.txt")))
                .isGreaterThanOrEqualTo(3);
        assertThat(RunFolder.open(killed).state()).isNotEqualTo(RunState.RUNNING);

        train(recipe, killed);
        train(recipe, temp.resolve("whole"));
        assertThat(values(killed)).isEqualTo(values(temp.resolve("whole")));
        assertThat(weights(killed)).isEqualTo(weights(temp.resolve("whole")));
    }

    /** The process that is killed. */
    public static void main(String[] arguments) {
        train(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    private static void train(Path recipe, Path folder) {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            new Pretraining(engine, PretrainingRecipe.read(recipe), Progress.NONE, new CancellationToken())
                    .run(folder, List.of("pretrain"));
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

    private static byte[] weights(Path folder) throws IOException {
        return Files.readAllBytes(Pretraining.modelOf(RunFolder.open(folder)).resolve("model.safetensors"));
    }
}
