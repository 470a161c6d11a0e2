package org.t2workbench.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.dialog.FakeDialogs;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.StepJobRunner;
import org.t2workbench.app.workbench.FakeSession;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.run.RunWriter;

/** What the trash allows when, and what it keeps when something goes wrong. */
class TrashBinTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final StepJobRunner runner = new StepJobRunner(failures::add);
    private final RunRegistry registry;
    private final TrashBin bin;

    TrashBinTest(@TempDir Path folder) {
        registry = new RunRegistry(folder);
        Strings strings = new Strings(Locale.ENGLISH);
        bin = new RunsViewModel(
                        new Workspace(new FakeSession(), runner, strings),
                        new FakeDialogs(),
                        failures::add,
                        registry,
                        strings)
                .trash();
    }

    private Path delete(String name) {
        Path run = registry.newFolder(name);
        RunWriter.create(
                        run, RunConfig.of("train", List.of(), Map.of("task", "code"), 1, Map.of(), Map.of()), List.of())
                .close();
        registry.trash().delete(run);
        return run;
    }

    private void show() {
        bin.shownProperty().set(true);
        runner.runAll();
    }

    @Test
    void nothingIsDeletedForGoodWithoutAQuestion() {
        delete("a");
        show();
        bin.askToRemove();
        assertThat(bin.askingProperty().get()).as("nothing is chosen").isFalse();
        bin.select(List.copyOf(bin.items()));
        bin.remove();
        runner.runAll();
        assertThat(registry.trash().deleted()).hasSize(1);
        bin.askToRemove();
        assertThat(bin.askingProperty().get()).isTrue();
        bin.keep();
        bin.remove();
        runner.runAll();
        assertThat(registry.trash().deleted()).hasSize(1);
        bin.askToRemove();
        bin.remove();
        runner.runAll();
        assertThat(registry.trash().deleted()).isEmpty();
        assertThat(bin.items()).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void aQuestionIsOfTheRunsThatWereChosenThen() {
        delete("a");
        delete("b");
        show();
        bin.select(bin.items().subList(0, 1));
        bin.askToRemove();
        bin.select(List.copyOf(bin.items()));
        assertThat(bin.askingProperty().get()).isFalse();
        assertThat(bin.selectedName()).isEqualTo("2 runs");
    }

    @Test
    void aLineSaysWhatTheRunWas() {
        Path run = delete("a");
        show();
        DeletedRun line = bin.items().get(0);
        assertThat(line.name()).isEqualTo("a");
        assertThat(line.task()).isEqualTo("code");
        assertThat(line.place()).isEqualTo(String.valueOf(run.getParent()));
        assertThat(line.bytes()).isPositive();
    }

    @Test
    void whatWasBroughtBackBeforeAnErrorIsBackAndTheErrorIsTold() throws IOException {
        Path first = delete("first");
        Path second = delete("second");
        show();
        // the latest comes first
        Files.createDirectory(first);
        bin.select(List.copyOf(bin.items()));
        bin.restore();
        runner.runAll();
        assertThat(second.resolve("run.json")).exists();
        assertThat(failures)
                .singleElement()
                .satisfies(error -> assertThat(error.getMessage()).contains("Something else is at"));
        assertThat(bin.items()).extracting(DeletedRun::name).containsExactly("first");
    }
}
