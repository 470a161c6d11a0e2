package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TensorBoard's event files against one that TensorBoard's own reader has read: {@code golden/tensorboard/scalars.tfevents} was
 * written by {@link #writeGolden} and read by TensorBoard itself, as {@code scalars.json} beside it tells ({@code
 * read.py}).
 */
class EventLogTest {

    private static final String GOLDEN = "/golden/tensorboard/scalars.tfevents";

    private final Path folder;

    EventLogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theChecksumIsTensorFlows() {
        byte[] digits = "123456789".getBytes(StandardCharsets.UTF_8);
        assertThat(EventFile.maskedChecksum(digits, 0, digits.length)).isEqualTo(0xc78ab0e5);
        assertThat(EventFile.maskedChecksum(new byte[] {24, 0, 0, 0, 0, 0, 0, 0}, 0, 8))
                .isEqualTo(0x224b7fa3);
    }

    @Test
    void whatIsWrittenIsWhatTensorBoardHasRead() throws IOException {
        Path written = folder.resolve("events");
        writeGolden(written);
        assertThat(Files.readAllBytes(written)).isEqualTo(golden());
    }

    /** Named figures, a step beyond 32 bits, no figure at all, letters beyond ASCII. */
    static void writeGolden(Path file) throws IOException {
        try (EventFile events = new EventFile(file, 1767225600.25)) {
            Map<String, Double> first = new LinkedHashMap<>();
            first.put("reward", -0.25);
            first.put("validation/accuracy", 0.8125);
            events.scalars(1767225601.5, 0, first);
            events.scalars(1767225602, 1, Map.of());
            events.scalars(1767225603, 300, Map.of("reward", 1e-3));
            events.scalars(1767225604, 5_000_000_000L, Map.of("Größe", 3.5));
        }
    }

    @Test
    void aRunWritesItsEventsAsItGoes() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config(), List.of(EventLog::open))) {
            writer.appendMetrics(0, Map.of("reward", 0.5), Map.of("seconds", 2));
            long one = Files.size(eventFile());
            writer.appendMetrics(1, Map.of("reward", Double.NaN), Map.of("seconds", 2));
            assertThat(Files.size(eventFile())).isGreaterThan(one);
        }
    }

    @Test
    void aResumedRunTellsEveryIterationOnce() throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config(), List.of(EventLog::open))) {
            writer.appendMetrics(0, Map.of("reward", 0.5), Map.of());
            writer.saveCheckpoint(0, false, checkpoint -> Files.writeString(checkpoint.resolve("s"), "s"));
            writer.appendMetrics(1, Map.of("reward", 0.75), Map.of());
            writer.appendMetrics(2, Map.of("reward", 0.75), Map.of());
        }
        long three = Files.size(eventFile());
        try (RunWriter writer = RunWriter.resume(folder, List.of(EventLog::open))) {
            assertThat(Files.size(eventFile())).isLessThan(three);
            writer.appendMetrics(1, Map.of("reward", 0.75), Map.of());
            writer.appendMetrics(2, Map.of("reward", 0.75), Map.of());
        }
        assertThat(Files.size(eventFile())).isEqualTo(three);
    }

    @Test
    void anExportReplacesTheOneBeforeAndLeavesOtherFiles(@TempDir Path target) throws IOException {
        try (RunWriter writer = RunWriter.create(folder, config(), List.of())) {
            writer.appendMetrics(0, Map.of("reward", 0.5), Map.of("seconds", 2));
        }
        Path foreign = Files.writeString(target.resolve("events.out.tfevents.1.elsewhere"), "x");
        Path first = EventLog.export(RunFolder.open(folder), target);
        Path second = EventLog.export(RunFolder.open(folder), target);
        assertThat(second).isEqualTo(first).isNotEmptyFile();
        assertThat(foreign).exists();
    }

    @Test
    void aFolderThatCannotBeWrittenStopsNoRun() throws IOException {
        Files.createDirectories(folder);
        RunObserver.Opener blocked = run -> {
            try {
                Files.writeString(run.path().resolve(EventLog.FOLDER), "in the way");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return EventLog.open(run);
        };
        try (RunWriter writer = RunWriter.create(folder, config(), List.of(blocked))) {
            writer.appendMetrics(0, Map.of("reward", 0.5), Map.of());
        }
        assertThat(RunFolder.open(folder).metrics()).hasSize(1);
        assertThat(folder.resolve("log.txt")).content().contains("a record beside the run stops");
    }

    private Path eventFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(EventLog.FOLDER))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(EventLogTest.class.getResourceAsStream(GOLDEN), GOLDEN)) {
            return in.readAllBytes();
        }
    }

    private static RunConfig config() {
        return RunConfig.of("train", List.of("train"), Map.of(), 1, Map.of(), Map.of());
    }
}
