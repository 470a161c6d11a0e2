package org.t2workbench.app.launch;

import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.learn.RewardStep;
import org.t2workbench.app.training.TrainState;

/**
 * Measures how long the training takes that Learn calls one of a minute, in the window over the sample: {@code mvn -q test
 * -Dtest=LearnFigures -Dsurefire.failIfNoSpecifiedTests=false}. Its name keeps it out of the ordinary tests: a busy machine
 * says nothing about the training.
 */
class LearnFigures extends TourFixture {

    /** The step's place, from 0. */
    private static final int STEP = 5;

    @Test
    void secondsOfTheMinute() throws TimeoutException {
        open(folder.resolve("data"));
        robot.clickOn("#rail-learn");
        RewardStep reward = context.learn().reward();
        robot.interact(() -> context.learn().indexProperty().set(STEP));
        waitUntil(() -> context.runner().jobs().isEmpty());
        long start = System.nanoTime();
        robot.clickOn("#learn-reward-start");
        waitUntil(() -> reward.stateProperty().get() == TrainState.FINISHED);
        System.out.printf(
                Locale.ROOT,
                "%d iterations from the button to the end: %.1f s%n",
                reward.iterations(),
                (System.nanoTime() - start) / 1e9);
        close();
    }
}
