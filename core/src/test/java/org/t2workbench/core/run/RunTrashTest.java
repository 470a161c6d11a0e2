package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.InvalidInputException;

class RunTrashTest {

    private final Path data;
    private final Path elsewhere;
    private final RunRegistry registry;
    private final RunTrash trash;

    RunTrashTest(@TempDir Path data, @TempDir Path elsewhere) {
        this.data = data;
        this.elsewhere = elsewhere;
        this.registry = new RunRegistry(data);
        this.trash = registry.trash();
    }

    @Test
    void aDeletedRunLeavesTheListAndComesBackAsItWas() throws IOException {
        Path here = run(registry.newFolder("here"));
        Path there = run(elsewhere.resolve("there"));
        registry.register(there);
        String config = Files.readString(there.resolve("run.json"));
        RunTrash.Deleted first = trash.delete(there);
        trash.delete(here);
        assertThat(registry.runs(problem -> {})).isEmpty();
        assertThat(there).doesNotExist();
        assertThat(new RunTrash(data, registry).deleted())
                .extracting(RunTrash.Deleted::original)
                .containsExactlyInAnyOrder(here, there);
        trash.restore(first);
        assertThat(registry.runs(problem -> {})).extracting(RunFolder::path).containsExactly(there);
        assertThat(there.resolve("run.json")).hasContent(config);
        assertThat(trash.deleted()).extracting(RunTrash.Deleted::original).containsExactly(here);
    }

    @Test
    void aRunThatIsWrittenIsNotDeleted() {
        Path folder = registry.newFolder("busy");
        try (RunWriter writer = RunWriter.create(folder, config(), List.of())) {
            assertThatThrownBy(() -> trash.delete(folder))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("still running");
            writer.appendMetrics(0, Map.of(), Map.of());
        }
        assertThat(folder.resolve("metrics.jsonl")).exists();
        assertThat(trash.deleted()).isEmpty();
    }

    @Test
    void nothingIsWrittenOverWhenARunComesBack() throws IOException {
        Path folder = run(registry.newFolder("a"));
        RunTrash.Deleted deleted = trash.delete(folder);
        Files.writeString(Files.createDirectory(folder).resolve("thesis.tex"), "x");
        assertThatThrownBy(() -> trash.restore(deleted))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Something else is at " + folder);
        assertThat(folder.resolve("thesis.tex")).hasContent("x");
        assertThat(trash.deleted()).hasSize(1);
    }

    @Test
    void aRunOnAnotherDiskWaitsBesideItsPlace() throws IOException {
        Path folder = run(elsewhere.resolve("a"));
        registry.register(folder);
        RunTrash.Deleted deleted = new RunTrash(data, registry, from -> false).delete(folder);
        assertThat(deleted.now()).hasParent(elsewhere).isDirectory();
        assertThat(registry.runs(problem -> {})).isEmpty();
        assertThat(trash.deleted()).containsExactly(deleted);
        trash.restore(deleted);
        assertThat(registry.runs(problem -> {})).extracting(RunFolder::path).containsExactly(folder);
    }

    @Test
    void whatIsRemovedForGoodWasInTheTrash(@TempDir Path innocent) throws IOException {
        Path folder = run(registry.newFolder("a"));
        RunTrash.Deleted deleted = trash.delete(folder);
        trash.remove(deleted);
        assertThat(trash.deleted()).isEmpty();
        assertThat(deleted.now()).doesNotExist();
        RunTrash.Deleted forged = new RunTrash.Deleted(deleted.note(), folder, innocent, deleted.when());
        assertThatThrownBy(() -> trash.remove(forged)).isInstanceOf(InvalidInputException.class);
        assertThat(innocent).exists();
        assertThatThrownBy(() -> trash.restore(deleted)).hasMessageContaining("no longer in the trash");
    }

    private static Path run(Path folder) {
        RunWriter.create(folder, config(), List.of()).close();
        return folder;
    }

    private static RunConfig config() {
        return RunConfig.of("train", List.of("train"), Map.of(), 1, Map.of(), Map.of());
    }
}
