package org.t2workbench.app.spectra.directions;

import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.t2workbench.app.control.VisibleText;
import org.t2workbench.app.workbench.ComponentReading;

/** A token and the cosine between it and a direction. */
final class WordChip extends HBox {

    static final String ALONG = "along";
    static final String AGAINST = "against";

    private final Label text = new Label();
    private final Label value = new Label();

    /** @param side the style of the words that are usual here, for a change of style takes longer than any other */
    WordChip(String side) {
        super(6);
        text.getStyleClass().add("mono-small");
        value.getStyleClass().addAll("mono-small", "chip-value");
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().setAll("word-chip", side);
        getChildren().setAll(text, value);
    }

    void show(ComponentReading.Word word) {
        text.setText(VisibleText.of(word.text()));
        value.setText(signed(word.value()));
        String side = word.value() >= 0 ? ALONG : AGAINST;
        if (!getStyleClass().contains(side)) {
            getStyleClass().setAll("word-chip", side);
        }
    }

    /** A cosine with its sign. */
    static String signed(double value) {
        return String.format(Locale.ROOT, "%+.2f", value).replace('-', '\u2212');
    }
}
