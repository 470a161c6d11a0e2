package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.control.TokenFlow;
import org.t2workbench.app.support.FxWatchdog;
import org.t2workbench.app.workbench.Side;
import org.testfx.util.WaitForAsyncUtils;

/** The window driven by its node ids and keys, over a session without an engine. */
class WindowFlowTest extends WindowFixture {

    private void run() throws TimeoutException {
        robot.clickOn("#compare-run");
        waitUntil(() -> context.compare().resultProperty().get() != null);
    }

    @Test
    void atTheFirstStartOneRunShowsTwoAnswersThatDifferAndTheirEffect() throws TimeoutException {
        assertThat(text("status-model")).isEqualTo("sample");
        assertThat(node("compare-prompt", TextInputControl.class).getText()).isNotBlank();
        run();
        assertThat(context.compare().tokens(Side.BASE))
                .isNotEqualTo(context.compare().tokens(Side.ADAPTED));
        assertThat(node("answer-base", TokenFlow.class).getChildrenUnmodifiable())
                .isNotEmpty();
        assertThat(node("answer-adapted", TokenFlow.class).lookupAll(".gained")).isNotEmpty();
        assertThat(text("effect-divergence")).isEqualTo("0.136");
        assertThat(text("effect-words")).isEmpty();
    }

    @Test
    void ctrlEnterRunsAndResetSaysThatThereIsNoEffect() throws TimeoutException {
        robot.clickOn("#compare-reset");
        robot.clickOn("#compare-prompt");
        robot.press(KeyCode.CONTROL).type(KeyCode.ENTER).release(KeyCode.CONTROL);
        waitUntil(() -> context.compare().resultProperty().get() != null);
        assertThat(text("effect-words")).startsWith("No effect");
    }

    @Test
    void aDraggedSliderIsFollowedByTheNextTokenAndLetGoByANewAnswer() throws TimeoutException {
        run();
        int previews = session.nextTokenCalls;
        int answers = session.compareCalls;
        Node slider = robot.lookup("#alpha-code").query();
        robot.drag(slider).moveBy(20, 0).moveBy(20, 0).moveBy(25, 0);
        waitUntil(() -> session.nextTokenCalls > previews);
        assertThat(session.compareCalls).isEqualTo(answers);
        assertThat(context.workspace().mixture().alpha("code")).isNotZero();
        robot.drop();
        waitUntil(() -> session.compareCalls > answers
                && context.compare().resultProperty().get() != null);
    }

