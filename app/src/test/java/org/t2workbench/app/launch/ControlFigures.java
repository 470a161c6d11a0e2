package org.t2workbench.app.launch;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.controlsfx.control.Notifications;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.workbench.ModelSource;

/**
 * Moves every control that a person sees on each screen, twice, opens menus and dialogs, trains and evaluates, and says how
 * late the FX thread was: {@code mvn -q test -Dtest=ControlFigures -Dsurefire.failIfNoSpecifiedTests=false
 * -Dwindow.jvm.arguments="-XX:TieredStopAtLevel=1 -XX:MaxGCPauseMillis=10"}. Its name keeps it out of the ordinary tests.
 */
class ControlFigures extends WindowClock {

    private static final int ROUNDS = 2;
    private static final int CHOICES = 4;
    private static final long SHOWN = 350;
    private static final long OPENED = 2000;
    private static final long WATCHED = 30_000;
    private static final double NARROWER = 40;

    /** Of each control, what took longest, is worth a line from so many milliseconds on. */
    private static final double WORTH_A_LINE = 40;

    @Test
    void figuresOfTheControls() throws TimeoutException, InterruptedException {
        Thread.sleep(READY);
        for (String screen : SCREENS) {
            robot.clickOn("#rail-" + screen);
            Thread.sleep(OPENED);
            for (int round = 1; round <= ROUNDS; round++) {
                move(screen, round);
            }
            print("FX thread late while the window is resized at " + screen, lateness(this::resize));
        }
        dialogs();
        robot.clickOn("#rail-train");
        print("FX thread late while a training is watched", lateness(() -> {
            robot.interact(context.train()::start);
            Thread.sleep(WATCHED);
        }));
        robot.interact(context.train()::stop);
        robot.clickOn("#rail-evaluate");
        print("FX thread late while an evaluation is watched", lateness(() -> {
            robot.interact(context.evaluation()::start);
            Thread.sleep(WATCHED);
        }));
        robot.interact(context.evaluation()::stop);
    }

    private void move(String screen, int round) throws TimeoutException, InterruptedException {
        double longest = 0;
        List<Node> controls = List.copyOf(
                robot.lookup((Node node) -> isMoved(node) && isSeen(node)).queryAll());
        for (Node control : controls) {
            for (int choice = 0; choice < choices(control); choice++) {
                int chosen = choice;
                double late = longest(() -> {
                    if (control instanceof ComboBox<?> menu) {
                        Platform.runLater(menu::show);
                        Thread.sleep(SHOWN);
                    }
                    Platform.runLater(() -> act(control, chosen));
                    Thread.sleep(SHOWN);
                    Platform.runLater(() -> leave(control));
                });
                if (late > WORTH_A_LINE) {
                    System.out.printf(Locale.ROOT, "%s, %s: %.1f ms%n", screen, control, late);
                }
                longest = Math.max(longest, late);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "FX thread late when each of %d controls at %s is moved, time %d: longest %.1f ms%n",
                controls.size(),
                screen,
                round,
                longest);
    }

    private static double longest(Scene scene) throws TimeoutException, InterruptedException {
        return lateness(scene).stream().mapToDouble(each -> each).max().orElse(0);
    }

    private static boolean isMoved(Node node) {
        return node instanceof ToggleButton
                || node instanceof CheckBox
                || node instanceof ComboBox<?>
                || node instanceof MenuButton
                || node instanceof Slider
                || node instanceof TableView<?>
                || node instanceof TreeView<?>;
    }

    private static boolean isSeen(Node node) {
        Node place = node;
        while (place != null) {
            if (!place.isVisible() || (place.getId() != null && place.getId().startsWith("rail-"))) {
                return false;
            }
            place = place.getParent();
        }
        return !node.isDisabled();
    }

    private static int choices(Node control) {
        return control instanceof ToggleButton || control instanceof MenuButton ? 1 : CHOICES;
    }

    private static void act(Node control, int choice) {
        if (control.getScene() == null) {
            return;
        }
        if (control instanceof ToggleButton button) {
            button.fire();
        } else if (control instanceof CheckBox box) {
            box.fire();
        } else if (control instanceof MenuButton menu) {
            menu.show();
        } else if (control instanceof ComboBox<?> menu) {
            menu.getSelectionModel().select(choice % Math.max(1, menu.getItems().size()));
        } else if (control instanceof Slider slider) {
            slider.setValue(slider.getMin() + (slider.getMax() - slider.getMin()) * (choice + 1) / CHOICES);
        } else if (control instanceof TableView<?> table) {
            table.getSelectionModel().select(choice);
        } else if (control instanceof TreeView<?> tree) {
            tree.getSelectionModel().select(3 * choice);
        }
    }

    private static void leave(Node control) {
        if (control instanceof MenuButton menu) {
            menu.hide();
        } else if (control instanceof ComboBox<?> menu) {
            menu.hide();
        }
    }

    private Stage window() {
        return (Stage) robot.lookup("#rail-model").query().getScene().getWindow();
    }

    private void resize() throws InterruptedException {
        for (double narrower : List.of(NARROWER, 2 * NARROWER, 3 * NARROWER, 0.0)) {
            Platform.runLater(() -> window().setWidth(1280 - narrower));
            Thread.sleep(SHOWN);
        }
    }

    private void dialogs() throws TimeoutException, InterruptedException {
        robot.clickOn("#rail-experts");
        robot.interact(() ->
                ((ToggleButton) robot.lookup("#experts-shown .segment").nth(0).query()).setSelected(true));
        Thread.sleep(OPENED);
        robot.interact(() -> robot.lookup("#experts-table")
                .queryTableView()
                .getSelectionModel()
                .select(0));
        for (int round = 1; round <= ROUNDS; round++) {
            for (String button : List.of("#experts-combine", "#experts-export", "#status-palette")) {
                dialog(
                        button + ", time " + round,
                        () -> ((ButtonBase) robot.lookup(button).query()).fire());
                robot.type(KeyCode.ESCAPE);
            }
            dialog(
                    "an error, time " + round,
                    () -> context.workspace().open(ModelSource.folder(Path.of("no such folder"))));
            dialog(
                    "a note, time " + round,
                    () -> Notifications.create().owner(window()).text("note").show());
        }
    }

    private void dialog(String what, Runnable open) throws TimeoutException, InterruptedException {
        print("FX thread late when this is opened: " + what, lateness(() -> {
            Platform.runLater(open);
            Thread.sleep(OPENED);
            Platform.runLater(() -> {
                for (Window each : List.copyOf(Window.getWindows())) {
                    if (each != window()) {
                        each.hide();
                    }
                }
            });
            Thread.sleep(SHOWN);
        }));
    }
}
