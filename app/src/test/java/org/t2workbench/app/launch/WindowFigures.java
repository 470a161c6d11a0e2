package org.t2workbench.app.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javafx.scene.Node;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.ProcessMemory;

/**
 * Measures the window over the real sample, by the clock: how soon the next-token distribution follows a slider, how
 * late the FX thread is, and the memory over a thousand answers, in a virtual machine as the window's:
 * {@code mvn -q test -Dtest=WindowFigures -Dsurefire.failIfNoSpecifiedTests=false
 * -Dwindow.jvm.arguments="-XX:TieredStopAtLevel=1 -XX:MaxGCPauseMillis=10"}. Its name keeps it out of the ordinary tests:
 * a busy machine says nothing about the window.
 */
class WindowFigures extends WindowClock {

    private static final int THEMES = 4;
    private static final long STYLED = 2000;
    /** Whether the first tour begins as soon as the model is open. */
    private static final boolean EARLY = Boolean.getBoolean("window.early");

    private static final int MOVES = 100;
    private static final int COMPARISONS = 500;
    /** Comparisons until the heap and the native caches are as large as they get. */
    private static final int WARM_UP = 100;

    @Test
    void figuresOfTheWindow() throws TimeoutException, InterruptedException {
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
        answer(WARM_UP);
        double warm = megabytes(ProcessMemory.resident());
        answer(COMPARISONS);
        System.out.printf(
                Locale.ROOT,
                "resident %.0f MB, after %d answers %.0f, after %d more %.0f; peak %.0f MB%n",
                before,
                2 * WARM_UP,
                warm,
                2 * COMPARISONS,
                megabytes(ProcessMemory.resident()),
                megabytes(ProcessMemory.peak()));
    }

    /** Both sides' answers, so many times. */
    private void answer(int times) throws TimeoutException {
        for (int i = 0; i < times; i++) {
            int alpha = i;
            robot.interact(() -> context.compare().moveAlpha("code", (alpha % 20) / 10.0));
            robot.interact(() -> context.compare().run());
            waitUntil(() -> context.compare().resultProperty().get() != null);
        }
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

    private static double megabytes(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() / (1024.0 * 1024) : Double.NaN;
    }
}
