package org.t2workbench.app.launch;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.engine.CoreSession;
import org.t2workbench.app.engine.EngineSettings;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.ProcessMemory;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.svf.DecompositionStore;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Measures the window over the real sample, by the clock: how soon the next-token distribution follows a slider, how
 * late the FX thread is, and the memory before and after a thousand answers, in a virtual machine as the window's:
 * {@code mvn -q test -Dtest=WindowFigures -Dsurefire.failIfNoSpecifiedTests=false
 * -Dwindow.jvm.arguments="-XX:TieredStopAtLevel=1 -XX:MaxGCPauseMillis=10"}. Its name keeps it out of the ordinary tests:
 * a busy machine says nothing about the window.
 */
class WindowFigures {

    private static final int SECONDS = 300;
    private static final long READY = 16_000;
    private static final int THEMES = 4;
    private static final long STYLED = 2000;
    /** Whether the first tour begins as soon as the model is open. */
    private static final boolean EARLY = Boolean.getBoolean("window.early");

    private static final int MOVES = 100;
    private static final int COMPARISONS = 500;
    private static final long BEAT_MILLISECONDS = 2;

    private static final List<String> SCREENS =
            List.of("model", "spectra", "experts", "train", "evaluate", "runs", "learn", "compare");

    private final FxRobot robot = new FxRobot();

    @SuppressWarnings("NullAway.Init") // made on the FX thread first
    private AppContext context;

    @TempDir
    Path folder;

    @Test
    void figuresOfTheWindow() throws TimeoutException, InterruptedException {
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
        waitUntil(() -> context.workspace().model() != null);
        if (EARLY) {
            print("FX thread late over a tour before the screens are ready", lateness(this::tour));
        }
        print("FX thread late while the other screens are made ready", lateness(() -> Thread.sleep(READY)));
        print("FX thread late over the first tour of all screens, a run and a dragged slider", lateness(this::tour));
        print("FX thread late over three more", lateness(() -> {
            tour();
            tour();
            tour();
        }));
        print("FX thread late when the theme changes, four times", lateness(() -> {
            for (int i = 0; i < THEMES; i++) {
                robot.clickOn("#status-theme");
                Thread.sleep(STYLED);
            }
        }));
        for (String screen : SCREENS) {
            robot.clickOn("#rail-" + screen);
            print("FX thread late when another model is opened, then the sample, at " + screen, lateness(() -> {
                open(ModelSource.folder(InstallFolder.find().orElseThrow().sampleModel()));
                open(ModelSource.SAMPLE);
            }));
        }
        List<Double> moves = new ArrayList<>();
        for (int i = 0; i < MOVES; i++) {
            moves.add(secondsOfMove(i / (double) MOVES) * 1e3);
        }
        print("slider to next-token distribution", moves);
        double before = megabytes(ProcessMemory.resident());
        for (int i = 0; i < COMPARISONS; i++) {
            int alpha = i;
            robot.interact(() -> context.compare().moveAlpha("code", (alpha % 20) / 10.0));
            robot.interact(() -> context.compare().run());
            waitUntil(() -> context.compare().resultProperty().get() != null);
        }
        System.out.printf(
                Locale.ROOT,
                "resident before and after %d answers: %.0f and %.0f MB; peak %.0f MB%n",
                2 * COMPARISONS,
                before,
                megabytes(ProcessMemory.resident()),
                megabytes(ProcessMemory.peak()));
        robot.interact(context::close);
        FxToolkit.setupStage(Stage::close);
    }

    private void open(ModelSource source) throws TimeoutException, InterruptedException {
        ModelSummary before = context.workspace().model();
        robot.interact(() -> context.workspace().open(source));
        waitUntil(() -> !Objects.equals(context.workspace().model(), before));
        Thread.sleep(STYLED);
    }

    private void tour() throws TimeoutException {
        for (String screen : SCREENS) {
            robot.clickOn("#rail-" + screen);
            waitUntil(() -> robot.lookup("#" + screen).query().isVisible());
        }
        robot.clickOn("#compare-run");
        waitUntil(() -> context.compare().resultProperty().get() != null);
        Node slider = robot.lookup("#alpha-math").query();
        robot.drag(slider).moveBy(-30, 0).moveBy(-30, 0).drop();
        waitUntil(() -> context.compare().canRun());
    }

    /** What takes its time. */
    private interface Scene {
        void play() throws TimeoutException, InterruptedException;
    }

    /** Milliseconds that the FX thread was late for beats posted all along. */
    private static List<Double> lateness(Scene scene) throws TimeoutException, InterruptedException {
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

    /** From the moved slider to the distribution that belongs to it. */
    private double secondsOfMove(double alpha) throws TimeoutException {
        AtomicLong moved = new AtomicLong();
        AtomicLong followed = new AtomicLong();
        robot.interact(() -> {
            context.compare().shownPlaceProperty().subscribe(place -> {
                if (moved.get() != 0 && followed.get() == 0) {
                    followed.set(System.nanoTime());
                }
            });
            moved.set(System.nanoTime());
            context.compare().moveAlpha("math", alpha);
        });
        waitUntil(() -> followed.get() != 0);
        return (followed.get() - moved.get()) * 1e-9;
    }

    private static void print(String what, List<Double> milliseconds) {
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

    private static double megabytes(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() / (1024.0 * 1024) : Double.NaN;
    }

    private static void waitUntil(BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                SECONDS,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.asyncFx(condition::getAsBoolean).get());
        WaitForAsyncUtils.waitForFxEvents();
    }
}
