package org.t2workbench.app.experts;

import java.nio.file.Path;
import javafx.beans.binding.Bindings;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.DialogPane;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Window;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.i18n.Strings;

/** Asks what a file of the authors' code is to be taken as. */
final class ImportDialog {

    private static final double WIDTH = 560;
    private static final double LABEL = 120;

    private final Dialog<ButtonType> dialog = new Dialog<>();
    private final ImportViewModel viewModel;
    private final Strings strings;

    ImportDialog(Window owner, ImportViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        dialog.initModality(Modality.WINDOW_MODAL);
        dialog.initOwner(owner);
        dialog.setTitle(strings.get("import.title"));
        DialogPane pane = dialog.getDialogPane();
        pane.getStylesheets().setAll(owner.getScene().getStylesheets());
        pane.setId("import-dialog");
        pane.getStyleClass().add("form-dialog");
        pane.setContent(content());
        ButtonType run = new ButtonType(strings.get("import.run"), ButtonBar.ButtonData.OK_DONE);
        pane.getButtonTypes().setAll(run, ButtonType.CANCEL);
        Button runButton = (Button) pane.lookupButton(run);
        runButton.setId("import-run");
        runButton.addEventFilter(ActionEvent.ACTION, event -> viewModel.run());
        pane.lookupButton(ButtonType.CANCEL).setId("import-cancel");
        dialog.setOnHidden(event -> viewModel.cancel());
    }

    void show() {
        dialog.show();
    }

    private Node content() {
        Path source = viewModel.sourceProperty().get();
        Label file = new Label(String.valueOf(source));
        file.setId("import-source");
        TextField task = new TextField();
        task.setId("import-task");
        task.textProperty().bindBidirectional(viewModel.taskProperty());
        HBox.setHgrow(task, Priority.ALWAYS);
        Segments<String> masks =
                new Segments<>(viewModel.parametrisationProperty().get());
        masks.setId("import-parametrisation");
        masks.add("", strings.get("import.automatic"), "");
        masks.add("sigmoid", strings.get("import.sigmoid"), "");
        masks.add("direct", strings.get("import.direct"), "");
        masks.add("mixture", strings.get("import.mixture"), "");
        masks.valueProperty().bindBidirectional(viewModel.parametrisationProperty());
        HBox.setHgrow(masks, Priority.ALWAYS);
        Label explained = new Label();
        explained.setId("import-explained");
        explained.getStyleClass().add("muted");
        explained.setWrapText(true);
        explained.setMinHeight(Region.USE_PREF_SIZE);
        explained
                .textProperty()
                .bind(Bindings.createStringBinding(
                        () -> explanation(viewModel.parametrisationProperty().get()),
                        viewModel.parametrisationProperty()));
        VBox box = new VBox(
                10,
                new FormRow(LABEL, strings.get("import.source"), strings.get("import.source.help"), file),
                new FormRow(LABEL, strings.get("import.task"), strings.get("import.task.help"), task),
                new FormRow(LABEL, strings.get("import.mask"), strings.get("import.mask.help"), masks),
                explained);
        box.setPrefWidth(WIDTH);
        return box;
    }

    private String explanation(String parametrisation) {
        return strings.get(
                switch (parametrisation) {
                    case "sigmoid" -> "import.sigmoid.text";
                    case "direct" -> "import.direct.text";
                    case "mixture" -> "import.mixture.text";
                    default -> "import.automatic.text";
                });
    }
}