    @Test
    void anAlphaThatIsNoNumberIsSaidSoAndChangesNothing() {
        TextField number = node("alpha-number-math", TextField.class);
        robot.interact(number::requestFocus);
        robot.interact(() -> number.setText("much"));
        robot.type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup(".card-note").queryAllAs(Label.class))
                .anyMatch(label -> label.getText().contains("“much” is not a number"));
        assertThat(context.workspace().mixture().alpha("math")).isEqualTo(1);
        robot.interact(() -> number.setText("0,25"));
        robot.type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(context.workspace().mixture().alpha("math")).isEqualTo(0.25);
    }

    @Test
    void aRunningComparisonIsCancelledWithEscape() throws TimeoutException {
        session.gate = new CountDownLatch(1);
        robot.clickOn("#compare-run");
        waitUntil(() -> !context.compare().tokens(Side.BASE).isEmpty());
        robot.type(KeyCode.ESCAPE);
        waitUntil(() -> context.compare().canRun());
        assertThat(context.compare().resultProperty().get()).isNull();
        assertThat(context.runner().jobs()).allMatch(job -> job.isSilent());
    }

    @Test
    void theSpectrumOfTheChosenMatrixIsShown() throws TimeoutException {
        show("spectra");
        waitUntil(() -> context.spectra().curvesProperty().get() != null);
        assertThat(robot.lookup("#heat-map").query().isVisible()).isTrue();
        robot.clickOn("#heat-map");
        String before = context.spectra().selectedProperty().get().name();
        robot.type(KeyCode.LEFT);
        waitUntil(
                () -> !context.spectra().curvesProperty().get().matrix().name().equals(before));
    }

    @Test
    void aQuantisedFileSaysThatItsSpectraAreThoseOfTheDequantisedMatrices() throws TimeoutException {
        robot.interact(() -> context.model().look(Path.of("small.gguf")));
        waitUntil(() -> context.model().candidateProperty().get() != null);
        assertThat(context.model().candidateProperty().get().storedDtype()).isEqualTo("q4_1");
        robot.interact(() -> context.model().openCandidate());
        waitUntil(() -> text("status-model").equals("small.gguf"));
        show("model");
        assertThat(shows("q4_1; spectra are those of the dequantised matrices")).isTrue();
        show("spectra");
        waitUntil(() -> shows(", dequantised from q4_1"));
    }

    private boolean shows(String text) {
        return robot.lookup((Node node) ->
                        node instanceof Label label && label.getText().endsWith(text) && node.isVisible())
                .tryQuery()
                .isPresent();
    }

    @Test
    void aBrokenModelFolderGivesADialogAndTheOldModelStays() throws TimeoutException {
        robot.interact(() -> context.model().look(Path.of("broken")));
        waitUntil(() -> robot.lookup("#error-sentence").tryQuery().isPresent());
        assertThat(text("error-sentence")).contains("model.safetensors");
        robot.interact(() -> robot.lookup("#error-close").queryButton().fire());
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#error-sentence").tryQuery()).isEmpty();
        assertThat(text("status-model")).isEqualTo("sample");
    }

    @Test
    void anExpertOfAnotherModelIsListedWithItsWarning() throws TimeoutException {
        show("experts");
        robot.interact(() -> context.experts().open(Path.of("other.safetensors")));
        waitUntil(() -> context.workspace().experts().size() == 4);
        TableView<?> table = node("experts-table", TableView.class);
        robot.interact(() -> table.getSelectionModel().selectLast());
        assertThat(robot.from(node("experts", Node.class))
                        .lookup(".warning-note")
                        .queryAs(Label.class)
                        .getText())
                .contains("another model");
    }

    @Test
    void thePaletteFindsACommandByItsName() throws TimeoutException {
        robot.press(KeyCode.CONTROL).type(KeyCode.K).release(KeyCode.CONTROL);
        waitUntil(() -> robot.lookup("#palette").query().isVisible());
        robot.write("show exp");
        robot.type(KeyCode.ENTER);
        waitUntil(() -> robot.lookup("#experts").query().isVisible());
        assertThat(robot.lookup("#palette").query().isVisible()).isFalse();
    }

    @Test
    void everyScreenIsReachedByItsKeys() throws TimeoutException {
        String[] screens = {"model", "spectra", "experts", "train", "compare", "evaluate", "runs", "learn"};
        KeyCode[] keys = {
            KeyCode.DIGIT1,
            KeyCode.DIGIT2,
            KeyCode.DIGIT3,
            KeyCode.DIGIT4,
            KeyCode.DIGIT5,
            KeyCode.DIGIT6,
            KeyCode.DIGIT7,
            KeyCode.DIGIT8
        };
        for (int i = 0; i < keys.length; i++) {
            String id = "#" + screens[i];
            robot.press(KeyCode.CONTROL).type(keys[i]).release(KeyCode.CONTROL);
            waitUntil(() -> robot.lookup(id).query().isVisible());
        }
    }

    @Test
    void theFxThreadIsNeverBlocked() throws TimeoutException, InterruptedException {
        // what is loaded and compiled at the first use does not count
        tour();
        tour();
        try (FxWatchdog watchdog = new FxWatchdog()) {
            tour();
            assertThat(watchdog.blocks()).isEmpty();
        }
    }

    private void tour() throws TimeoutException {
        for (String screen : new String[] {"model", "spectra", "experts", "train", "evaluate", "runs", "compare"}) {
            show(screen);
            waitUntil(() -> robot.lookup("#" + screen).query().isVisible());
        }
        run();
        Node slider = robot.lookup("#alpha-math").query();
        robot.drag(slider).moveBy(-30, 0).moveBy(-30, 0).drop();
        waitUntil(() -> context.compare().canRun());
    }
}
