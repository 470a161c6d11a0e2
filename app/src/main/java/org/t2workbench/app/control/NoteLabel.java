package org.t2workbench.app.control;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** A sentence with a sign before it, as high as its words need; gone while it has none. FX thread only. */
public final class NoteLabel extends Label {

    public NoteLabel(String id, String style, Ikon icon) {
        super("", new FontIcon(icon));
        setId(id);
        getStyleClass().add(style);
        setWrapText(true);
        setMinHeight(Region.USE_PREF_SIZE);
        visibleProperty().bind(textProperty().isNotEmpty());
        managedProperty().bind(visibleProperty());
    }
}
