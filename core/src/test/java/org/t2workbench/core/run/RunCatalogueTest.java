package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCatalogueTest {

    private final Path data;
    private final RunRegistry registry;
    private final RunCatalogue catalogue;

    RunCatalogueTest(@TempDir Path data) {
        this.data = data;
        this.registry = new RunRegistry(data);
        this.catalogue = new RunCatalogue(registry);
    }

    @Test
    void aRunIsListedWithWhatItIsAndHowFarItCame() throws IOException {
        Path folder = registry.newFolder("math one");
        RunWriter writer = RunWriter.create(folder, config("2026-01-01T00:00:00Z"), List.of());
        writer.appendMetrics(0, Map.of("best", 0.5), Map.of("seconds", 1.5));
        RunSummary running = only();
        assertThat(running.state()).isEqualTo(RunState.RUNNING);
        assertThat(running.name()).isEqualTo("math-one");
        assertThat(running.kind()).isEqualTo("train");
        assertThat(running.task()).isEqualTo("math");
        assertThat(running.model()).isEqualTo("sample");
        assertThat(running.method()).isEqualTo("direct · mlp");
        assertThat(running.asked()).hasValue(30);
        assertThat(running.started()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(running.expert()).isFalse();

        writer.appendMetrics(1, Map.of("best", 0.75), Map.of("seconds", 2));
        writer.saveExpert(channel -> {});
        writer.close();
        RunFolder.open(folder).writeNotes("too fast");
        RunSummary stopped = only();
        assertThat(stopped.state()).isEqualTo(RunState.STOPPED);
        assertThat(stopped.best()).hasValue(0.75);
        assertThat(stopped.iterations()).isEqualTo(1);
        assertThat(stopped.duration()).isEqualTo(Duration.ofMillis(3500));
        assertThat(stopped.expert()).isTrue();
        assertThat(stopped.notes()).isEqualTo("too fast");
    }

    @Test
    void aRunWhoseProcessDiedIsKilledAndOneAtItsEndFinished() throws IOException {
        Path folder = registry.newFolder("a");
        try (RunWriter writer = RunWriter.create(folder, config("2026-01-01T00:00:00Z"), List.of())) {
            writer.saveCheckpoint(1, false, checkpoint -> Files.writeString(checkpoint.resolve("s"), "s"));
        }
        // what a process that was killed leaves behind
        Files.createFile(folder.resolve("run.open"));
        assertThat(only().state()).isEqualTo(RunState.KILLED);
        try (RunWriter writer = RunWriter.resume(folder, List.of())) {
            writer.saveCheckpoint(2, true, checkpoint -> Files.writeString(checkpoint.resolve("s"), "s"));
        }
        assertThat(only().state()).isEqualTo(RunState.FINISHED);
    }

    @Test
    void whatCannotBeReadIsListedWithItsSentence() throws IOException {
        Path good = registry.newFolder("good");
        RunWriter.create(good, config("2026-01-01T00:00:00Z"), List.of()).close();
        Path broken = registry.newFolder("broken");
        Files.writeString(broken.resolve("run.json"), "{");
        Path newer = registry.newFolder("newer");
        Files.writeString(newer.resolve("run.json"), "{\"format_version\":2}");
        Path headless = registry.newFolder("headless");
        Files.createDirectory(headless.resolve("checkpoints"));
        registry.newFolder("about-to-start");
        Path torn = registry.newFolder("torn");
        RunWriter.create(torn, config("2026-01-02T00:00:00Z"), List.of()).close();
        Files.writeString(torn.resolve("metrics.jsonl"), "{}\n{\"iteration\":1}\n");
        Files.createDirectories(data.resolve("registered-runs"));
        Files.writeString(data.resolve("registered-runs/x.json"), "?");

        List<RunSummary> all = catalogue.look();
        assertThat(all)
                .extracting(RunSummary::name)
                .containsExactly("torn", "good", "x.json", "broken", "headless", "newer");
        assertThat(named(all, "good").problem()).isEmpty();
        assertThat(named(all, "broken").problem()).contains("does not describe a run");
        assertThat(named(all, "newer").problem()).contains("newer version of the workbench");
        assertThat(named(all, "headless").problem()).contains("There is no run in");
        assertThat(named(all, "x.json").problem()).contains("x.json");
        assertThat(named(all, "torn").problem()).contains("Line 1 of");
        assertThat(named(all, "torn").task()).isEqualTo("math");
        assertThat(all)
                .filteredOn(run -> !run.problem().isEmpty())
                .allMatch(run -> run.state() == RunState.DAMAGED)
                .allMatch(run -> run.problem().endsWith("."));
    }

    @Test
    void aRunThatIsGoneLeavesTheListAndARepairedOneIsReadAgain() throws IOException {
        Path folder = registry.newFolder("a");
        RunWriter.create(folder, config("2026-01-01T00:00:00Z"), List.of()).close();
        String whole = Files.readString(folder.resolve("run.json"));
        Files.writeString(folder.resolve("run.json"), "{");
        assertThat(only().state()).isEqualTo(RunState.DAMAGED);
        Files.writeString(folder.resolve("run.json"), whole);
        assertThat(only().state()).isEqualTo(RunState.STOPPED);
        new RunTrash(data, registry).delete(folder);
        assertThat(catalogue.look()).isEmpty();
    }

    @Test
    void aSearchFindsEveryWordSomewhere() {
        Path folder = registry.newFolder("first");
        RunWriter.create(folder, config("2026-01-01T00:00:00Z"), List.of()).close();
        RunFolder.open(folder).writeNotes("Überfit?");
        RunSummary run = only();
        for (String words : List.of("", "  ", "math", "MATH first", "überfit", "stopped sample")) {
            assertThat(run.matches(words)).as(words).isTrue();
        }
        assertThat(run.matches("math second")).isFalse();
    }

    private RunSummary only() {
        List<RunSummary> all = catalogue.look();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static RunSummary named(List<RunSummary> all, String name) {
        return all.stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow();
    }

    private static RunConfig config(String created) {
        return new RunConfig(
                RunConfig.FORMAT_VERSION,
                "train",
                List.of("train", "sample"),
                Map.of(
                        "task", "math",
                        "model", "sample",
                        "parametrisation", "direct",
                        "matrices", "mlp",
                        "iterations", 30),
                1,
                created,
                Map.of(),
                Map.of());
    }
}
