package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.support.FxWatchdog;
import org.t2workbench.app.training.Rollout;
import org.t2workbench.app.training.RunPoint;
import org.t2workbench.app.training.TrainState;
import org.testfx.util.WaitForAsyncUtils;

/** The Train screen driven by its node ids and keys, over a run folder that is really written. */
class TrainFlowTest extends WindowFixture {

    private void openTrain(int iterations) throws TimeoutException {
        show("train");
        waitUntil(() -> context.train().canStart());
        robot.interact(() -> node("train-iterations", TextField.class).setText(Integer.toString(iterations)));
    }

    private List<RunPoint> points() {
        return context.train().pointsProperty().get();
    }

    private TrainState state() {
        return context.train().stateProperty().get();
    }

    @Test
    void aRunIsStartedWatchedStoppedResumedAndItsExpertUsedInCompare() throws TimeoutException {
        session.training.iterationMillis = 30;
        openTrain(40);
        assertThat(text("train-prompt")).contains("<|user|>").contains("Tom has 30 cards");
        waitUntil(() -> text("train-need").contains("about 23 seconds in all: an estimate"));
        assertThat(text("train-need")).contains("7K");
        robot.clickOn("#train-start");
        waitUntil(() -> points().size() > 3 && points().size() < 40);
        assertThat(state()).isEqualTo(TrainState.TRAINING);
        assertThat(robot.lookup("#train-chart-reward").query().isVisible()).isTrue();
        robot.clickOn("#train-start");
        waitUntil(() -> state() == TrainState.STOPPED);
        int reached = points().size();
        assertThat(reached).isBetween(4, 40);
        assertThat(context.train().canUse()).isTrue();
        robot.clickOn("#train-resume");
        waitUntil(() -> state() == TrainState.FINISHED);
        assertThat(points())
                .extracting(RunPoint::iteration)
                .doesNotHaveDuplicates()
                .hasSize(41)
                .isSorted();
        waitUntil(() -> context.train().canUse());
        assertThat(text("train-result")).contains("71.5 → 80.0 %").contains("200");
        waitUntil(() -> text("train-need").contains("as a run with these settings took here"));
        robot.clickOn("#train-use");
        waitUntil(() -> robot.lookup("#compare").query().isVisible());
        assertThat(context.workspace().mixture().alpha("math-svf-rl")).isEqualTo(1);
        assertThat(context.workspace().experts())
                .anyMatch(expert -> expert.name().equals("math-svf-rl"));
    }

    @Test
    void answersAreFilteredByRewardAndReadInFull() throws TimeoutException {
        openTrain(4);
        robot.clickOn("#train-start");
        waitUntil(() -> state() == TrainState.FINISHED);
        TableView<?> table = node("train-rollouts", TableView.class);
        assertThat(table.getItems()).hasSize(48);
        robot.clickOn("not rewarded");
        assertThat(context.train().rollouts()).isNotEmpty().allMatch(rollout -> rollout.reward() < 0);
        robot.interact(() -> table.getSelectionModel().selectFirst());
        Rollout opened = context.train().openedProperty().get();
        assertThat(opened).isNotNull();
        assertThat(text("train-rollout-answer")).isEqualTo(opened.text()).contains("#### 26");
        assertThat(text("train-rollout-note")).isEqualTo("27 was expected, 26 was read");
        robot.clickOn("rewarded");
        robot.interact(() -> table.getSelectionModel().selectFirst());
        assertThat(robot.lookup("#train-rollout-note").query().getParent().isVisible())
                .isFalse();
    }

    @Test
    void whileARunGoesOnCompareAnswersBetweenItsIterations() throws TimeoutException {
        session.training.iterationMillis = 40;
        openTrain(2000);
        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        waitUntil(() -> points().size() > 2);
        show("compare");
        robot.clickOn("#compare-run");
        waitUntil(() -> context.compare().resultProperty().get() != null);
        assertThat(state()).isEqualTo(TrainState.TRAINING);
        assertThat(text("status-job")).contains("math-svf-rl");
        show("train");
        robot.type(KeyCode.ESCAPE);
        waitUntil(() -> state() == TrainState.STOPPED);
    }

    @Test
    void aRunWithoutANumberLeftSaysSoInOneSentenceAndCanGoOn() throws TimeoutException {
        session.training.brokenIteration = 3;
        openTrain(5);
        robot.clickOn("#train-start");
        waitUntil(() -> state() == TrainState.FAILED);
        Label failure = node("train-failure", Label.class);
        assertThat(failure.isVisible()).isTrue();
        assertThat(failure.getText()).isEqualTo("The gradient is no number any more at iteration 3.");
        robot.clickOn("#train-resume");
        waitUntil(() -> state() == TrainState.FINISHED);
        assertThat(points()).hasSize(6);
        assertThat(failure.isVisible()).isFalse();
    }

    @Test
    void aSettingThatMakesNoSenseIsNamedAndNothingStarts() throws TimeoutException {
        openTrain(5);
        robot.interact(() -> node("train-learning-rate", TextField.class).setText("fast"));
        assertThat(text("train-problem")).contains("Learning rate").contains("fast");
        assertThat(node("train-start", Button.class).isDisabled()).isTrue();
        robot.clickOn("#train-preset-reset");
        assertThat(text("train-problem")).isEmpty();
        assertThat(node("train-start", Button.class).isDisabled()).isFalse();
    }

    @Test
    void aTaskFileThatCannotBeReadIsExplainedInItsPlace() throws TimeoutException {
        openTrain(5);
        robot.interact(() -> context.train()
                .choice()
                .taskProperty()
                .set(Path.of("broken.json").toString()));
        waitUntil(() -> !context.train().choice().problemProperty().get().isEmpty());
        assertThat(robot.lookup(".empty-state .muted").queryAllAs(Label.class))
                .anyMatch(label -> label.getText().startsWith("Line 3 of broken.jsonl"));
        assertThat(context.train().canStart()).isFalse();
    }

    @Test
    void aThousandIterationsNeverBlockTheFxThread() throws TimeoutException, InterruptedException {
        // what is loaded and compiled at the first use does not count
        session.training.iterationMillis = 0;
        openTrain(300);
        robot.clickOn("#train-start");
        waitUntil(() -> state() == TrainState.FINISHED);
        session.training.iterationMillis = 1;
        robot.interact(() -> node("train-iterations", TextField.class).setText("1000"));
        try (FxWatchdog watchdog = new FxWatchdog()) {
            robot.clickOn("#train-start");
            waitUntil(() -> state() == TrainState.FINISHED);
            WaitForAsyncUtils.waitForFxEvents();
            assertThat(watchdog.blocks()).isEmpty();
        }
        assertThat(points()).hasSize(1001);
        assertThat(context.train().rollouts().size()).isEqualTo(2000);
    }
}
