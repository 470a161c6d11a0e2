package org.t2workbench.app.model;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.control.FormRow;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.Shortcuts;

/** Where a model of a hub is named. */
final class HubBar extends HBox {

    private static final double NAME = 270;
    private static final double REVISION = 90;

    private final TextField name = new TextField();

    HubBar(HubViewModel viewModel, Strings strings) {
        super(6);
        setAlignment(Pos.CENTER_LEFT);
        name.setId("hub-name");
        name.setPrefWidth(NAME);
        name.setMinWidth(REVISION);
        name.setPromptText(strings.get("model.hub.name.prompt"));
        name.setAccessibleText(strings.get("model.hub.name"));
        name.setTooltip(FormRow.tooltip(strings.get("model.hub.name.tooltip", Shortcuts.text(Shortcuts.OPEN_HUB))));
        name.textProperty().bindBidirectional(viewModel.nameProperty());
        HBox.setHgrow(name, Priority.SOMETIMES);
        TextField revision = new TextField();
        revision.setId("hub-revision");
        revision.setPrefWidth(REVISION);
        revision.setMinWidth(REVISION);
        revision.setPromptText(strings.get("model.hub.revision.prompt"));
        revision.setAccessibleText(strings.get("model.hub.revision"));
        revision.setTooltip(FormRow.tooltip(strings.get("model.hub.revision.tooltip")));
        revision.textProperty().bindBidirectional(viewModel.revisionProperty());
        Button look = new Button(strings.get("model.hub.look"), new FontIcon(Feather.DOWNLOAD_CLOUD));
        look.setId("hub-look");
        look.setMinWidth(Region.USE_PREF_SIZE);
        look.setTooltip(FormRow.tooltip(strings.get("model.hub.look.tooltip")));
        look.setOnAction(event -> viewModel.look());
        name.setOnAction(event -> viewModel.look());
        revision.setOnAction(event -> viewModel.look());
        getChildren().setAll(name, revision, look);
    }

    /** Where the name is written. */
    Node field() {
        return name;
    }
}
