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
    private final Face start;
    private final Face stop;
    private final Label words = new Label();
    private final Label keys = new Label();
    private final FontIcon icon = new FontIcon(Feather.PLAY);
    private boolean busy;

    /**
     * What it is while it starts something, or while it stops it.
     *
     * @param words key of the string on the button
     * @param tooltip key of its explanation, whose argument is the shortcut
     */
    public record Face(String words, String tooltip, Runnable action) {}

    /** Shows nothing before {@link #show} says which face. */
    public StartButton(Strings strings, String id, Face start, Face stop) {
        this.strings = strings;
        this.start = start;
        this.stop = stop;
        setId(id);
        setMaxWidth(Double.MAX_VALUE);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        keys.getStyleClass().add("button-hint");
        keys.setMinWidth(Region.USE_PREF_SIZE);
        words.setMinWidth(Region.USE_PREF_SIZE);
        HBox graphic = new HBox(8, icon, words, keys);
        graphic.setAlignment(Pos.CENTER);
        setGraphic(graphic);
        setOnAction(event -> (busy ? stop : start).action().run());
        HBox.setHgrow(this, Priority.ALWAYS);
    }

    /**
     * @param nowBusy whether it stops what goes on
     * @param usable whether there is anything to start or stop
     */
    public void show(boolean nowBusy, boolean usable) {
        busy = nowBusy;
        Face face = busy ? stop : start;
        String shortcut = Shortcuts.text(busy ? Shortcuts.CANCEL : Shortcuts.RUN);
        words.setText(strings.get(face.words()));
        keys.setText(shortcut);
        icon.setIconCode(busy ? Feather.SQUARE : Feather.PLAY);
        setAccessibleText(words.getText());
        setTooltip(FormRow.tooltip(strings.get(face.tooltip(), shortcut)));
        getStyleClass().remove(ACCENT);
        if (!busy) {
            getStyleClass().add(ACCENT);
        }
        setDisable(!usable);
    }
}
