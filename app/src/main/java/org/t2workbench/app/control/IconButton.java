package org.t2workbench.app.control;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** A button of one sign, its words in the tooltip and for who cannot see it. FX thread only. */
public final class IconButton extends Button {

    public IconButton(String id, Ikon icon, String words, Runnable action) {
        super("", new FontIcon(icon));
        setId(id);
        getStyleClass().add("icon-button");
        setTooltip(new Tooltip(words));
        setAccessibleText(words);
        setOnAction(event -> action.run());
    }
}
