package org.t2workbench.app.model;

import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.t2workbench.app.control.Scroller;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.HubOffer;
import org.t2workbench.app.workbench.Quantities;

/** The files of a model, their sizes, and which are here. */
final class FileList extends Scroller {

    private static final double HEIGHT = 150;

    private final Strings strings;
    private final GridPane grid;

    FileList(Strings strings) {
        this(strings, new GridPane());
    }

    private FileList(Strings strings, GridPane grid) {
        super(grid);
        this.grid = grid;
        this.strings = strings;
        setId("candidate-files");
        grid.setHgap(24);
        grid.setVgap(2);
        ColumnConstraints names = new ColumnConstraints();
        names.setHgrow(Priority.SOMETIMES);
        grid.getColumnConstraints().setAll(names);
        setFitToWidth(true);
        // as high as its content, as long as that leaves room for the rest of the screen
        grid.heightProperty()
                .addListener((property, before, now) -> setPrefViewportHeight(Math.min(HEIGHT, now.doubleValue())));
        getStyleClass().add("file-list");
        setAccessibleText(strings.get("model.candidate.files"));
    }

    void show(HubOffer hub) {
        grid.getChildren().clear();
        int row = 0;
        for (HubOffer.File file : hub.files()) {
            Label name = new Label(file.name());
            name.getStyleClass().add("mono-small");
            Label here = new Label(file.cached() ? strings.get("model.hub.here") : "");
            grid.addRow(row++, name, new Label(Quantities.bytes(file.bytes())), here);
        }
    }
}
