package org.t2workbench.app.experts;

import java.nio.file.Path;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.control.Segments;
import org.t2workbench.app.dialog.FormDialog;
import org.t2workbench.app.i18n.Strings;

/** Asks what a file of the authors' code is to be taken as. */
final class ImportDialog {

    private static final double WIDTH = 560;
    private static final double LABEL = 120;

    private final FormDialog dialog;
    private final ImportViewModel viewModel;
    private final Strings strings;

    ImportDialog(Window owner, ImportViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
        dialog = new FormDialog(owner, "import", strings.get("import.title"), content())
                .doing("import-run", strings.get("import.run"), null, viewModel::run)
                .afterwards(viewModel::cancel);
    }

    void show() {
        dialog.show();
    }

    private VBox content() {
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
        Label explained = FormDialog.explanation("import-explained");
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
