package org.t2workbench.app.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.beans.InvalidationListener;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class EntranceTest {

    private static final int SECONDS = 60;

    private final FxRobot robot = new FxRobot();
    private final StackPane place = new StackPane();
    private final GradualColumn first = column();
    private final GradualColumn second = column();

    private static GradualColumn column() {
        return new GradualColumn(0, new Label("a"), new Label("b"), new Label("c"));
    }

    private static List<String> words(GradualColumn column) {
        return column.getChildren().stream().map(row -> ((Label) row).getText()).toList();
    }

    @BeforeEach
    void open() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(stage -> {
            stage.setScene(new Scene(place, 400, 300));
            stage.show();
        });
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupStage(Stage::close);
    }

    @Test
    void whatIsAskedForLastComesPieceByPieceAndThenTheRest() throws TimeoutException {
        List<String> before = new ArrayList<>();
        robot.interact(() -> {
            Entrance.play(place, first);
            Entrance.play(place, second);
            assertThat(place.getChildren()).containsExactly(first, second);
            assertThat(words(first)).isEmpty();
            assertThat(Entrance.allOver()).isFalse();
            first.getChildren().addListener((InvalidationListener) change -> before.addAll(words(second)));
        });
        WaitForAsyncUtils.waitFor(
                SECONDS,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.asyncFx(Entrance::allOver).get());
        assertThat(before).startsWith("a", "b", "c");
        assertThat(words(first)).containsExactly("a", "b", "c");
        assertThat(words(second)).containsExactly("a", "b", "c");
    }

    @Test
    void whatIsTakenOutMeanwhileIsWholeAtOnce() {
        robot.interact(() -> {
            Entrance.play(place, first);
            place.getChildren().clear();
            assertThat(words(first)).containsExactly("a", "b", "c");
            assertThat(Entrance.allOver()).isTrue();
        });
    }

    @Test
    void whereNobodySeesItAllComesAtOnce() {
        StackPane unseen = new StackPane();
        robot.interact(() -> {
            Entrance.play(unseen, first);
            assertThat(words(first)).containsExactly("a", "b", "c");
            assertThat(Entrance.allOver()).isTrue();
        });
    }
}
