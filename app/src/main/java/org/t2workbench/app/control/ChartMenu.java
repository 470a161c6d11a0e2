package org.t2workbench.app.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.chart.ChartPicture;
import org.t2workbench.app.chart.ChartPicture.Format;
import org.t2workbench.app.dialog.FigureFiles;
import org.t2workbench.app.i18n.Strings;

/** Takes a chart out of the window: copied as it looks, or written as PNG, SVG or CSV. FX thread only. */
public final class ChartMenu extends MenuButton {

    /**
     * @param id of the node; its items' ids begin with it
     * @param name of the files that are offered, without an ending
     * @param shown what is copied
     * @param picture what is written; asked when it is
     */
    public ChartMenu(
            String id,
            FigureFiles files,
            Strings strings,
            Supplier<String> name,
            Node shown,
            Supplier<ChartPicture> picture) {
        super("", new FontIcon(Feather.DOWNLOAD));
        setId(id);
        getStyleClass().addAll("flat", "no-arrow", "chart-menu");
        setMinWidth(USE_PREF_SIZE);
        setTooltip(new Tooltip(strings.get("chart.export.tooltip")));
        setAccessibleText(strings.get("chart.export.tooltip"));
        getItems().setAll(items(id, strings, shown, format -> files.chart(name.get(), format, picture.get())));
    }

    /**
     * The same for a menu that holds more.
     *
     * @param id that the items' ids begin with
     * @param write asks for a file and writes it
     */
    public static List<MenuItem> items(String id, Strings strings, Node shown, Consumer<Format> write) {
        List<MenuItem> items = new ArrayList<>();
        items.add(item(id + "-copy", strings.get("spectra.export.copy"), () -> PictureClipboard.copy(shown)));
        for (Format format : Format.values()) {
            items.add(item(
                    id + "-" + format.ending(),
                    strings.get("spectra.export.chart", format.name()),
                    () -> write.accept(format)));
        }
        return items;
    }

    private static MenuItem item(String id, String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setId(id);
        item.setOnAction(event -> action.run());
        return item;
    }
}
