package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;

class RunWriterTest {

    private final Path folder;

    RunWriterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatWasWrittenIsReadBack() {
        RunConfig config = RunConfig.of(
                "train",
                List.of("train", "sample", "--task", "math"),
                Map.of("learning_rate", 0.02, "matrices", List.of("mlp"), "kl", Map.of("coefficient", 0.05)),
                17,
                RunConfig.runtimeVersions(),
                Map.of("model", "abc"));
        try (RunWriter writer = RunWriter.create(folder, config)) {
            writer.appendMetrics(0, Map.of("reward", -0.25), Map.of("seconds", 1.5));
            writer.appendMetrics(1, Map.of("reward", Double.NaN), Map.of());
            writer.appendRollouts(1, List.of(Map.of("text", "Größe\n\"2\""), Map.of("text", "")));
        }
        RunFolder run = RunFolder.open(folder);
        assertThat(run.config()).isEqualTo(config);
        assertThat(run.metrics()).hasSize(2);
        assertThat(run.metrics().get(0)).isEqualTo(new RunLine(0, Map.of("reward", -0.25), Map.of("seconds", 1.5)));
        assertThat(run.lastMetrics().orElseThrow().values()).containsEntry("reward", null);
        assertThat(texts(run)).containsExactly("Größe\n\"2\"", "");
        assertThat(run.state()).isEqualTo(RunState.STOPPED);
        assertThat(run.expert()).isEmpty();
    }

