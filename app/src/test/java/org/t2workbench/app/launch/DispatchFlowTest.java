package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.compare.RoutesState;
import org.t2workbench.app.support.FxWatchdog;
import org.t2workbench.app.workbench.DispatchNeeds;
import org.t2workbench.app.workbench.Strategy;
import org.testfx.util.WaitForAsyncUtils;

/** Two passes in the window, over a session without an engine. */
class DispatchFlowTest extends WindowFixture {

    private void run() throws TimeoutException {
        robot.clickOn("#compare-run");
        waitUntil(() -> context.compare().resultProperty().get() != null);
    }

    private void choose(String strategy) {
        robot.clickOn(segment("#compare-strategy", strategy));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private Node segment(String of, String text) {
        return robot.from(robot.lookup(of).queryAll())
                .lookup(".segment")
                .<Labeled>match(button -> ((Labeled) button).getText().equals(text))
                .query();
    }

    private boolean isShown(String id) {
        return robot.lookup("#" + id).query().isVisible();
    }

    @Test
    void aScoredClassifierShowsProbabilitiesTheCategoryAndItsExpert() throws TimeoutException {
        assertThat(robot.lookup("#dispatch-label").tryQuery()).isEmpty();
        choose("classifier");
        robot.clickOn(segment("#compare-reading", "score"));
        run();
        assertThat(text("dispatch-label")).isEqualTo("math");
        assertThat(text("dispatch-experts")).isEqualTo("math, α 1.00");
        assertThat(text("dispatch-first")).isEqualTo("0.012 s");
        assertThat(text("dispatch-answer")).isEqualTo("0.310 s");
        assertThat(text("dispatch-switch")).isEqualTo("0.010 s");
        assertThat(robot.lookup(".token-bars .label").queryAllAs(Label.class))
                .extracting(Label::getText)
                .contains("▸ math", "91 %", "reasoning", "other");
        assertThat(text("effect-divergence")).isEqualTo("0.136");
        robot.clickOn("#dispatch-use");
        waitUntil(() -> context.compare().dispatch().strategyProperty().get() == Strategy.MANUAL);
        assertThat(context.workspace().mixture().alpha("math")).isEqualTo(1);
    }

    @Test
    void theOtherRoutesAreListedAndCanBeCancelled() throws TimeoutException {
        choose("classifier");
        run();
        session.dispatch.gate = new CountDownLatch(1);
        robot.clickOn("#dispatch-routes");
        waitUntil(() -> robot.lookup("#routes-cancel").tryQuery().isPresent() && isShown("routes-cancel"));
        robot.clickOn("#routes-cancel");
        waitUntil(() -> context.compare().dispatch().routesStateProperty().get() == RoutesState.READY);
        session.dispatch.gate = null;
        robot.type(KeyCode.ESCAPE);
        robot.clickOn("#dispatch-routes");
        waitUntil(() -> context.compare().dispatch().routesStateProperty().get() == RoutesState.KNOWN);
        assertThat(robot.lookup(".route-text").queryAllAs(Label.class))
                .extracting(Label::getText)
                .containsExactly("as code says: 22", "as reasoning says: 22", "as other says: 22");
    }

    @Test
    void otherSaysThatTheBaseModelIsUnchanged() throws TimeoutException {
        choose("prompt");
        robot.interact(() -> context.compare().promptProperty().set("a poem"));
        run();
        assertThat(text("dispatch-label")).isEqualTo("other");
        assertThat(text("dispatch-experts")).isEqualTo("base model, unchanged");
        assertThat(text("effect-words")).startsWith("No effect");
        assertThat(robot.lookup(".marked-label").queryAs(Text.class).getText()).isEqualTo("other");
        assertThat(isShown("dispatch-use")).isFalse();
        robot.interact(() -> context.compare().promptProperty().set("mumble"));
        run();
        assertThat(text("dispatch-note")).contains("Does not parse").contains("other");
    }

    @Test
    void whatIsMissingIsSaidAndRunWaitsForIt() throws TimeoutException {
        choose("few-shot");
        assertThat(text("strategy-missing")).contains("needs a mixture");
        assertThat(robot.lookup("#compare-run").query().isDisabled()).isTrue();
        session.dispatch.needs = new DispatchNeeds(List.of("math"), List.of(), "dispatch", true);
        robot.interact(() -> context.experts().open(Path.of("other.safetensors")));
        choose("prompt");
        waitUntil(() -> isShown("strategy-missing"));
        assertThat(text("strategy-missing")).contains("(math)");
        choose("manual");
        assertThat(isShown("strategy-missing")).isFalse();
        assertThat(robot.lookup("#compare-run").query().isDisabled()).isFalse();
    }

    @Test
    void everyStrategyLeavesTheFxThreadFree() throws TimeoutException, InterruptedException {
        // what is loaded and compiled at the first use does not count
        strategies();
        strategies();
        try (FxWatchdog watchdog = new FxWatchdog()) {
            strategies();
            assertThat(watchdog.blocks()).isEmpty();
        }
    }

    private void strategies() throws TimeoutException {
        for (String strategy : new String[] {"classifier", "prompt", "few-shot", "base", "manual"}) {
            choose(strategy);
            if (!strategy.equals("few-shot")) {
                run();
            }
        }
    }
}
