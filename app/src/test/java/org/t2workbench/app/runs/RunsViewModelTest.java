package org.t2workbench.app.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.dialog.ErrorReport;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.StepJobRunner;
import org.t2workbench.app.workbench.FakeSession;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.Curve;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.run.RunWriter;

/** What can be done with which runs, and what a look finds. */
class RunsViewModelTest {

    private final Strings strings = new Strings(Locale.ENGLISH);
    private final List<Throwable> failures = new ArrayList<>();
    private final StepJobRunner runner = new StepJobRunner(failures::add);
    private final Workspace workspace = new Workspace(new FakeSession(), runner, strings);
    private final Dialogs dialogs = new Dialogs();
    private final RunRegistry registry;
    private final RunsViewModel viewModel;
    private final Path folder;

    RunsViewModelTest(@TempDir Path folder) {
        this.folder = folder;
        this.registry = new RunRegistry(folder);
        this.viewModel = new RunsViewModel(workspace, dialogs, failures::add, registry, strings);
    }

    private void look() {
        viewModel.activate();
        runner.runAll();
    }

    private void choose(String... names) {
        List<RunItem> items = new ArrayList<>();
        for (String name : names) {
            items.add(item(name));
        }
        viewModel.select(items);
        runner.runAll();
    }

    private RunItem item(String name) {
        return viewModel.items().stream()
                .filter(item -> item.row().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutRunsThereIsNothingToDo() {
        assertThat(viewModel.stateProperty().get()).isEqualTo(RunsState.LOADING);
        look();
        assertThat(viewModel.stateProperty().get()).isEqualTo(RunsState.NO_RUNS);
        assertThat(viewModel.exports().canReport()).isFalse();
        assertThat(viewModel.deletion().canDelete()).isFalse();
        assertThat(viewModel.canResume()).isFalse();
        assertThat(viewModel.canLoadExpert()).isFalse();
        viewModel.exports().report();
        viewModel.deletion().delete();
        viewModel.deletion().undo();
        viewModel.openFolder();
        runner.runAll();
        assertThat(failures).isEmpty();
    }

    @Test
    void twoChosenRunsLieOverEachOtherAndTheirDifferencesAreMarked() {
        run("a", 0.02, 40);
        run("b", 0.005, 40);
        look();
        choose("b", "a");
        assertThat(viewModel.metricProperty().get()).isEqualTo("reward");
        assertThat(viewModel.curvesProperty().get()).extracting(RunCurve::name).containsExactly("b", "a");
        assertThat(viewModel.curvesProperty().get())
                .extracting(RunCurve::colour)
                .containsExactly(0, 1);
        assertThat(item("b").colour()).isZero();
        assertThat(viewModel.parametersProperty().get())
                .contains(
                        new ParameterRow("task", List.of("math", "math"), false),
                        new ParameterRow("learning_rate", List.of("0.005", "0.02"), true));
        viewModel.smoothingProperty().set(0.5);
        runner.runAll();
        assertThat(viewModel.curvesProperty().get()).hasSize(4);
        viewModel.alongProperty().set(Curve.Along.TIME);
        runner.runAll();
        RunCurve last = viewModel.curvesProperty().get().get(3);
        assertThat(last.points().get(last.points().size() - 1).x()).isEqualTo(80);
        viewModel.metricProperty().set("validation/accuracy");
        runner.runAll();
        assertThat(viewModel.curvesProperty().get().get(1).points()).hasSize(4);
        choose("a");
        assertThat(viewModel.metricProperty().get()).isEqualTo("validation/accuracy");
        assertThat(item("b").colour()).isEqualTo(RunItem.NO_COLOUR);
    }

    @Test
    void theCommitOfTheModelStandsBelowItsNameAndWhatTheRunStoodOnAtTheEnd() {
        RunConfig config = RunConfig.of(
                "train",
                List.of("train"),
                new TreeMap<>(Map.of("model", "org/small", "task", "math")),
                1,
                Map.of("model", "0123456789abcdef0123456789abcdef01234567", "libtorch", "2.7.1", "java", "17"),
                Map.of());
        RunWriter.create(registry.newFolder("fetched"), config, List.of()).close();
        run("local", 0.02, 1);
        look();
        choose("fetched");
        assertThat(viewModel.parametersProperty().get())
                .extracting(ParameterRow::name)
                .containsExactly("model", "model commit", "task", "versions.java", "versions.libtorch");
        assertThat(viewModel.parametersProperty().get())
                .contains(new ParameterRow("model commit", List.of("0123456789abcdef0123456789abcdef01234567"), false));
        choose("fetched", "local");
        assertThat(viewModel.parametersProperty().get())
                .contains(new ParameterRow(
                        "model commit", List.of("0123456789abcdef0123456789abcdef01234567", "–"), true));
    }

    @Test
    void aRunThatGoesOnGrowsWithoutLosingItsPlace() {
        RunWriter writer = RunWriter.create(registry.newFolder("live"), config(0.02), List.of());
        append(writer, 0);
        look();
        choose("live");
        RunItem live = item("live");
        assertThat(live.row().standing()).isEqualTo(Standing.RUNNING);
        assertThat(viewModel.deletion().canDelete()).isFalse();
        assertThat(viewModel.canResume()).isFalse();
        append(writer, 1);
        viewModel.sample();
        runner.runAll();
        assertThat(viewModel.selectedProperty().get()).containsExactly(live);
        assertThat(viewModel.curvesProperty().get().get(0).points()).hasSize(2);
        assertThat(live.row().iterations()).isEqualTo(1);
        writer.close();
        viewModel.sample();
        runner.runAll();
        assertThat(item("live")).isSameAs(live);
        assertThat(viewModel.canResume()).isTrue();
        assertThat(viewModel.resumable()).contains(live.path());
    }

    @Test
    void onTheScreenBehindNothingIsRead() {
        look();
        viewModel.deactivate();
        viewModel.sample();
        assertThat(runner.waiting()).isZero();
    }

    @Test
    void deletedRunsAreGoneAndComeBack() {
        run("a", 0.02, 3);
        run("b", 0.02, 3);
        look();
        choose("a", "b");
        viewModel.deletion().delete();
        runner.runAll();
        assertThat(viewModel.items()).isEmpty();
        assertThat(viewModel.selectedProperty().get()).isEmpty();
        assertThat(viewModel.deletion().deletedNameProperty().get()).isEqualTo("2 runs");
        viewModel.deletion().undo();
        runner.runAll();
        assertThat(viewModel.items()).hasSize(2);
        assertThat(viewModel.deletion().deletedNameProperty().get()).isEmpty();
        assertThat(viewModel.deletion().canUndo()).isFalse();
        assertThat(failures).isEmpty();
    }

    @Test
    void aDeletionThatFailsHalfwayTellsSoAndWhatWasDeletedComesBack() throws IOException {
        run("a", 0.02, 3);
        run("b", 0.02, 3);
        look();
        choose("a", "b");
        Files.move(item("b").path(), folder.resolve("moved-away"));
        viewModel.deletion().delete();
        runner.runAll();
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0)).hasMessageContaining("There is no folder");
        viewModel.deletion().undo();
        runner.runAll();
        assertThat(viewModel.items()).extracting(item -> item.row().name()).containsExactly("a");
    }

