package org.t2workbench.app.compare.attribution;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.staging.Entrance;
import org.t2workbench.app.theme.Theme;

/** A window of its own beside the answers, open while a token was asked about; Escape closes it. FX thread only. */
public final class AttributionWindow {

    private static final double WIDTH = 1040;
    private static final double HEIGHT = 620;
    private static final double MIN_WIDTH = 900;
    private static final double MIN_HEIGHT = 460;

    private final AttributionViewModel viewModel;
    private final Theme theme;
    private final Strings strings;
    private final Node owner;
    private final StackPane place = new StackPane();
    private final AttributionPane content;
    private @Nullable Stage stage;

    /** @param owner stands in the window that this one belongs to */
    public AttributionWindow(AttributionViewModel viewModel, Theme theme, Strings strings, Node owner) {
        this.viewModel = viewModel;
        this.theme = theme;
        this.strings = strings;
        this.owner = owner;
        content = new AttributionPane(viewModel, theme, strings);
        viewModel.requestProperty().addListener((property, before, now) -> {
            if (now != null) {
                show();
            } else if (stage != null) {
                stage.hide();
            }
        });
    }

    private void show() {
        Stage open = stage;
        if (open == null) {
            open = make();
            stage = open;
        }
        if (!open.isShowing()) {
            // a window that is shown styles all that is in it at once
            place.getChildren().clear();
            open.show();
            Entrance.play(place, content);
        }
        open.toFront();
    }

    private Stage make() {
        Scene scene = new Scene(place, WIDTH, HEIGHT);
        theme.dress(scene);
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                viewModel.close();
                event.consume();
            }
        });
        Stage made = new Stage();
        if (owner.getScene() != null && owner.getScene().getWindow() != null) {
            made.initOwner(owner.getScene().getWindow());
        }
        made.setTitle(strings.get("attribution.window"));
        made.setMinWidth(MIN_WIDTH);
        made.setMinHeight(MIN_HEIGHT);
        made.setScene(scene);
        made.setOnHidden(event -> viewModel.close());
        return made;
    }
}
