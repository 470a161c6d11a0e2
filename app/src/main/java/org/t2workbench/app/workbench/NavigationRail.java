package org.t2workbench.app.workbench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The screens, one under the other, at the left edge. */
final class NavigationRail extends VBox {

    private final Map<Screen, ToggleButton> buttons = new LinkedHashMap<>();

    NavigationRail(List<Screen> screens, Consumer<Screen> onChosen) {
        getStyleClass().add("rail");
        ToggleGroup group = new ToggleGroup();
        group.selectedToggleProperty().addListener((property, before, now) -> {
            if (now == null) {
                group.selectToggle(before);
            }
        });
        int number = 1;
        for (Screen screen : screens) {
            ToggleButton button = new ToggleButton(screen.title(), new FontIcon(screen.icon()));
            button.setId("rail-" + screen.id());
            button.setContentDisplay(ContentDisplay.TOP);
            button.setMaxWidth(Double.MAX_VALUE);
            button.getStyleClass().add("rail-item");
            button.setToggleGroup(group);
            button.setTooltip(new Tooltip(screen.title() + "  " + Shortcuts.text(Shortcuts.screen(number))));
            button.setOnAction(event -> onChosen.accept(screen));
            buttons.put(screen, button);
            getChildren().add(button);
            number++;
        }
    }

    void show(Screen screen) {
        ToggleButton button = buttons.get(screen);
        if (button != null) {
            button.setSelected(true);
        }
    }
}
