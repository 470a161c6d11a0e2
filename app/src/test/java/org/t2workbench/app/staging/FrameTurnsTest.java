package org.t2workbench.app.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class FrameTurnsTest {

    private static final int SECONDS = 60;
    private static final long LONG_MILLISECONDS = 6;

    private final FxRobot robot = new FxRobot();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger frames = new AtomicInteger();

    @BeforeEach
    void open() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(stage -> {
            Scene scene = new Scene(new StackPane(), 100, 100);
            scene.addPostLayoutPulseListener(frames::incrementAndGet);
            stage.setScene(scene);
            stage.show();
        });
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupStage(Stage::close);
    }

    @Test
    void aFrameComesBetweenLongTasksAndTheyKeepTheirOrder() throws TimeoutException {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        for (String name : List.of("a", "b", "c")) {
            FrameTurns.ofWindow().execute(() -> {
                takeLong();
                done.add(name);
                seen.add(frames.get());
            });
        }
        waitForDone(3);
        assertThat(done).containsExactly("a", "b", "c");
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void whatMayComeLaterComesAfterWhatWaits() throws TimeoutException {
        robot.interact(() -> {
            FrameTurns.ofWindow().executeLater(() -> done.add("later"));
            FrameTurns.ofWindow().execute(() -> done.add("first"));
            FrameTurns.ofWindow().execute(() -> done.add("second"));
            assertThat(FrameTurns.ofWindow().isBusy()).isTrue();
        });
        waitForDone(3);
        assertThat(done).containsExactly("first", "second", "later");
    }

    @Test
    void whatFollowsAFailureIsNotLost() throws TimeoutException {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        robot.interact(
                () -> Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> failures.add(error)));
        FrameTurns.ofWindow().execute(() -> {
            throw new IllegalStateException("meant");
        });
        FrameTurns.ofWindow().execute(() -> done.add("next"));
        waitForDone(1);
        robot.interact(() -> Thread.currentThread().setUncaughtExceptionHandler(null));
        assertThat(failures).singleElement().asString().contains("meant");
    }

    private static void takeLong() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONG_MILLISECONDS);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private void waitForDone(int count) throws TimeoutException {
        WaitForAsyncUtils.waitFor(SECONDS, TimeUnit.SECONDS, () -> done.size() == count);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
