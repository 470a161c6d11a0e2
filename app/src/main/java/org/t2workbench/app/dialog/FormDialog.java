package org.t2workbench.app.dialog;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.stage.Modality;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.staging.Dressing;

/** A form over its window, with a button that does what the form says and one that leaves it. FX thread only. */
public final class FormDialog {

    /** The one that is about to be shown: what is pressed twice opens one. */
    private static @Nullable FormDialog opening;

    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final Pane form;

    /**
     * @param name what the ids of the dialog and its cancel button begin with
     * @param form what is filled in
     */
    public FormDialog(Window owner, String name, String title, Pane form) {
        this.form = form;
        dialog.initModality(Modality.WINDOW_MODAL);
        dialog.initOwner(owner);
        dialog.setTitle(title);
        DialogPane pane = dialog.getDialogPane();
        pane.getStylesheets().setAll(owner.getScene().getStylesheets());
        pane.setId(name + "-dialog");
        pane.getStyleClass().add("form-dialog");
        pane.setContent(form);
        pane.getButtonTypes().setAll(ButtonType.CANCEL);
        pane.lookupButton(ButtonType.CANCEL).setId(name + "-cancel");
    }

    /**
     * Adds the button that does it, and closes the dialog.
     *
     * @param ready whether it can be pressed; null for always
     */
    public FormDialog doing(String id, String words, @Nullable ObservableBooleanValue ready, Runnable action) {
        DialogPane pane = dialog.getDialogPane();
        ButtonType type = new ButtonType(words, ButtonBar.ButtonData.OK_DONE);
        pane.getButtonTypes().add(0, type);
        Button button = (Button) pane.lookupButton(type);
        button.setId(id);
        if (ready != null) {
            button.disableProperty().bind(Bindings.not(ready));
        }
        button.addEventFilter(ActionEvent.ACTION, event -> action.run());
        return this;
    }

    /** Adds what follows when the dialog is gone, whichever way it went. */
    public FormDialog afterwards(Runnable action) {
        dialog.setOnHidden(event -> action.run());
        return this;
    }

    /** Some frames later. */
    public void show() {
        if (opening == null) {
            opening = this;
            Dressing.play(dialog.getDialogPane(), form, this::open);
        }
    }

    private void open() {
        opening = null;
        if (dialog.getOwner().isShowing()) {
            dialog.show();
        }
    }

    /** A muted sentence that explains what is chosen in the form, on as many lines as it takes. */
    public static Label explanation(String id) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
