package org.t2workbench.app.control;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.Shortcuts;

/** Starts what takes long, and stops it while it goes; says the key for either. FX thread only. */
public final class StartButton extends Button {

    private static final String ACCENT = "accent";

    private final Strings strings;
    private final String name;
    private final Label words = new Label();
    private final Label keys = new Label();
    private final FontIcon icon = new FontIcon(Feather.PLAY);
    private boolean busy;

    /**
     * @param name of its screen: the strings {@code NAME.start}, {@code NAME.stop} and their tooltips are shown, and its id
     *     is {@code NAME-start}
     */
    public StartButton(Strings strings, String name, Runnable start, Runnable stop) {
        this.strings = strings;
        this.name = name;
        setId(name + "-start");
        setMaxWidth(Double.MAX_VALUE);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        keys.getStyleClass().add("button-hint");
        keys.setMinWidth(Region.USE_PREF_SIZE);
        words.setMinWidth(Region.USE_PREF_SIZE);
        HBox graphic = new HBox(8, icon, words, keys);
        graphic.setAlignment(Pos.CENTER);
        setGraphic(graphic);
        setOnAction(event -> (busy ? stop : start).run());
        HBox.setHgrow(this, Priority.ALWAYS);
    }

    /**
     * @param nowBusy whether it stops what goes on
     * @param usable whether there is anything to start or stop
     */
    public void show(boolean nowBusy, boolean usable) {
        busy = nowBusy;
        String key = name + (busy ? ".stop" : ".start");
        String shortcut = Shortcuts.text(busy ? Shortcuts.CANCEL : Shortcuts.RUN);
        words.setText(strings.get(key));
        keys.setText(shortcut);
        icon.setIconCode(busy ? Feather.SQUARE : Feather.PLAY);
        setAccessibleText(words.getText());
        setTooltip(FormRow.tooltip(strings.get(key + ".tooltip", shortcut)));
        getStyleClass().remove(ACCENT);
        if (!busy) {
            getStyleClass().add(ACCENT);
        }
        setDisable(!usable);
    }
}
