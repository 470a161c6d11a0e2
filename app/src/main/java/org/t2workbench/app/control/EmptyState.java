package org.t2workbench.app.control;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** What stands where there is nothing yet: why it is empty, and what to do about it. */
public final class EmptyState extends VBox {

    private static final double WIDTH = 380;

    public EmptyState(Ikon ikon, String title, String text, Node... actions) {
        super(8);
        setAlignment(Pos.CENTER);
        getStyleClass().add("empty-state");
        FontIcon icon = new FontIcon(ikon);
        icon.getStyleClass().add("empty-icon");
        Label heading = new Label(title);
        heading.getStyleClass().add("empty-title");
        Label words = new Label(text);
        words.setWrapText(true);
        words.setTextAlignment(TextAlignment.CENTER);
        words.setMaxWidth(WIDTH);
        words.getStyleClass().add("muted");
        getChildren().setAll(icon, heading, words);
        getChildren().addAll(actions);
    }
}
