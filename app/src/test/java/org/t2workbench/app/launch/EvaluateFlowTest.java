package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.chart.HeatMap;
import org.t2workbench.app.evaluation.AnswerPair;
import org.t2workbench.app.evaluation.EvaluationExports;
import org.t2workbench.app.evaluation.EvaluationState;
import org.t2workbench.app.evaluation.EvaluationViewModel;
import org.t2workbench.app.support.FxWatchdog;
import org.testfx.util.WaitForAsyncUtils;

/** The Evaluate screen driven by its node ids and keys, over a folder that is really written. */
class EvaluateFlowTest extends WindowFixture {

    private EvaluationViewModel openEvaluate(int limit, String... tasks) throws TimeoutException {
        show("evaluate");
        EvaluationViewModel viewModel = context.evaluation();
        waitUntil(viewModel::canStart);
        robot.interact(() -> {
            viewModel
                    .form()
                    .tasks()
                    .forEach(task -> task.chosen().set(List.of(tasks).contains(task.name())));
            node("evaluate-limit", TextField.class).setText(Integer.toString(limit));
        });
        return viewModel;
    }

    private EvaluationState state() {
        return context.evaluation().stateProperty().get();
    }

    @Test
    void twoTasksAreMeasuredReadAndExported() throws TimeoutException, IOException {
        session.evaluations.batchMillis = 300;
        EvaluationViewModel viewModel = openEvaluate(20, "math", "code");
        assertThat(robot.lookup(".empty-state").query().isVisible()).isTrue();
        robot.clickOn("#evaluate-start");
        waitUntil(() -> !viewModel.rows().isEmpty());
        assertThat(state()).isEqualTo(EvaluationState.RUNNING);
        waitUntil(() -> text("evaluate-progress").contains("of 4"));
        session.evaluations.batchMillis = 0;
        waitUntil(() -> state() == EvaluationState.FINISHED);
        TableView<?> table = node("evaluate-table", TableView.class);
        assertThat(table.getItems()).hasSize(4);
        assertThat(robot.lookup("#evaluate-bars").query().isVisible()).isTrue();
        assertThat(node("evaluate-dispatch", HeatMap.class).isVisible()).isTrue();
        assertThat(robot.lookup(".card-title").queryAllAs(Label.class))
                .extracting(Label::getText)
                .contains("Dispatch: classifier");
        robot.interact(() -> table.getSelectionModel().select(3));
        robot.clickOn(robot.lookup("#evaluate-shown .segment").nth(1).<Node>query());
        waitUntil(() -> viewModel.answers().pairs().size() == 20);
        robot.clickOn("only strategy");
        TableView<?> items = node("evaluate-items", TableView.class);
        assertThat(items.getItems()).hasSize(6);
        robot.interact(() -> items.getSelectionModel().selectFirst());
        AnswerPair opened = viewModel.answers().openedProperty().get();
        assertThat(opened).isNotNull();
        assertThat(text("evaluate-prompt")).isEqualTo(opened.prompt()).contains("Tom has 33 cards");
        assertThat(text("evaluate-expected")).isEqualTo("30");
        assertThat(text("evaluate-base-answer")).contains("#### 29");
        assertThat(text("evaluate-other-answer")).contains("#### 30");
        assertThat(text("evaluate-first-pass")).contains("math").contains("\\boxed{math}");
        Path file = folder.resolve("figures.csv");
        robot.interact(() -> viewModel.exports().exportTo(EvaluationExports.Format.CSV, file));
        waitUntil(() -> Files.exists(file));
        assertThat(Files.readString(file)).contains("math,classifier").contains("code,base");
    }

    @Test
    void anEvaluationIsStoppedByTheKeyAndGoesOn() throws TimeoutException {
        session.evaluations.batchMillis = 100;
        EvaluationViewModel viewModel = openEvaluate(40, "math", "code");
        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        waitUntil(() -> !viewModel.rows().isEmpty());
        robot.type(KeyCode.ESCAPE);
        waitUntil(() -> state() == EvaluationState.STOPPED);
        assertThat(viewModel.rows()).isNotEmpty().hasSizeLessThan(4);
        session.evaluations.batchMillis = 0;
        robot.clickOn("#evaluate-resume");
        waitUntil(() -> state() == EvaluationState.FINISHED);
        assertThat(viewModel.rows()).hasSize(4);
        waitUntil(() -> viewModel.kept().size() == 1);
    }

    @Test
    void whatIsMissingIsSaidInItsPlace() throws TimeoutException {
        openEvaluate(20);
        assertThat(text("evaluate-problem")).isEqualTo("Choose at least one task.");
        assertThat(node("evaluate-start", Button.class).isDisabled()).isTrue();
        robot.interact(() -> context.evaluation().form().dispatcherProperty().set(""));
        assertThat(text("evaluate-strategy-classifier-lack")).contains("dispatch expert");
        assertThat(robot.lookup("#evaluate-strategy-classifier").query().isDisabled())
                .isTrue();
    }

    @Test
    void aLongEvaluationNeverBlocksTheFxThread() throws TimeoutException, InterruptedException {
        EvaluationViewModel viewModel = openEvaluate(50, "math", "code");
        robot.clickOn("#evaluate-start");
        waitUntil(() -> state() == EvaluationState.FINISHED);
        robot.interact(() -> node("evaluate-limit", TextField.class).setText("4000"));
        try (FxWatchdog watchdog = new FxWatchdog()) {
            robot.clickOn("#evaluate-start");
            waitUntil(() -> state() == EvaluationState.FINISHED);
            WaitForAsyncUtils.waitForFxEvents();
            assertThat(watchdog.blocks()).isEmpty();
        }
        assertThat(viewModel.rows()).hasSize(4);
    }
}