    @Test
    void aDamagedRunIsListedWithItsSentenceAndHasNoReport() throws IOException {
        Path broken = registry.newFolder("broken");
        Files.writeString(broken.resolve("run.json"), "{");
        look();
        choose("broken");
        assertThat(item("broken").row().standing()).isEqualTo(Standing.DAMAGED);
        assertThat(item("broken").row().problem()).contains("run.json");
        assertThat(viewModel.exports().canReport()).isFalse();
        assertThat(viewModel.deletion().canDelete()).isTrue();
        assertThat(viewModel.curvesProperty().get()).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void aSearchLeavesWhatItFinds() {
        run("first", 0.02, 3);
        run("second", 0.02, 3);
        look();
        viewModel.searchProperty().set("sec");
        assertThat(viewModel.items()).hasSize(1);
        viewModel.reveal(registry.runs(problem -> {}).get(1).path());
        assertThat(viewModel.items()).hasSize(2);
    }

    @Test
    void theReportOfTheChosenRunsIsWrittenWhereItIsAskedFor() {
        run("a", 0.02, 3);
        run("b", 0.02, 3);
        look();
        choose("a", "b");
        dialogs.save = folder.resolve("r.html");
        viewModel.exports().report();
        runner.runAll();
        assertThat(folder.resolve("r.html")).content().contains("2 runs compared");
        dialogs.chosenFolder = folder.resolve("events");
        viewModel.exports().exportEvents();
        runner.runAll();
        assertThat(folder.resolve("events/a")).isNotEmptyDirectory();
        assertThat(dialogs.notes).hasSize(2);
    }

    @Test
    void anExpertIsLoadedOnlyIntoAnOpenModel() {
        try (RunWriter writer = RunWriter.create(registry.newFolder("a"), config(0.02), List.of())) {
            writer.saveExpert(channel -> {});
        }
        look();
        choose("a");
        assertThat(viewModel.canLoadExpert()).isFalse();
        workspace.open(ModelSource.SAMPLE);
        runner.runAll();
        assertThat(viewModel.canLoadExpert()).isTrue();
        List<String> shown = new ArrayList<>();
        viewModel.loadExpert(() -> shown.add("experts"));
        runner.runAll();
        assertThat(shown).containsExactly("experts");
        assertThat(workspace.experts()).hasSize(4);
    }

    @Test
    void notesAreKeptInTheFolder() {
        run("a", 0.02, 3);
        look();
        choose("a");
        viewModel.writeNotes(item("a"), "too fast");
        runner.runAll();
        List<String> read = new ArrayList<>();
        viewModel.readNotes(item("a"), read::add);
        runner.runAll();
        assertThat(read).containsExactly("too fast");
        assertThat(RunFolder.open(item("a").path()).notes()).isEqualTo("too fast");
    }

    private void run(String name, double rate, int iterations) {
        try (RunWriter writer = RunWriter.create(registry.newFolder(name), config(rate), List.of())) {
            for (int i = 0; i < iterations; i++) {
                append(writer, i);
            }
        }
    }

    private static void append(RunWriter writer, int iteration) {
        writer.appendMetrics(
                iteration,
                iteration % 10 == 0
                        ? Map.of("reward", Math.sin(iteration), "validation", Map.of("accuracy", 0.5))
                        : Map.of("reward", Math.sin(iteration)),
                Map.of("seconds", 2));
    }

    private static RunConfig config(double rate) {
        return RunConfig.of(
                "train", List.of("train"), Map.of("task", "math", "learning_rate", rate), 1, Map.of(), Map.of());
    }

    private static final class Dialogs implements DialogService {

        private final List<String> notes = new ArrayList<>();
        private @Nullable Path save;
        private @Nullable Path chosenFolder;

        @Override
        public Optional<Path> chooseFolder(String title, @Nullable Path start) {
            return Optional.ofNullable(chosenFolder);
        }

        @Override
        public Optional<Path> chooseFile(String title, String kind, String pattern, @Nullable Path start) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> chooseNewFile(String title, String kind, String pattern, String name) {
            return Optional.ofNullable(save);
        }

        @Override
        public void showError(ErrorReport report) {
            throw new AssertionError(report.sentence());
        }

        @Override
        public void showNote(String title, String text) {
            notes.add(title);
        }
    }
}
