package org.t2workbench.app.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.workbench.FakeSession;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.core.run.RunRegistry;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The window over a session without an engine, opened on the sample before each test. */
abstract class WindowFixture {

    private static final int SECONDS = 20;

    final FxRobot robot = new FxRobot();
    final FakeSession session = new FakeSession();

    @SuppressWarnings("NullAway.Init") // made on the FX thread before each test
    AppContext context;

    @SuppressWarnings("NullAway.Init")
    private MainWindow window;

    @TempDir
    Path folder;

    @BeforeEach
    void openWindow() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(stage -> {
            context = new AppContext(session, folder.resolve("settings.json"), new RunRegistry(folder));
            context.workspace().open(ModelSource.SAMPLE);
            window = new MainWindow(stage, context);
            stage.setWidth(1280);
            stage.setHeight(800);
            window.show();
        });
        waitUntil(() -> context.workspace().model() != null);
    }

    @AfterEach
    void closeWindow() throws TimeoutException {
        robot.interact(() -> {
            context.close();
            for (Window window : List.copyOf(Window.getWindows())) {
                window.hide();
            }
        });
        FxToolkit.setupStage(Stage::close);
    }

    /** Clicks a screen's button; all of the screen is there when this returns. */
    void show(String screen) throws TimeoutException {
        robot.clickOn("#rail-" + screen);
        waitUntilWhole();
    }

    /** For what was clicked may show something for the first time. */
    void waitUntilWhole() throws TimeoutException {
        waitUntil(window::isWhole);
    }

    /** For a dialog comes some frames after what opens it. */
    void waitForNode(String id) throws TimeoutException {
        waitUntil(() -> robot.lookup("#" + id).tryQuery().isPresent());
    }

    static void waitUntil(BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                SECONDS,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.asyncFx(condition::getAsBoolean).get());
        WaitForAsyncUtils.waitForFxEvents();
    }

    <T extends Node> T node(String id, Class<T> type) {
        return robot.lookup("#" + id).queryAs(type);
    }

    String text(String id) {
        return node(id, Label.class).getText();
    }
}
