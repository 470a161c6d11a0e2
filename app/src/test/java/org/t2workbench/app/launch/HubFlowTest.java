package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.core.job.WorkbenchException;
import org.testfx.util.WaitForAsyncUtils;

/** A model of a hub, from its name to the open model, by keys and node ids. */
class HubFlowTest extends WindowFixture {

    private static final String NAME = "makers/smol-llama";

    private boolean isShown(String id) {
        return robot.lookup("#" + id)
                .tryQuery()
                .filter(node -> node.isVisible())
                .isPresent();
    }

    private ModelSummary openModel() {
        return Objects.requireNonNull(context.workspace().model());
    }

    /** Ctrl+Shift+O leads to the field from any screen. */
    private void lookUp(String name) throws TimeoutException {
        robot.press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.O).release(KeyCode.SHIFT, KeyCode.CONTROL);
        waitUntil(() -> node("hub-name", TextField.class).isFocused());
        robot.write(name);
        robot.type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void offered(String name) throws TimeoutException {
        lookUp(name);
        waitUntil(() -> isShown("model-candidate"));
    }

    @Test
    void whatADownloadBringsIsSaidBeforeItBegins() throws TimeoutException {
        offered(NAME);
        assertThat(text("candidate-offer"))
                .isEqualTo("To download: 259 MB in 4 files, of 259 MB in all. License: apache-2.0.");
        assertThat(node("candidate-open", Button.class).getText()).isEqualTo("Download and open");
        robot.clickOn("#candidate-show-files");
        waitUntil(() -> isShown("candidate-files"));
        assertThat(robot.from(robot.lookup("#candidate-files").<Node>query())
                        .lookup(".label")
                        .queryAllAs(Label.class))
                .extracting(Label::getText)
                .contains("model.safetensors", "tokenizer.json", "in the cache");
        assertThat(session.hub.fetched).isEmpty();
        assertThat(openModel().name()).isEqualTo("sample");
    }

    @Test
    void itIsFetchedAndThenItOpens() throws TimeoutException {
        session.hub.upTo = 43;
        offered(NAME);
        robot.type(KeyCode.SPACE);
        waitUntil(() -> isShown("hub-download") && text("hub-download-title").contains("43 %"));
        assertThat(text("hub-download-stage")).contains("12.4 MB/s").contains("13 s left");
        assertThat(isShown("model-candidate")).isFalse();
        assertThat(openModel().name())
                .as("the open model stays usable meanwhile")
                .isEqualTo("sample");
        session.hub.upTo = 100;
        waitUntil(() -> openModel().source().location().equals(NAME));
        assertThat(isShown("hub-download")).isFalse();
        assertThat(context.model().recent()).contains(NAME);
        offered("https://huggingface.co/" + NAME);
        assertThat(text("candidate-offer")).startsWith("Nothing to download: all 259 MB");
        assertThat(node("candidate-open", Button.class).getText()).isEqualTo("Open");
    }

    @Test
    void aDownloadThatIsStoppedCanGoOn() throws TimeoutException {
        session.hub.upTo = 20;
        offered(NAME);
        robot.clickOn("#candidate-open");
        waitUntil(() -> isShown("hub-download") && text("hub-download-title").contains("20 %"));
        robot.clickOn("#hub-download-cancel");
        waitUntil(() -> !isShown("hub-download"));
        assertThat(isShown("model-candidate")).isTrue();
        assertThat(openModel().name()).isEqualTo("sample");
        session.hub.upTo = 100;
        robot.clickOn("#candidate-open");
        waitUntil(() -> openModel().source().location().equals(NAME));
    }

    @Test
    void aDownloadThatFailsIsOneSentenceAndTheOfferStays() throws TimeoutException {
        session.hub.failure = new WorkbenchException("The hub has trouble of its own (503); try again later.");
        offered(NAME);
        robot.clickOn("#candidate-open");
        waitUntil(() -> robot.lookup("#error-sentence").tryQuery().isPresent());
        assertThat(text("error-sentence")).contains("(503)");
        robot.interact(() -> robot.lookup("#error-close").queryButton().fire());
        waitUntil(() -> isShown("model-candidate") && !isShown("hub-download"));
    }

    @Test
    void aNameThatIsNoneIsSaidUntilItIsChanged() throws TimeoutException {
        lookUp("not a name");
        assertThat(text("hub-problem")).contains("org/name");
        assertThat(isShown("hub-problem")).isTrue();
        assertThat(isShown("model-candidate")).isFalse();
        robot.write("r");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(isShown("hub-problem")).isFalse();
    }

    @Test
    void theRevisionHasItsOwnField() throws TimeoutException {
        show("model");
        robot.interact(() -> {
            node("hub-name", TextField.class).setText(NAME + "@v1");
            node("hub-revision", TextField.class).setText("v2");
        });
        robot.clickOn("#hub-look");
        waitUntil(() -> isShown("model-candidate"));
        assertThat(Objects.requireNonNull(context.model().candidateProperty().get())
                        .source()
                        .location())
                .isEqualTo(NAME + "@v2");
    }

    @Test
    void theFieldsHaveNamesForThoseWhoDoNotSeeThem() throws TimeoutException {
        show("model");
        waitUntil(() -> isShown("hub-name"));
        assertThat(node("hub-name", TextField.class).getAccessibleText()).isEqualTo("Model of a hub");
        assertThat(node("hub-revision", TextField.class).getAccessibleText()).isEqualTo("Revision");
        assertThat(node("hub-name", TextField.class).getTooltip().getText()).contains("Ctrl+Shift+O");
    }
}
