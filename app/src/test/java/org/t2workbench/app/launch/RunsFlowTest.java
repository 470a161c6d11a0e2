package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.support.FxWatchdog;
import org.t2workbench.core.run.MlflowServer;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.run.RunWriter;
import org.testfx.util.WaitForAsyncUtils;

/** The Runs screen driven by its node ids and keys, over runs that a small trainer writes meanwhile. */
class RunsFlowTest extends WindowFixture {

    private RunRegistry registry() {
        return new RunRegistry(folder);
    }

    private TableView<?> table() {
        return robot.lookup("#runs-table").queryAs(TableView.class);
    }

    private boolean isEnabled(String id) {
        return robot.lookup(id).tryQuery().map(node -> !node.isDisabled()).orElse(false);
    }

    @Test
    void aRunAppearsGrowsIsComparedReportedDeletedAndBroughtBack() throws TimeoutException {
        show("runs");
        waitUntil(() -> robot.lookup(".empty-title").queryAllAs(Label.class).stream()
                .anyMatch(label -> label.getText().equals("No runs yet")));

        Path first = registry().newFolder("first");
        try (RunWriter writer = RunWriter.create(first, config(0.02), List.of())) {
            append(writer, 0, 5);
            waitUntil(() -> robot.lookup("#runs-table").tryQuery().isPresent()
                    && table().getItems().size() == 1);
            waitUntil(() -> points() == 5);
            assertThat(robot.lookup(".run-running").tryQuery()).isPresent();
            assertThat(isEnabled("#runs-delete")).isFalse();
            append(writer, 5, 9);
            waitUntil(() -> points() == 9);
        }
        waitUntil(() -> isEnabled("#runs-delete") && isEnabled("#runs-resume"));

        try (RunWriter writer = RunWriter.create(registry().newFolder("second"), config(0.005), List.of())) {
            append(writer, 0, 9);
        }
        waitUntil(() -> table().getItems().size() == 2);
        robot.clickOn("#runs-table");
        robot.press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
        waitUntil(() -> context.runs().selectedCount() == 2 && points() == 18);
        waitUntil(() -> robot.lookup("#runs-settings .differs").tryQuery().isPresent());

        Path report = folder.resolve("report.html");
        robot.interact(() -> context.runs().exports().reportTo(report));
        waitUntil(() -> Files.exists(report));
        assertThat(report).content().contains("2 runs compared", "<svg");

        robot.interact(() -> table().requestFocus());
        robot.type(KeyCode.DELETE);
        waitUntil(() -> robot.lookup("#runs-undo-bar").query().isVisible());
        assertThat(first).doesNotExist();
        waitUntil(() -> robot.lookup("#runs-undo").query().isFocused());
        robot.press(KeyCode.CONTROL).type(KeyCode.Z).release(KeyCode.CONTROL);
        waitUntil(() -> robot.lookup("#runs-table").tryQuery().isPresent()
                && table().getItems().size() == 2);
        assertThat(RunFolder.open(first).metrics()).hasSize(9);
        assertThat(robot.lookup("#runs-undo-bar").query().isVisible()).isFalse();
    }

    @Test
    void theFigureThatIsShownStaysNamedWhereRunsOfAnotherKindBringFurtherOnes() throws TimeoutException {
        try (RunWriter writer = RunWriter.create(registry().newFolder("trained"), config(0.02), List.of())) {
            append(writer, 0, 5);
        }
        try (RunWriter writer = RunWriter.create(registry().newFolder("searched"), config(0.02), List.of())) {
            for (int i = 0; i < 5; i++) {
                writer.appendMetrics(i, Map.of("best", 0.5, "evaluated", 16), Map.of("seconds", 0.5));
            }
        }
        show("runs");
        waitUntil(() -> robot.lookup("#runs-table").tryQuery().isPresent()
                && table().getItems().size() == 2);
        robot.clickOn("trained");
        waitUntil(() -> points() == 5);
        ComboBox<?> metric = node("runs-metric", ComboBox.class);
        robot.interact(() -> metric.getSelectionModel().select(metric.getItems().indexOf("best")));
        assertThat(metric.getValue()).isEqualTo("best");
        robot.interact(() -> table().getSelectionModel().selectAll());
        waitUntil(() -> points() == 10);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(metric.getItems().toString()).contains("evaluated");
        assertThat(metric.getValue()).isEqualTo("best");
    }

    @Test
    void theTrashIsLookedThroughRunsAreBroughtBackAndDeletedForGoodAfterAQuestion() throws TimeoutException {
        Path kept = registry().newFolder("kept");
        Path gone = registry().newFolder("gone");
        for (Path run : List.of(kept, gone)) {
            try (RunWriter writer = RunWriter.create(run, config(0.02), List.of())) {
                append(writer, 0, 3);
            }
            registry().trash().delete(run);
        }
        show("runs");
        robot.clickOn("#runs-trash");
        TableView<?> trash = node("runs-trash-table", TableView.class);
        waitUntil(() -> trash.getItems().size() == 2);
        assertThat(isEnabled("#runs-trash-restore")).isFalse();
        robot.clickOn("kept");
        robot.clickOn("#runs-trash-restore");
        waitUntil(() -> trash.getItems().size() == 1);
        assertThat(RunFolder.open(kept).metrics()).hasSize(3);

        robot.clickOn("gone");
        robot.type(KeyCode.DELETE);
        assertThat(text("runs-trash-question")).startsWith("Delete gone for good?");
        waitUntil(() -> robot.lookup("#runs-trash-keep").query().isFocused());
        robot.type(KeyCode.ESCAPE);
        assertThat(registry().trash().deleted()).hasSize(1);
        robot.clickOn("#runs-trash-ask");
        robot.clickOn("#runs-trash-remove");
        waitUntil(() -> trash.getItems().isEmpty());
        assertThat(registry().trash().deleted()).isEmpty();
        assertThat(gone).doesNotExist();
        assertThat(robot.lookup(".empty-title").queryAllAs(Label.class))
                .anyMatch(label -> label.getText().equals("The trash is empty"));
        robot.clickOn("#runs-trash");
        waitUntil(() -> robot.lookup("#runs-table").tryQuery().isPresent()
                && table().getItems().size() == 1);
    }

