package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.compare.attribution.AttributionState;
import org.t2workbench.app.compare.attribution.AttributionViewModel;
import org.t2workbench.app.workbench.AttributionRequest;
import org.t2workbench.app.workbench.Side;

/** A token of an answer is chosen and taken apart, over a session without an engine. */
class AttributionFlowTest extends WindowFixture {

    private AttributionViewModel viewModel() {
        return context.compare().attribution();
    }

    private AttributionRequest attributed() {
        return Objects.requireNonNull(session.directions.attributed);
    }

    private void run() throws TimeoutException {
        robot.clickOn("#compare-run");
        waitUntil(() -> context.compare().resultProperty().get() != null);
    }

    private void askAbout(String answer, int token) throws TimeoutException {
        Node label = robot.from(robot.lookup("#" + answer).<Node>query())
                .lookup(".token")
                .nth(token)
                .query();
        robot.clickOn(label);
        waitUntil(() -> robot.lookup("#attribution-offer").tryQuery().isPresent());
        robot.clickOn("#attribution-offer");
        waitUntil(() -> robot.lookup("#attribution").tryQuery().isPresent());
        waitUntilWhole();
    }

    @Test
    void aClickedTokenOffersWhatMovedItAndTheCheckStandsBeside() throws TimeoutException {
        run();
        askAbout("answer-adapted", 6);
        waitUntil(() -> viewModel().stateProperty().get() == AttributionState.KNOWN);
        waitUntilWhole();
        assertThat(attributed().side()).isEqualTo(Side.ADAPTED);
        assertThat(attributed().index()).isEqualTo(6);
        assertThat(text("attribution-title")).contains("18");
        assertThat(text("attribution-place"))
                .contains("Token 7 of the adapted answer")
                .contains("−0.213");
        assertThat(node("attribution-components", TableView.class).getItems()).hasSize(2);
        assertThat(text("attribution-check")).contains("gain 1");
        assertThat(text("attribution-predicted")).isEqualTo("+0.2140 nats");
        assertThat(text("attribution-measured")).isEqualTo("+0.2080 nats");
        assertThat(text("attribution-verdict")).startsWith("They differ by 3 %: contributions may be read as causes");
        assertThat(viewModel().csv()).startsWith("matrix,component,gain").contains(",4,1.31");
        robot.type(KeyCode.ESCAPE);
        waitUntil(() -> robot.lookup("#attribution").tryQuery().isEmpty());
        assertThat(viewModel().stateProperty().get()).isEqualTo(AttributionState.NONE);
    }

    @Test
    void aTokenOfTheBaseAnswerIsCountedFromComponentsSwitchedOff() throws TimeoutException {
        run();
        askAbout("answer-base", 0);
        waitUntil(() -> viewModel().stateProperty().get() == AttributionState.KNOWN);
        waitUntilWhole();
        assertThat(text("attribution-place")).contains("Token 1 of the base answer");
        assertThat(text("attribution-check")).contains("gain 0");
    }

    @Test
    void aRunningOneIsCancelled() throws TimeoutException {
        run();
        session.directions.gate = new CountDownLatch(1);
        askAbout("answer-adapted", 2);
        waitUntil(() -> viewModel().canCancel());
        robot.clickOn("#attribution-cancel");
        waitUntil(() -> viewModel().stateProperty().get() == AttributionState.STOPPED);
        assertThat(text("attribution-state")).startsWith("Stopped");
        assertThat(viewModel().csv()).isEmpty();
        robot.type(KeyCode.ESCAPE);
        waitUntil(() -> robot.lookup("#attribution").tryQuery().isEmpty());
    }
}
