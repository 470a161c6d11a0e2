package org.t2workbench.app.experts.inspect;

import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import org.t2workbench.app.chart.NodePicture;
import org.t2workbench.app.dialog.FigureFiles;
import org.t2workbench.app.i18n.Strings;

/** Copies and writes what a part shows: as a picture, and as the numbers behind it. */
final class ExportMenu extends MenuButton {

    private final FigureFiles files;
    private final Strings strings;

    /** @param picture what is copied and drawn */
    ExportMenu(String id, FigureFiles files, Strings strings, Node picture, Supplier<String> name) {
        super(strings.get("spectra.export"));
        this.files = files;
        this.strings = strings;
        setId(id);
        setTooltip(new Tooltip(strings.get("spectra.export.tooltip")));
        MenuItem copy = new MenuItem(strings.get("spectra.export.copy"));
        copy.setOnAction(event -> NodePicture.copy(picture));
        MenuItem png = new MenuItem(strings.get("inspect.export.png"));
        png.setOnAction(event -> {
            NodePicture taken = NodePicture.of(picture);
            files.write(name.get(), "png", taken::png);
        });
        getItems().setAll(copy, png, new SeparatorMenuItem());
    }

    /**
     * Adds a table.
     *
     * @param what it is of
     * @param rows its text; asked on the FX thread for what is shown, and made off it
     */
    ExportMenu csv(String what, Supplier<String> name, Supplier<Supplier<String>> rows) {
        MenuItem item = new MenuItem(strings.get("inspect.export.csv", what));
        item.setOnAction(event -> files.csv(name.get(), rows.get()));
        getItems().add(item);
        return this;
    }
}
