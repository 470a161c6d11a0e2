package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.WorkbenchException;

class RunRegistryTest {

    private final List<WorkbenchException> unreadable = new ArrayList<>();
    private final Path data;
    private final Path elsewhere;

    RunRegistryTest(@TempDir Path data, @TempDir Path elsewhere) {
        this.data = data;
        this.elsewhere = elsewhere;
    }

    @Test
    void anEmptyDataFolderHasNoRuns() {
        assertThat(new RunRegistry(data.resolve("not-there-yet")).runs(unreadable::add))
                .isEmpty();
    }

    @Test
    void newFoldersNeverCollideAndStayInside() {
        RunRegistry registry = new RunRegistry(data);
        assertThat(registry.newFolder("math seed 1")).isEqualTo(data.resolve("runs/math-seed-1"));
        assertThat(registry.newFolder("math seed 1")).isEqualTo(data.resolve("runs/math-seed-1-2"));
        assertThat(registry.newFolder("../../x")).isEqualTo(data.resolve("runs/x"));
        assertThat(registry.newFolder("..")).isEqualTo(data.resolve("runs/run"));
    }

    @Test
    void runsHereAndElsewhereAreFoundNewestFirst() {
        RunRegistry registry = new RunRegistry(data);
        Path here = registry.newFolder("a");
        run(here, "2026-01-01T00:00:00Z");
        Path there = elsewhere.resolve("b");
        run(there, "2026-01-02T00:00:00Z");
        registry.register(here);
        registry.register(there);
        registry.register(there.resolve("../b"));
        assertThat(registry.runs(unreadable::add)).extracting(RunFolder::path).containsExactly(there, here);
        registry.forget(there);
        assertThat(registry.runs(unreadable::add)).extracting(RunFolder::path).containsExactly(here);
        assertThat(there).isDirectory();
        assertThat(unreadable).isEmpty();
    }

    @Test
    void aBrokenRunIsReportedAndTheOthersStay() throws IOException {
        RunRegistry registry = new RunRegistry(data);
        Path good = registry.newFolder("good");
        run(good, "2026-01-01T00:00:00Z");
        Path broken = registry.newFolder("broken");
        Files.writeString(broken.resolve("run.json"), "{");
        Files.createDirectories(data.resolve("registered-runs"));
        Files.writeString(data.resolve("registered-runs/x.json"), "{\"format_version\":1}");
        Files.writeString(data.resolve("registered-runs/y.json"), "{\"format_version\":1,\"folder\":\"a\\u0000b\"}");
        assertThat(registry.runs(unreadable::add)).extracting(RunFolder::path).containsExactly(good);
        assertThat(unreadable).hasSize(3);
    }

    @Test
    void aRunThatIsGoneIsPassedOver() {
        RunRegistry registry = new RunRegistry(data);
        registry.register(elsewhere.resolve("gone"));
        assertThat(registry.runs(unreadable::add)).isEmpty();
        assertThat(unreadable).isEmpty();
    }

    private static void run(Path folder, String created) {
        RunWriter.create(
                        folder,
                        new RunConfig(
                                RunConfig.FORMAT_VERSION, "train", List.of(), Map.of(), 1, created, Map.of(), Map.of()))
                .close();
    }
}