    @Test
    void iterationComesFirstAndMachineLastOnALine() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            writer.appendMetrics(3, Map.of("reward", 0.5), Map.of("seconds", 2));
        }
        assertThat(folder.resolve("metrics.jsonl"))
                .hasContent("{\"iteration\":3,\"reward\":0.5,\"machine\":{\"seconds\":2}}\n");
    }

    @Test
    void theWayIsKeptAtEvenDistancesAndAKilledRunHasTheSameOne() {
        Path killed = folder.resolve("killed");
        try (RunWriter writer = RunWriter.create(killed, config())) {
            walk(writer, 0, 500);
            // the state of 500 was saved, what came after it is lost
            writer.keepOnTheWay(505, 5, channel -> {});
            writer.keepOnTheWay(510, 5, channel -> {});
        }
        try (RunWriter writer = RunWriter.resume(killed)) {
            assertThat(iterations(killed)).endsWith(440L, 480L);
            walk(writer, 505, 1003);
        }
        Path whole = folder.resolve("whole");
        try (RunWriter writer = RunWriter.create(whole, config())) {
            walk(writer, 0, 1003);
        }
        assertThat(iterations(whole))
                .startsWith(0L, 80L, 160L)
                .endsWith(960L, 1003L)
                .hasSize(14);
        assertThat(iterations(killed)).isEqualTo(iterations(whole));
        assertThat(RunFolder.open(whole).trajectory().get(1).file()).hasParent(whole.resolve("trajectory"));
    }

    private static void walk(RunWriter writer, long from, long to) {
        for (long at = from; at < to; at += 5) {
            writer.keepOnTheWay(at, 5, channel -> {});
        }
        writer.keepOnTheWay(to, 5, channel -> {});
        writer.saveCheckpoint(to, false, target -> {});
    }

    private static List<Long> iterations(Path run) {
        return RunFolder.open(run).trajectory().stream()
                .map(Snapshot::iteration)
                .toList();
    }

    @Test
    void linesDoNotDependOnTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            try (RunWriter writer = RunWriter.create(folder, config())) {
                writer.appendMetrics(12, Map.of("reward", 1234.5), Map.of());
                writer.saveCheckpoint(12, false, RunWriterTest::state);
            }
            assertThat(folder.resolve("metrics.jsonl")).hasContent("{\"iteration\":12,\"reward\":1234.5}\n");
            assertThat(folder.resolve("checkpoints/iteration-0000000012")).isDirectory();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void resumeGoesBackToTheCheckpoint() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            advance(writer, 0, 4);
            writer.saveExpert(channel -> channel.write(ByteBuffer.wrap(new byte[] {4})));
            writer.saveCheckpoint(4, false, RunWriterTest::state);
            advance(writer, 5, 7);
            writer.saveExpert(channel -> channel.write(ByteBuffer.wrap(new byte[] {7})));
        }
        try (RunWriter writer = RunWriter.resume(folder)) {
            Checkpoint checkpoint = writer.resumedFrom().orElseThrow();
            assertThat(checkpoint.iteration()).isEqualTo(4);
            assertThat(checkpoint.finished()).isFalse();
            assertThat(checkpoint.file("state")).hasContent("state");
            assertThat(iterations(writer.run())).containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(texts(writer.run())).containsExactly("a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3", "a4", "b4");
            assertThat(folder.resolve("expert.safetensors")).hasBinaryContent(new byte[] {4});
            advance(writer, 5, 5);
            assertThat(iterations(writer.run())).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    void runWithoutACheckpointStartsAgain() {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            advance(writer, 0, 2);
            writer.saveExpert(channel -> channel.write(ByteBuffer.wrap(new byte[] {1})));
        }
        try (RunWriter writer = RunWriter.resume(folder)) {
            assertThat(writer.resumedFrom()).isEmpty();
            assertThat(writer.run().metrics()).isEmpty();
            assertThat(writer.run().expert()).isEmpty();
            advance(writer, 0, 0);
        }
    }

    @Test
    void resumeOfAFinishedRunChangesNoResult() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            advance(writer, 0, 3);
            writer.saveCheckpoint(3, true, RunWriterTest::state);
            assertThat(writer.run().state()).isEqualTo(RunState.RUNNING);
        }
        byte[] metrics = Files.readAllBytes(folder.resolve("metrics.jsonl"));
        byte[] rollouts = Files.readAllBytes(folder.resolve("rollouts.jsonl"));
        assertThat(RunFolder.open(folder).state()).isEqualTo(RunState.FINISHED);
        try (RunWriter writer = RunWriter.resume(folder)) {
            assertThat(writer.resumedFrom().orElseThrow().finished()).isTrue();
        }
        assertThat(folder.resolve("metrics.jsonl")).hasBinaryContent(metrics);
        assertThat(folder.resolve("rollouts.jsonl")).hasBinaryContent(rollouts);
    }

    @Test
    void tornLastLineIsDropped() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            advance(writer, 0, 2);
            writer.saveCheckpoint(2, false, RunWriterTest::state);
        }
        Path metrics = folder.resolve("metrics.jsonl");
        String whole = Files.readString(metrics);
        for (String tail : List.of("{\"iter", "{\"iteration\":3,\"reward\":1}", "\0\0\0\0\n", "{}\n", "7\n")) {
            Files.writeString(metrics, whole + tail);
            assertThat(iterations(RunFolder.open(folder))).containsExactly(0L, 1L, 2L);
            RunWriter.resume(folder).close();
            assertThat(metrics).hasContent(whole);
        }
    }

    @Test
    void damagedLineInTheMiddleIsNamed() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            advance(writer, 0, 2);
        }
        Path metrics = folder.resolve("metrics.jsonl");
        Files.writeString(metrics, Files.readString(metrics).replace("{\"iteration\":1", "{iteration:1"));
        RunFolder run = RunFolder.open(folder);
        assertThatThrownBy(run::metrics)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Line 2 of " + metrics);
    }

    @Test
    void lastTwoCheckpointsAreKept() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            for (int iteration : new int[] {5, 10, 15, 100}) {
                writer.saveCheckpoint(iteration, false, RunWriterTest::state);
            }
        }
        try (Stream<Path> children = Files.list(folder.resolve("checkpoints"))) {
            assertThat(children.map(child -> child.getFileName().toString()))
                    .containsExactlyInAnyOrder("iteration-0000000015", "iteration-0000000100");
        }
    }

    @Test
    void damagedNewestCheckpointFallsBackToTheOneBefore() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            advance(writer, 0, 2);
            writer.saveCheckpoint(2, false, RunWriterTest::state);
            advance(writer, 3, 6);
            writer.saveCheckpoint(6, false, RunWriterTest::state);
        }
        Path damaged = folder.resolve("checkpoints/iteration-0000000006");
        Files.writeString(damaged.resolve("state"), "stbte");
        try (RunWriter writer = RunWriter.resume(folder)) {
            assertThat(writer.resumedFrom().orElseThrow().iteration()).isEqualTo(2);
            assertThat(iterations(writer.run())).containsExactly(0L, 1L, 2L);
            assertThat(damaged).doesNotExist();
        }
        assertThat(folder.resolve("log.txt")).content().contains("state is damaged");
    }

    @Test
    void noWholeCheckpointIsSaidAndNothingIsCut() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            advance(writer, 0, 2);
            writer.saveCheckpoint(2, false, RunWriterTest::state);
        }
        Files.delete(folder.resolve("checkpoints/iteration-0000000002/checkpoint.json"));
        assertThatThrownBy(() -> RunWriter.resume(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("No checkpoint")
                .hasMessageContaining("start it again");
        assertThat(iterations(RunFolder.open(folder))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void failedCheckpointLeavesTheOneBefore() {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            writer.saveCheckpoint(2, false, RunWriterTest::state);
            assertThatThrownBy(() -> writer.saveCheckpoint(4, false, checkpoint -> {
                        Files.writeString(checkpoint.resolve("state"), "half");
                        throw new IOException("No space left on device");
                    }))
                    .hasMessageContaining("the disk is full");
        }
        assertThat(folder.resolve("checkpoints"))
                .isDirectoryNotContaining(child -> !child.endsWith("iteration-0000000002"));
        try (RunWriter writer = RunWriter.resume(folder)) {
            assertThat(writer.resumedFrom().orElseThrow().iteration()).isEqualTo(2);
        }
    }

    /** Linux has a file that is always full: the kernel itself says that there is no space. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatIsFullInTheMiddleOfACheckpointLeavesTheOneBeforeAndTheLines() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            advance(writer, 0, 2);
            writer.saveCheckpoint(2, false, RunWriterTest::state);
            advance(writer, 3, 4);
            assertThatThrownBy(() -> writer.saveCheckpoint(4, false, checkpoint -> {
                        state(checkpoint);
                        Path full = checkpoint.resolve("moments");
                        Files.createSymbolicLink(full, Path.of("/dev/full"));
                        Files.write(full, new byte[1 << 16]);
                    }))
                    .isInstanceOf(OutOfResourcesException.class)
                    .hasMessageContaining("the disk is full");
            // space was made: the run goes on as if nothing had been
            writer.saveCheckpoint(4, false, RunWriterTest::state);
            assertThatThrownBy(() -> writer.saveExpert(channel -> {
                        throw new IOException("No space left on device");
                    }))
                    .hasMessageContaining("the disk is full");
        }
        assertThat(folder.resolve("checkpoints"))
                .isDirectoryNotContaining(
                        child -> child.getFileName().toString().startsWith("."));
        try (RunWriter writer = RunWriter.resume(folder)) {
            assertThat(writer.resumedFrom().orElseThrow().iteration()).isEqualTo(4);
            assertThat(iterations(writer.run())).containsExactly(0L, 1L, 2L, 3L, 4L);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDiskThatIsFullAtALineOfMetricsIsSaidSo() throws IOException {
        Files.createSymbolicLink(folder.resolve("full.jsonl"), Path.of("/dev/full"));
        try (LineFile lines = LineFile.append(folder.resolve("full.jsonl"))) {
            assertThatThrownBy(() -> lines.append(List.of("{}")))
                    .isInstanceOf(OutOfResourcesException.class)
                    .hasMessageContaining("the disk is full");
        }
    }

    @Test
    void anObserverHearsEachLineOnceItIsOnTheDiskAndCannotStopTheRun() throws IOException {
        List<String> heard = new ArrayList<>();
        RunObserver good = new RunObserver() {
            @Override
            public void metrics(RunLine line) {
                heard.add(line.iteration() + " of "
                        + RunFolder.open(folder).metrics().size());
            }

            @Override
            public void end(RunState state) {
                heard.add(state.name());
            }
        };
        RunObserver bad = new RunObserver() {
            @Override
            public void metrics(RunLine line) {
                throw new IllegalStateException("out of order");
            }

            @Override
            public void end(RunState state) {
                heard.add("the bad one");
            }
        };
        RunObserver.Opener never = run -> {
            throw new IllegalStateException("not to be opened");
        };
        try (RunWriter writer = RunWriter.create(folder, config(), List.of(never, run -> bad, run -> good))) {
            advance(writer, 0, 1);
            writer.saveCheckpoint(1, true, RunWriterTest::state);
        }
        assertThat(heard).containsExactly("0 of 1", "1 of 2", "FINISHED");
        assertThat(Files.readAllLines(folder.resolve("log.txt")))
                .filteredOn(line -> line.contains("a record beside the run stops"))
                .hasSize(2);
    }

    @Test
    void checkpointThatNamesAFileElsewhereIsDamaged() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            writer.saveCheckpoint(2, false, RunWriterTest::state);
        }
        Path manifest = folder.resolve("checkpoints/iteration-0000000002/checkpoint.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"state\"", "\"../../run.json\""));
        assertThatThrownBy(() -> RunWriter.resume(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not a plain file name");
    }

    @Test
    void secondWriterIsRefused() {
        RunWriter writer = RunWriter.create(folder, config());
        assertThatThrownBy(() -> RunWriter.resume(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Another process is writing");
        assertThat(RunFolder.open(folder).state()).isEqualTo(RunState.RUNNING);
        writer.close();
        RunWriter.resume(folder).close();
    }

    @Test
    void occupiedFolderIsRefused() throws IOException {
        Files.writeString(folder.resolve("thesis.tex"), "x");
        assertThatThrownBy(() -> RunWriter.create(folder, config()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("thesis.tex")
                .hasMessageContaining("choose a new folder");
        assertThat(folder.resolve("run.json")).doesNotExist();
    }

    @Test
    void iterationsOnlyGoForward() {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            advance(writer, 0, 1);
            assertThatThrownBy(() -> writer.appendMetrics(1, Map.of(), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.appendRollouts(0, List.of())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.appendMetrics(2, Map.of("machine", 1), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readOnlyFolderGetsAPlainSentence() throws IOException {
        Path file = Files.createFile(folder.resolve("occupied"));
        assertThatThrownBy(() -> RunWriter.create(file.resolve("run"), config()))
                .hasMessageContaining("Cannot write " + file);
    }

    @Test
    void rolloutsCanBeReadInPart() {
        try (RunWriter writer = RunWriter.create(folder, config())) {
            advance(writer, 0, 9);
        }
        List<String> seen = new ArrayList<>();
        RunFolder.open(folder).rollouts(line -> {
            seen.add((String) line.values().get("text"));
            return seen.size() < 3;
        });
        assertThat(seen).containsExactly("a0", "b0", "a1");
    }

    @Test
    void lockFileRemainsEmpty() throws IOException {
        RunWriter.create(folder, config()).close();
        assertThat(Files.size(folder.resolve("run.lock"))).isZero();
        try (FileChannel channel = FileChannel.open(folder.resolve("run.lock"), StandardOpenOption.WRITE)) {
            assertThat(channel.tryLock()).isNotNull();
        }
    }

    private static void advance(RunWriter writer, int first, int last) {
        for (int iteration = first; iteration <= last; iteration++) {
            writer.appendRollouts(iteration, List.of(Map.of("text", "a" + iteration), Map.of("text", "b" + iteration)));
            writer.appendMetrics(iteration, Map.of("reward", iteration / 8.0), Map.of("seconds", 0.1));
        }
    }

    private static void state(Path checkpoint) throws IOException {
        Files.writeString(checkpoint.resolve("state"), "state");
    }

    private static List<Long> iterations(RunFolder run) {
        return run.metrics().stream().map(RunLine::iteration).toList();
    }

    private static List<String> texts(RunFolder run) {
        List<String> texts = new ArrayList<>();
        run.rollouts(line -> texts.add((String) line.values().get("text")));
        return texts;
    }

    private static RunConfig config() {
        return RunConfig.of("train", List.of("train"), Map.of(), 1, Map.of(), Map.of());
    }
}
