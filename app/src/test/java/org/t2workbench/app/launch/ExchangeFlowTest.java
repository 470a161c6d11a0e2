package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.workbench.ExportForm;
import org.t2workbench.app.workbench.ExportRequest;
import org.t2workbench.app.workbench.MixtureSetting;

/** Import and export by their node ids. */
class ExchangeFlowTest extends WindowFixture {

    private void openExport() throws TimeoutException {
        show("experts");
        robot.clickOn("#experts-export");
        waitForNode("export-error");
        // what was chosen by the system's own dialog, which no robot reaches
        robot.interact(() -> context.experts().exports().aloneProperty().set(null));
    }

    @Test
    void theErrorOfALoraFollowsTheSliderAndTheNumber() throws TimeoutException {
        robot.interact(() -> context.workspace().mixtureProperty().set(MixtureSetting.NEUTRAL.with("math", 0.7)));
        openExport();
        waitUntil(() -> text("export-error").contains("%"));
        assertThat(text("export-what")).isEqualTo("math 0.70");
        String before = text("export-error");
        Slider rank = node("export-rank", Slider.class);
        robot.interact(rank::requestFocus);
        robot.type(KeyCode.RIGHT).type(KeyCode.RIGHT);
        waitUntil(() -> !text("export-error").equals(before));
        assertThat(node("export-rank-number", TextField.class).getText()).isEqualTo("18");
        robot.interact(() -> {
            node("export-rank-number", TextField.class).setText("9999");
            node("export-rank-number", TextField.class).fireEvent(new ActionEvent());
        });
        waitUntil(() -> text("export-error").endsWith("0.00 %"));
        assertThat(rank.getValue()).isEqualTo(rank.getMax());
        robot.interact(() -> {
            node("export-rank-number", TextField.class).setText("many");
            node("export-rank-number", TextField.class).fireEvent(new ActionEvent());
        });
        assertThat(node("export-rank-number", TextField.class).getText()).isEqualTo("48");
        assertThat(node("export-write", Button.class).isDisabled()).isTrue();
        robot.clickOn("Model folder");
        assertThat(node("export-error", Label.class).getParent().isVisible()).isFalse();
        assertThat(text("export-explained")).contains("whole adapted model");
        robot.clickOn("#export-cancel");
        assertThat(session.exchange.exports).isEmpty();
    }

    @Test
    void anExportIsAJobThatIsCancelledAndDoneAgain() throws TimeoutException {
        session.exchange.stepMillis = 400;
        robot.interact(() -> {
            context.workspace().mixtureProperty().set(MixtureSetting.NEUTRAL.with("math", 0.7));
            context.experts().exports().begin(null);
            context.experts().exports().formProperty().set(ExportForm.MODEL);
            export(Path.of("adapted"));
        });
        waitUntil(() -> text("status-job").contains("adapted"));
        robot.interact(() -> context.runner().jobs().forEach(job -> job.cancel()));
        waitUntil(() -> context.runner().jobs().isEmpty());
        assertThat(session.exchange.exports).isEmpty();
        session.exchange.stepMillis = 0;
        robot.interact(() -> export(Path.of("adapted")));
        waitUntil(() -> !session.exchange.exports.isEmpty());
        assertThat(session.exchange.exports)
                .containsExactly(new ExportRequest(
                        context.workspace().mixture(), ExportForm.MODEL, Path.of("adapted"), 16, false));
    }

    private void export(Path target) {
        context.experts().exports().setTarget(target);
        context.experts().exports().export();
    }

    @Test
    void anExportThatFailsSaysWhy() throws TimeoutException {
        robot.interact(() -> {
            context.workspace().mixtureProperty().set(MixtureSetting.NEUTRAL.with("math", 0.7));
            context.experts().exports().begin(null);
            context.experts().exports().formProperty().set(ExportForm.MODEL);
            export(Path.of("full"));
        });
        waitUntil(() -> robot.lookup("#error-sentence").tryQuery().isPresent());
        assertThat(text("error-sentence")).contains("not empty");
        robot.clickOn("#error-close");
    }

    @Test
    void aDroppedFileOfTheAuthorsCodeAsksWhatItIs() throws TimeoutException {
        show("experts");
        robot.interact(() -> context.experts().open(Path.of("policy_params.pt")));
        waitUntil(() -> robot.lookup("#import-dialog").tryQuery().isPresent());
        assertThat(text("import-source")).contains("policy_params.pt");
        robot.clickOn("mixture");
        waitUntil(() -> text("import-explained").contains("few-shot mixture"));
        robot.clickOn("#import-cancel");
        assertThat(context.experts().imports().sourceProperty().get()).isNull();
        robot.clickOn("#experts-import");
        waitUntil(() -> robot.lookup("LoRA or IA3 folder…").tryQuery().isPresent());
        robot.type(KeyCode.ESCAPE);
    }
}
