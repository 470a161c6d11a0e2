package org.t2workbench.app.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class DressingTest {

    private static final int SECONDS = 60;

    private final FxRobot robot = new FxRobot();
    private volatile boolean shown;

    @BeforeEach
    void start() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void whatIsShownIsStyledAndWholeByThen() throws TimeoutException {
        List<Button> buttons = List.of(new Button("a"), new Button("b"), new Button("c"));
        robot.interact(() -> {
            VBox rows = new VBox();
            rows.getChildren().setAll(buttons);
            StackPane root = new StackPane(rows);
            assertThat(new Scene(root).getWindow()).isNull();
            Dressing.play(root, rows, () -> {
                assertThat(rows.getChildren()).isEqualTo(buttons);
                assertThat(buttons).allMatch(button -> button.getSkin() != null);
                shown = true;
            });
            // not in the event that asked for it
            assertThat(buttons).allMatch(button -> button.getSkin() == null);
            assertThat(shown).isFalse();
        });
        WaitForAsyncUtils.waitFor(SECONDS, TimeUnit.SECONDS, () -> shown);
    }
}
