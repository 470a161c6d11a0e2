package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.chart.StripChart;
import org.t2workbench.app.experts.adapt.AdaptField;
import org.t2workbench.app.experts.adapt.SearchState;
import org.t2workbench.app.support.FxWatchdog;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.core.run.RunRegistry;
import org.testfx.util.WaitForAsyncUtils;

/** The Adapt view driven by its node ids and keys, over a run folder that is really written. */
class AdaptFlowTest extends WindowFixture {

    private void openAdapt(int generations) throws TimeoutException {
        show("experts");
        robot.clickOn("Adapt");
        waitUntilWhole();
        waitUntil(() -> context.adapt().canStart());
        robot.interact(() -> node("adapt-generations", TextField.class).setText(Integer.toString(generations)));
    }

    private SearchState state() {
        return context.adapt().stateProperty().get();
    }

    private int count() {
        return context.adapt().scrub().count();
    }

    @Test
    void aSearchIsWatchedStoppedResumedScrubbedAndAppliedToTheSliders() throws TimeoutException {
        // slow enough to be stopped on a loaded machine
        session.searches.generationMillis = 400;
        openAdapt(30);
        assertThat(text("adapt-size")).contains("3 α to find").contains("960 mixtures");
        robot.clickOn("#adapt-start");
        waitUntil(() -> count() > 2);
        assertThat(state()).isEqualTo(SearchState.SEARCHING);
        waitUntil(() -> node("adapt-population-chart", StripChart.class).count() == 32);
        assertThat(text("status-job")).contains("adapt-math");
        robot.clickOn("#adapt-start");
        waitUntil(() -> state() == SearchState.STOPPED);
        assertThat(count()).isBetween(3, 29);
        session.searches.generationMillis = 10;
        robot.clickOn("#adapt-resume");
        waitUntil(() -> state() == SearchState.FINISHED);
        assertThat(count()).isEqualTo(30);
        assertThat(text("adapt-shown")).startsWith("generation 30 of 30");
        Slider scrub = node("adapt-scrub", Slider.class);
        robot.interact(scrub::requestFocus);
        robot.type(KeyCode.LEFT).type(KeyCode.LEFT);
        waitUntil(() -> text("adapt-shown").startsWith("generation 28 of 30"));
        robot.clickOn("#adapt-play");
        waitUntil(() -> context.adapt().scrub().shownProperty().get() == 30);
        double math = context.adapt()
                .scrub()
                .generation()
                .orElseThrow()
                .best()
                .alpha()
                .get(0);
        robot.clickOn("#adapt-apply");
        waitUntil(() -> robot.lookup("#compare").query().isVisible());
        assertThat(context.workspace().mixture().alpha("math")).isEqualTo(math);
        assertThat(new RunRegistry(folder).runs(problem -> {})).hasSize(1);
    }

    @Test
    void aSettingThatCannotBeIsExplainedUnderItsField() throws TimeoutException {
        openAdapt(5);
        robot.interact(() -> node("adapt-population", TextField.class).setText("4"));
        assertThat(robot.lookup(".adapt-problem").queryAllAs(Label.class))
                .filteredOn(Label::isVisible)
                .singleElement()
                .satisfies(label -> assertThat(label.getText()).contains("a spread needs 2"));
        assertThat(node("adapt-start", Button.class).isDisabled()).isTrue();
        robot.interact(() -> node("adapt-expert-code", CheckBox.class).fire());
        robot.clickOn("#adapt-preset-reset");
        assertThat(node("adapt-start", Button.class).isDisabled()).isFalse();
        assertThat(text("adapt-size")).contains("2 α to find");
        assertThat(text("adapt-sliders")).contains("only where");
    }

    @Test
    void aSearchPerLayerIsLookedAtPlaceByPlaceAndSaysWhyItCannotBeApplied() throws TimeoutException {
        session.searches.equal = true;
        openAdapt(3);
        robot.interact(() -> {
            context.adapt().form().field(AdaptField.Key.SCOPE).textProperty().set("layer");
        });
        robot.clickOn("#adapt-start");
        waitUntil(() -> state() == SearchState.FINISHED
                && robot.lookup("#adapt-place").query().isVisible());
        assertThat(node("adapt-apply", Button.class).isDisabled()).isTrue();
        assertThat(text("adapt-apply-problem")).contains("layer to layer");
        assertThat(text("adapt-warning")).contains("score the same");
        ComboBox<?> places = node("adapt-place", ComboBox.class);
        robot.interact(() -> places.getSelectionModel().select(2));
        assertThat(context.adapt().found().placeProperty().get()).isEqualTo(1);
    }

    @Test
    void aSearchIsOpenedAgainFromRuns() throws TimeoutException {
        openAdapt(4);
        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        waitUntil(() -> state() == SearchState.FINISHED);
        String shown = text("adapt-best-alpha");
        robot.interact(() -> context.workspace().open(ModelSource.folder(Path.of("elsewhere"))));
        waitUntil(() -> state() == SearchState.READY);
        show("runs");
        waitUntil(() -> context.runs().selectedCount() > 0);
        waitUntil(() -> Objects.equals(node("runs-resume", Button.class).getText(), "Open in Adapt"));
        robot.clickOn("#runs-resume");
        waitUntil(() -> state() == SearchState.FINISHED);
        assertThat(robot.lookup("#adapt").query().isVisible()).isTrue();
        assertThat(text("adapt-best-alpha")).isEqualTo(shown);
    }

    @Test
    void aFastSearchNeverBlocksTheFxThread() throws TimeoutException, InterruptedException {
        // what is loaded and compiled at the first use does not count
        openAdapt(40);
        robot.clickOn("#adapt-start");
        waitUntil(() -> state() == SearchState.FINISHED);
        session.searches.generationMillis = 5;
        robot.interact(() -> node("adapt-generations", TextField.class).setText("150"));
        try (FxWatchdog watchdog = new FxWatchdog()) {
            robot.clickOn("#adapt-start");
            waitUntil(() -> state() == SearchState.FINISHED);
            WaitForAsyncUtils.waitForFxEvents();
            assertThat(watchdog.blocks()).isEmpty();
        }
        assertThat(count()).isEqualTo(150);
    }
}
