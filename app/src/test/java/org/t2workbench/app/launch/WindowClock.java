package org.t2workbench.app.launch;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.engine.CoreSession;
import org.t2workbench.app.engine.EngineSettings;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.svf.DecompositionStore;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** The window over the real sample, and how late the FX thread is in it. */
abstract class WindowClock {

    /** Until every screen is made ready, with some to spare. */
    static final long READY = 16_000;

    static final List<String> SCREENS =
            List.of("model", "spectra", "experts", "train", "evaluate", "runs", "learn", "compare");

    private static final int SECONDS = 300;
    private static final long BEAT_MILLISECONDS = 2;

    final FxRobot robot = new FxRobot();

    @SuppressWarnings("NullAway.Init") // made on the FX thread first
    AppContext context;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws TimeoutException, InterruptedException {
        System.out.println(ManagementFactory.getRuntimeMXBean().getInputArguments());
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(primary -> {
            CoreSession session = new CoreSession(
                    EngineSettings.DEFAULT, InstallFolder.find(), new DecompositionStore(folder.resolve("store")));
            context = new AppContext(session, folder.resolve("settings.json"), new RunRegistry(folder));
            context.workspace().open(ModelSource.SAMPLE);
            MainWindow window = new MainWindow(primary, context);
            primary.setWidth(1280);
            primary.setHeight(800);
            window.show();
        });
        print(
                "FX thread late while the sample is opened",
                lateness(() -> waitUntil(() -> context.workspace().model() != null)));
    }

    @AfterEach
    void close() throws TimeoutException {
        robot.interact(context::close);
        FxToolkit.setupStage(Stage::close);
    }

    /** What takes its time. */
    interface Scene {
        void play() throws TimeoutException, InterruptedException;
    }

    /** Milliseconds that the FX thread was late for beats posted all along. */
    static List<Double> lateness(Scene scene) throws TimeoutException, InterruptedException {
        List<Double> late = Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean running = new AtomicBoolean(true);
        Thread beats = new Thread(
                () -> {
                    while (running.get()) {
                        long posted = System.nanoTime();
                        Platform.runLater(() -> late.add((System.nanoTime() - posted) / 1e6));
                        try {
                            Thread.sleep(BEAT_MILLISECONDS);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "beats");
        beats.start();
        scene.play();
        running.set(false);
        beats.join();
        WaitForAsyncUtils.waitForFxEvents();
        return late;
    }

    static void print(String what, List<Double> milliseconds) {
        List<Double> sorted = milliseconds.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%s: median %.1f ms, 99 %% within %.1f ms, longest %.1f ms, of %d%n",
                what,
                sorted.get(sorted.size() / 2),
                sorted.get((int) (sorted.size() * 0.99)),
                sorted.get(sorted.size() - 1),
                sorted.size());
    }

    static void waitUntil(BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                SECONDS,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.asyncFx(condition::getAsBoolean).get());
        WaitForAsyncUtils.waitForFxEvents();
    }
}
