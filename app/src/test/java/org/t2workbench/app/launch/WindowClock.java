package org.t2workbench.app.launch;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.testfx.util.WaitForAsyncUtils;

/** How late the FX thread is in the window over the real sample. */
abstract class WindowClock extends TourFixture {

    /** Until every screen is made ready, with some to spare. */
    static final long READY = 16_000;

    static final List<String> SCREENS =
            List.of("model", "spectra", "experts", "train", "evaluate", "runs", "learn", "compare");

    private static final long BEAT_MILLISECONDS = 2;

    @BeforeEach
    void openWindow() throws TimeoutException, InterruptedException {
        System.out.println(ManagementFactory.getRuntimeMXBean().getInputArguments());
        begin(folder);
        print(
                "FX thread late while the sample is opened",
                lateness(() -> waitUntil(() -> context.workspace().model() != null)));
    }

    @AfterEach
    void closeWindow() {
        close();
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
}
