package org.t2workbench.app.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.transform.Transform;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.engine.CoreSession;
import org.t2workbench.app.engine.EngineSettings;
import org.t2workbench.app.settings.ThemeMode;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.svf.DecompositionStore;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * The real window over the sample, 1280 × 800, for pictures and figures. {@code -Dtour.scale=1.5} lays it out and draws it as on a
 * screen of that scale; {@code -Dtour.out=DIR} puts the pictures elsewhere than among the documentation's.
 */
abstract class TourFixture {

    static final Path PICTURES = Path.of(System.getProperty("tour.out", "../resources/docs/pictures"));

    private static final int SECONDS = 400;
    private static final double SCALE = Double.parseDouble(System.getProperty("tour.scale", "1"));

    final FxRobot robot = new FxRobot();

    @SuppressWarnings("NullAway.Init") // made on the FX thread first
    AppContext context;

    @SuppressWarnings("NullAway.Init")
    Stage stage;

    @TempDir
    Path folder;

    void open(Path data) throws TimeoutException {
        begin(data);
        waitUntil(() -> context.workspace().model() != null);
    }

    /** Shows the window, in which the sample is opened. */
    void begin(Path data) throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(primary -> {
            stage = primary;
            CoreSession session = new CoreSession(
                    EngineSettings.DEFAULT, InstallFolder.find(), new DecompositionStore(folder.resolve("store")));
            context = new AppContext(session, folder.resolve("settings.json"), new RunRegistry(data));
            context.workspace().open(ModelSource.SAMPLE);
            MainWindow window = new MainWindow(primary, context);
            primary.setWidth(1280);
            primary.setHeight(800);
            primary.setRenderScaleX(SCALE);
            primary.setRenderScaleY(SCALE);
            window.show();
        });
    }

    void close() {
        robot.interact(() -> {
            context.close();
            stage.hide();
        });
    }

    /** The theme's part of a picture's name, and the theme shown. */
    String show(ThemeMode mode) {
        robot.interact(() -> context.theme().setMode(mode));
        return "-" + mode.name().toLowerCase(Locale.ROOT);
    }

    /** Waits until nothing is computed and everything is laid out. */
    void settle() throws TimeoutException {
        waitUntil(() -> context.runner().jobs().isEmpty());
        WaitForAsyncUtils.sleep(700, TimeUnit.MILLISECONDS);
        waitUntil(() -> context.runner().jobs().isEmpty());
    }

    void save(String name) {
        save(stage.getScene(), name);
    }

    static void save(Scene scene, String name) {
        try {
            ImageIO.write(
                    SwingFXUtils.fromFXImage(picture(scene), null),
                    "png",
                    PICTURES.resolve(name + ".png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Image picture(Scene scene) {
        if (SCALE == 1) {
            return scene.snapshot(null);
        }
        SnapshotParameters scaled = new SnapshotParameters();
        scaled.setTransform(Transform.scale(SCALE, SCALE));
        return scene.getRoot().snapshot(scaled, null);
    }

    static void waitUntil(BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                SECONDS,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.asyncFx(condition::getAsBoolean).get());
        WaitForAsyncUtils.waitForFxEvents();
    }
}