    @Test
    void theMlflowServerIsCheckedRememberedAndUsedByRunsThatBeginAfterwards() throws TimeoutException {
        show("runs");
        robot.interact(() -> node("runs-more", MenuButton.class).getItems().stream()
                .filter(item -> "runs-mlflow-choose".equals(item.getId()))
                .forEach(MenuItem::fire));
        waitUntil(() -> robot.lookup("#runs-mlflow-address").query().isFocused());
        robot.write("mlruns").type(KeyCode.ENTER);
        assertThat(text("runs-mlflow-problem"))
                .isEqualTo("The address of an MLflow server looks like http://localhost:5000, not like \"mlruns\".");
        assertThat(MlflowServer.configured()).isEmpty();
        robot.interact(() -> node("runs-mlflow-address", TextField.class).clear());
        assertThat(text("runs-mlflow-problem")).isEmpty();
        robot.clickOn("#runs-mlflow-address").write("http://localhost:9").clickOn("#runs-mlflow-save");
        assertThat(robot.lookup("#runs-mlflow").query().isVisible()).isFalse();
        assertThat(context.settings().settings().mlflow()).isEqualTo("http://localhost:9");
        assertThat(MlflowServer.configured().map(MlflowServer::address)).contains("http://localhost:9");
        robot.interact(() -> context.mlflow().shownProperty().set(true));
        assertThat(node("runs-mlflow-address", TextField.class).getText()).isEqualTo("http://localhost:9");
        robot.interact(() -> node("runs-mlflow-address", TextField.class).clear());
        robot.clickOn("#runs-mlflow-save");
        assertThat(MlflowServer.configured()).isEmpty();
    }

    @Test
    void notesAreKeptWhenTheyAreLeft() throws TimeoutException {
        Path run = registry().newFolder("noted");
        RunWriter.create(run, config(0.02), List.of()).close();
        show("runs");
        waitUntil(() -> context.runs().selectedCount() == 1);
        robot.interact(() -> robot.from(robot.lookup("#runs-details").<Node>query())
                .lookup(".segment.last")
                .queryAs(ToggleButton.class)
                .fire());
        TextArea notes = robot.lookup("#runs-notes").queryAs(TextArea.class);
        waitUntil(() -> !notes.isDisabled());
        robot.clickOn(notes).write("too fast");
        robot.clickOn("#runs-search");
        waitUntil(() -> RunFolder.open(run).notes().equals("too fast"));
        robot.write("fast");
        waitUntil(() -> table().getItems().size() == 1);
        robot.write("er");
        waitUntil(() -> table().getItems().isEmpty());
    }

    @Test
    void eightRunsOfAThousandPointsGrowWithoutBlockingTheFxThread() throws TimeoutException, InterruptedException {
        List<RunWriter> writers = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Path path = registry().newFolder("run-" + i);
                writeLines(path, 1000);
                writers.add(RunWriter.resume(path, List.of()));
            }
            for (RunWriter writer : writers) {
                append(writer, 1001, 1003);
            }
            show("runs");
            waitUntil(() -> context.runs().selectedCount() == 1);
            robot.clickOn("#runs-table");
            robot.press(KeyCode.CONTROL).type(KeyCode.A).release(KeyCode.CONTROL);
            waitUntil(() -> context.runs().curveCount() == 8);
            // what is loaded and compiled at the first use does not count
            grow(writers, 1003, 1005);
            try (FxWatchdog watchdog = new FxWatchdog()) {
                grow(writers, 1005, 1009);
                assertThat(watchdog.blocks()).isEmpty();
            }
        } finally {
            writers.forEach(RunWriter::close);
        }
    }

    private void grow(List<RunWriter> writers, int from, int to) throws TimeoutException {
        for (int i = from; i < to; i++) {
            for (RunWriter writer : writers) {
                append(writer, i, i + 1);
            }
            double last = i;
            waitUntil(() -> context.runs().lastPoint() == last);
        }
    }

    /** A run of so many iterations, without waiting for the disk at each of them. */
    private static void writeLines(Path path, int count) {
        try (RunWriter writer = RunWriter.create(path, config(0.02), List.of())) {
            append(writer, count, count + 1);
            writer.saveCheckpoint(count, false, checkpoint -> Files.writeString(checkpoint.resolve("s"), "s"));
        }
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(String.format(
                    Locale.ROOT, "{\"iteration\":%d,\"reward\":%.6f,\"kl\":%.6f}%n", i, Math.sin(i * 0.7), 1e-3 * i));
        }
        try {
            Path metrics = path.resolve("metrics.jsonl");
            Files.writeString(metrics, lines + Files.readString(metrics));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int points() {
        return context.runs().pointCount();
    }

    private static void append(RunWriter writer, int from, int to) {
        for (int i = from; i < to; i++) {
            writer.appendMetrics(i, values(i), Map.of("seconds", 0.5));
        }
    }

    private static Map<String, Object> values(int i) {
        return Map.of("reward", Math.sin(i * 0.7) + i * 1e-3, "kl", 1e-3 * i, "best", 0.5);
    }

    private static RunConfig config(double rate) {
        return RunConfig.of(
                "train",
                List.of("train", "sample"),
                Map.of("task", "math", "learning_rate", rate, "iterations", 20),
                1,
                Map.of(),
                Map.of());
    }
}
