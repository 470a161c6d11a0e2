package org.t2workbench.app.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class CatchUpTest {

    private static final int SECONDS = 60;

    private final FxRobot robot = new FxRobot();
    private final Label part = new Label();
    private final VBox screen = new VBox(part);
    private int changes;
    private final CatchUp catchUp = new CatchUp(part, () -> changes++);

    @BeforeEach
    void open() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(stage -> {
            stage.setScene(new Scene(new StackPane(screen), 100, 100));
            stage.show();
        });
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupStage(Stage::close);
    }

    @Test
    void whatIsSeenChangesAtOnce() {
        robot.interact(() -> {
            catchUp.run();
            assertThat(changes).isEqualTo(1);
        });
    }

    @Test
    void whatIsBehindChangesOnceWhenItsTurnComes() throws TimeoutException {
        robot.interact(() -> {
            screen.setVisible(false);
            catchUp.run();
            catchUp.run();
            assertThat(changes).isZero();
        });
        waitForAChange();
        assertThat(changes).isEqualTo(1);
    }

    @Test
    void aScreenThatComesToTheFrontIsUpToDateAtOnceAndOthersAreNot() throws TimeoutException {
        robot.interact(() -> {
            screen.setVisible(false);
            catchUp.run();
            CatchUp.now(new VBox());
            assertThat(changes).isZero();
            CatchUp.now(screen);
            assertThat(changes).isEqualTo(1);
            // and its turn is not taken once more
            catchUp.run();
        });
        WaitForAsyncUtils.waitFor(SECONDS, TimeUnit.SECONDS, () -> changes == 2);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(changes).isEqualTo(2);
    }

    @Test
    void whatIsInNoSceneYetHasItsTurn() throws TimeoutException {
        robot.interact(() -> {
            screen.getChildren().clear();
            catchUp.run();
            assertThat(changes).isZero();
        });
        waitForAChange();
        assertThat(changes).isEqualTo(1);
    }

    private void waitForAChange() throws TimeoutException {
        WaitForAsyncUtils.waitFor(SECONDS, TimeUnit.SECONDS, () -> changes > 0);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
