package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own, ended from outside without warning, again and again. */
class KilledRunTest {

    private static final int ITERATIONS = 150;
    private static final int CHECKPOINT_EVERY = 10;
    private static final int KILLS = 6;

    private final Path folder;

    KilledRunTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void runKilledAgainAndAgainEndsAsOneThatWasNot() throws Exception {
        Path whole = folder.resolve("whole");
        Path killed = folder.resolve("killed");
        toyRun(whole);
        Random random = new Random(3);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(killed);
            waitForLines(process, killed.resolve("metrics.jsonl"), 1 + random.nextInt(30));
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        toyRun(killed);
        for (String file : List.of("metrics.jsonl", "rollouts.jsonl", "expert.safetensors")) {
            assertThat(killed.resolve(file)).as(file).hasSameBinaryContentAs(whole.resolve(file));
        }
        assertThat(RunFolder.open(killed).state()).isEqualTo(RunState.FINISHED);
        assertThat(folder.resolve("killed/log.txt")).content().contains("resumed after iteration");
    }

    /** Runs or goes on with a toy run, whose every figure follows from a state that only checkpoints carry over. */
    public static void main(String[] arguments) throws IOException {
        toyRun(Path.of(arguments[0]));
    }

    private static void toyRun(Path path) throws IOException {
        RunConfig config = RunConfig.of("train", List.of(), Map.of(), 1, Map.of(), Map.of());
        try (RunWriter writer = RunFolder.isRun(path) ? RunWriter.resume(path) : RunWriter.create(path, config)) {
            long first = 0;
            long state = 1;
            long best = Long.MIN_VALUE;
            if (writer.resumedFrom().isPresent()) {
                Checkpoint from = writer.resumedFrom().get();
                first = from.iteration() + 1;
                ByteBuffer saved = ByteBuffer.wrap(Files.readAllBytes(from.file("state")));
                state = saved.getLong();
                best = saved.getLong();
            }
            for (long iteration = first; iteration < ITERATIONS; iteration++) {
                state = state * 6364136223846793005L + 1442695040888963407L;
                writer.appendRollouts(iteration, List.of(Map.of("text", "a" + state), Map.of("text", "b" + state)));
                writer.appendMetrics(iteration, Map.of("reward", state / 1e19), Map.of());
                if (state > best) {
                    best = state;
                    ByteBuffer expert = ByteBuffer.allocate(8).putLong(0, state);
                    writer.saveExpert(channel -> channel.write(expert));
                }
                if ((iteration + 1) % CHECKPOINT_EVERY == 0) {
                    byte[] saved =
                            ByteBuffer.allocate(16).putLong(state).putLong(best).array();
                    writer.saveCheckpoint(
                            iteration,
                            iteration + 1 == ITERATIONS,
                            checkpoint -> Files.write(checkpoint.resolve("state"), saved));
                }
            }
        }
    }

    private static Process start(Path path) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(KilledRunTest.class.getName(), path.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Waits until the process has added that many lines, or has ended. */
    private static void waitForLines(Process process, Path file, int wanted) throws Exception {
        long before = lines(file);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (process.isAlive() && Math.abs(lines(file) - before) < wanted) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static long lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        byte[] bytes = Files.readAllBytes(file);
        long lines = 0;
        for (byte next : bytes) {
            if (next == '\n') {
                lines++;
            }
        }
        return lines;
    }
}
