package org.t2workbench.app.runs;

import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.i18n.Strings;

/** The strip in which the address of an MLflow server is given. */
final class MlflowBar {

    private static final double ADDRESS = 320;

    private final VBox node;

    MlflowBar(MlflowSetting setting, Strings strings) {
        Label name = new Label(strings.get("runs.mlflow"), new FontIcon(Feather.SEND));
        name.setMinWidth(Region.USE_PREF_SIZE);
        TextField address = new TextField();
        address.setId("runs-mlflow-address");
        address.setPromptText("http://localhost:5000");
        address.setPrefWidth(ADDRESS);
        address.setTooltip(new Tooltip(strings.get("runs.mlflow.tooltip")));
        address.textProperty().bindBidirectional(setting.addressProperty());
        address.setOnAction(event -> setting.save());
        name.setLabelFor(address);
        Button save = new Button(strings.get("runs.mlflow.save"));
        save.setId("runs-mlflow-save");
        save.setMinWidth(Region.USE_PREF_SIZE);
        save.setOnAction(event -> setting.save());
        Button close = new Button("", new FontIcon(Feather.X));
        close.setId("runs-mlflow-close");
        close.getStyleClass().add("link-button");
        close.setTooltip(new Tooltip(strings.get("runs.mlflow.close")));
        close.setAccessibleText(strings.get("runs.mlflow.close"));
        close.setOnAction(event -> setting.cancel());
        HBox line = new HBox(10, name, address, save, close);
        line.setAlignment(Pos.CENTER_LEFT);
        Label note = new Label();
        note.setId("runs-mlflow-note");
        note.getStyleClass().add("small-note");
        Label problem = new Label();
        problem.setId("runs-mlflow-problem");
        problem.getStyleClass().add("problem");
        problem.textProperty().bind(setting.problemProperty());
        for (Label words : new Label[] {note, problem}) {
            words.setWrapText(true);
            words.setMinHeight(Region.USE_PREF_SIZE);
            words.managedProperty().bind(words.visibleProperty());
        }
        problem.visibleProperty().bind(setting.problemProperty().isNotEmpty());
        note.visibleProperty().bind(problem.visibleProperty().not());
        node = new VBox(6, line, note, problem);
        node.setId("runs-mlflow");
        node.getStyleClass().add("run-strip");
        node.setMinHeight(Region.USE_PREF_SIZE);
        node.visibleProperty().bind(setting.shownProperty());
        node.managedProperty().bind(node.visibleProperty());
        node.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                setting.cancel();
                event.consume();
            }
        });
        setting.shownProperty().addListener((property, before, now) -> {
            note.setText(setting.standing());
            if (now) {
                // the menu that asked for it takes the focus along when it closes
                Platform.runLater(address::requestFocus);
            }
        });
    }

    Node node() {
        return node;
    }
}
