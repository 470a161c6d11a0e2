package org.t2workbench.app.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeoutException;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.controlsfx.control.Notifications;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.settings.ThemeMode;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class ThemeTest {

    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");

    private final FxRobot robot = new FxRobot();

    @SuppressWarnings("NullAway.Init") // made on the FX thread first
    private Label label;

    @SuppressWarnings("NullAway.Init")
    private Tooltip tooltip;

    @SuppressWarnings("NullAway.Init")
    private Theme theme;

    @BeforeEach
    void open() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(stage -> {
            label = new Label("text");
            tooltip = new Tooltip("about it");
            theme = new Theme(ThemeMode.LIGHT);
            Scene scene = new Scene(new StackPane(label), 300, 200);
            theme.dress(scene);
            stage.setScene(scene);
            stage.show();
        });
    }

    @AfterEach
    void close() throws TimeoutException {
        robot.interact(tooltip::hide);
        FxToolkit.setupStage(Stage::close);
    }

    @Test
    void aNoteAddsNoStyleSheetsForThenAllWouldBeStyledAnew() {
        robot.interact(() -> {
            List<String> before = List.copyOf(label.getScene().getStylesheets());
            Notifications.create()
                    .owner(label.getScene().getWindow())
                    .text("note")
                    .show();
            assertThat(label.getScene().getStylesheets()).isEqualTo(before);
        });
    }

    @Test
    void textIsDarkOnLightAndLightOnDark() {
        WaitForAsyncUtils.waitForFxEvents();
        double onLight = brightness();
        choose(ThemeMode.DARK);
        double onDark = brightness();
        choose(ThemeMode.LIGHT);

        assertThat(onLight).isLessThan(0.4);
        assertThat(onDark).isGreaterThan(0.6);
        assertThat(brightness()).isEqualTo(onLight);
    }

    @Test
    void aWindowThatComesLaterWearsTheSame() {
        choose(ThemeMode.DARK);
        robot.interact(() -> tooltip.show(label, 10, 10));
        assertThat(tooltip.getScene().getRoot().getPseudoClassStates()).contains(DARK);

        choose(ThemeMode.LIGHT);
        assertThat(tooltip.getScene().getRoot().getPseudoClassStates()).doesNotContain(DARK);
    }

    private void choose(ThemeMode mode) {
        robot.interact(() -> theme.setMode(mode));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private double brightness() {
        return ((Color) label.getTextFill()).getBrightness();
    }
}
