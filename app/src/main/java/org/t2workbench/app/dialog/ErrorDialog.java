package org.t2workbench.app.dialog;

import javafx.event.ActionEvent;
import javafx.geometry.Insets;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.Dressing;

/** One error: what happened, what to do, and details to copy. */
final class ErrorDialog {

    private static final double WIDTH = 560;

    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final VBox content;

    ErrorDialog(@Nullable Window owner, ErrorReport report, Strings strings) {
        content = content(report, strings);
        dialog.initModality(Modality.WINDOW_MODAL);
        dialog.setTitle(report.title());
        DialogPane pane = dialog.getDialogPane();
        if (owner != null && owner.getScene() != null) {
            dialog.initOwner(owner);
            pane.getStylesheets().setAll(owner.getScene().getStylesheets());
        }
        pane.setId("error-dialog");
        pane.getStyleClass().add("error-dialog");
        pane.setContent(content);
        ButtonType copy = new ButtonType(strings.get("error.copy"), ButtonBar.ButtonData.LEFT);
        pane.getButtonTypes().setAll(copy, ButtonType.CLOSE);
        Button copyButton = (Button) pane.lookupButton(copy);
        copyButton.addEventFilter(ActionEvent.ACTION, event -> {
            copy(report);
            event.consume();
        });
        pane.lookupButton(ButtonType.CLOSE).setId("error-close");
    }

    /** Some frames later. */
    void show() {
        Dressing.play(dialog.getDialogPane(), content, dialog::show);
    }

    private static VBox content(ErrorReport report, Strings strings) {
        FontIcon icon = new FontIcon(Feather.ALERT_CIRCLE);
        icon.getStyleClass().add("error-icon");
        Label title = new Label(report.title());
        title.getStyleClass().add("error-title");
        HBox heading = new HBox(10, icon, title);
        heading.getStyleClass().add("row");
        Label sentence = wrapped(report.sentence());
        sentence.setId("error-sentence");
        Label advice = wrapped(report.advice());
        advice.getStyleClass().add("muted");
        TextArea details = new TextArea(report.details());
        details.setEditable(false);
        details.setPrefRowCount(9);
        details.getStyleClass().add("mono-small");
        TitledPane fold = new TitledPane(strings.get("error.details"), details);
        fold.setExpanded(false);
        fold.setAnimated(false);
        VBox box = new VBox(12, heading, sentence, advice, fold);
        VBox.setVgrow(fold, Priority.ALWAYS);
        box.setPadding(new Insets(4, 0, 0, 0));
        box.setPrefWidth(WIDTH);
        return box;
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMaxWidth(WIDTH);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static void copy(ErrorReport report) {
        ClipboardContent content = new ClipboardContent();
        content.putString(report.title() + "\n" + report.sentence() + "\n\n" + report.details());
        Clipboard.getSystemClipboard().setContent(content);
    }
}
