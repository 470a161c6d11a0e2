package org.t2workbench.app.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.control.Card;
import org.t2workbench.app.control.Scroller;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

class PreparationTest {

    private static final int SECONDS = 60;
    private static final double HIGHEST = 150;

    private final FxRobot robot = new FxRobot();

    @SuppressWarnings("NullAway.Init") // made on the FX thread first
    private Screens made;

    @BeforeEach
    void open() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(stage -> {
            made = new Screens();
            stage.setScene(new Scene(made.place, 400, 300));
            stage.show();
        });
    }

    @AfterEach
    void close() throws TimeoutException {
        FxToolkit.setupStage(Stage::close);
    }

    @Test
    void nothingIsInTheSceneBeforeItIsAskedFor() {
        assertThat(made.place.getChildren()).isEmpty();
        assertThat(made.form.getChildren()).isEmpty();
        assertThat(made.tools.getChildren()).isEmpty();
        assertThat(made.first.getChildren()).hasSize(1);
        assertThat(made.note.getParent()).isNull();
        assertThat(made.list.isManaged()).isFalse();
    }

    @Test
    void aScreenThatIsAskedForIsThereAsAWholeAndTheOtherIsNot() throws TimeoutException {
        ask(made.other);
        assertThat(made.place.getChildren()).containsExactly(made.other);
        assertWhole(made.other);
        assertThat(made.form.getChildren()).isEmpty();
    }

    @Test
    void allComeInOneAfterTheOtherHiddenAndAsTheyWere() throws TimeoutException {
        startAndWaitUntil(() -> made.list.isManaged() && made.list.getMaxHeight() == HIGHEST);
        assertThat(made.place.getChildren()).containsExactly(made.one, made.other);
        assertThat(made.one.isVisible()).isFalse();
        assertThat(made.other.isVisible()).isFalse();
        assertThat(made.form.getChildren()).isEqualTo(made.rows);
        assertThat(made.note.getParent()).isNotNull();
        assertWhole(made.other);
    }

    @Test
    void aScreenAskedForMeanwhileDoesNotComeTwice() throws TimeoutException {
        startAndWaitUntil(() -> !made.form.getChildren().isEmpty());
        ask(made.one);
        ask(made.one);
        assertThat(made.form.getChildren()).isEqualTo(made.rows);
        assertThat(made.first.getChildren()).hasSize(2);
    }

    @Test
    void whatIsTakenOutInTheMiddleComesBackAsItWas() throws TimeoutException {
        startAndWaitUntil(() -> !made.form.getChildren().isEmpty());
        robot.interact(() -> made.preparation.restart(made.other));
        assertThat(made.one.getScene()).isNull();
        ask(made.one);
        ask(made.other);
        assertThat(made.form.getChildren()).isEqualTo(made.rows);
        assertWhole(made.other);
        robot.interact(() -> made.preparation.restart(made.one));
        assertThat(made.place.getChildren()).containsExactly(made.one);
        assertThat(made.form.getChildren()).isEqualTo(made.rows);
        ask(made.other);
        assertWhole(made.other);
    }

    @Test
    void aListThatIsPutAwayStaysSo() throws TimeoutException {
        ask(made.one);
        ask(made.other);
        robot.interact(() -> {
            made.list.setManaged(false);
            made.preparation.restart(made.one);
        });
        ask(made.other);
        assertThat(made.list.isManaged()).isFalse();
        assertThat(made.list.getMaxHeight()).isEqualTo(HIGHEST);
    }

    @Test
    void aTableAndAGridComeBackWithAllTheirPartsAsTheyWere() throws TimeoutException {
        assertThat(made.table.getColumns()).isEmpty();
        assertThat(made.grid.getChildren()).isEmpty();
        startAndWaitUntil(() -> made.table.isManaged() && made.table.getMaxHeight() == HIGHEST);
        assertThat(made.table.getColumns()).isEqualTo(made.columns);
        assertThat(made.table.getSortOrder()).containsExactly(made.columns.get(3));
        assertThat(made.table.getColumnResizePolicy()).isSameAs(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        assertThat(made.grid.getChildren()).hasSize(18);
        assertThat(GridPane.getRowIndex(made.grid.getChildren().get(17))).isEqualTo(8);
    }

    @Test
    void aTableThatIsGivenOtherColumnsMeanwhileKeepsThose() throws TimeoutException {
        robot.interact(() -> made.table.getColumns().add(new TableColumn<>("other")));
        ask(made.other);
        assertThat(made.table.getColumns()).extracting(TableColumn::getText).containsExactly("other");
        assertThat(made.table.getColumnResizePolicy()).isSameAs(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    }

    @Test
    void whoAsksIsToldWhenAllIsThereAndNotWhenAnotherIsAskedForMeanwhile() throws TimeoutException {
        List<String> told = new ArrayList<>();
        robot.interact(() -> {
            made.preparation.begin(made.one);
            made.preparation.finish(made.one, () -> told.add("one"));
            assertThat(made.one.getScene()).isNotNull();
            assertThat(made.form.getChildren()).isEmpty();
            made.preparation.begin(made.other);
            made.preparation.finish(made.other, () -> told.add("other"));
            assertThat(made.preparation.isWhole()).isFalse();
            assertThat(told).isEmpty();
        });
        waitUntil(made.preparation::isWhole);
        assertThat(told).containsExactly("other");
        assertWhole(made.other);
        assertThat(made.form.getChildren()).isEmpty();
    }

    @Test
    void whereNobodySeesAnythingYetAScreenIsThereAtOnce() {
        robot.interact(() -> {
            Screens unseen = new Screens();
            unseen.preparation.begin(unseen.one);
            assertThat(unseen.form.getChildren()).isEqualTo(unseen.rows);
            assertThat(unseen.first.getChildren()).hasSize(2);
        });
    }

    @Test
    void aScreenComesAlsoWhileSomethingElseIsShownInEveryFrame() throws TimeoutException {
        AtomicBoolean goOn = new AtomicBoolean(true);
        robot.interact(() -> showOnAndOn(goOn));
        ask(made.one);
        goOn.set(false);
        assertThat(made.form.getChildren()).isEqualTo(made.rows);
    }

    private static void showOnAndOn(AtomicBoolean goOn) {
        FrameTurns.ofWindow().execute(() -> {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(6);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            if (goOn.get()) {
                showOnAndOn(goOn);
            }
        });
    }

    private void ask(VBox screen) throws TimeoutException {
        robot.interact(() -> {
            made.preparation.begin(screen);
            made.preparation.finish(screen, () -> {});
        });
        waitUntil(made.preparation::isWhole);
    }

    private void startAndWaitUntil(BooleanSupplier condition) throws TimeoutException {
        robot.interact(() -> made.preparation.start());
        waitUntil(condition);
    }

    private static void waitUntil(BooleanSupplier condition) throws TimeoutException {
        WaitForAsyncUtils.waitFor(
                SECONDS,
                TimeUnit.SECONDS,
                () -> WaitForAsyncUtils.asyncFx(condition::getAsBoolean).get());
    }

    private void assertWhole(VBox screen) {
        assertThat(screen.getScene()).isNotNull();
        assertThat(made.tools.getChildren())
                .extracting(node -> ((Label) node).getText())
                .containsExactly("left", "right");
        assertThat(made.second.getChildren()).hasSize(2).contains(made.list);
        assertThat(made.list.isManaged()).isTrue();
        assertThat(made.list.getMaxHeight()).isEqualTo(HIGHEST);
    }

    /** Two screens, and the place where they are to lie. */
    private static final class Screens {

        private final StackPane place = new StackPane();
        private final List<Label> rows = List.of(new Label("a"), new Label("b"), new Label("c"), new Label("d"));
        private final GradualColumn form = new GradualColumn(0, rows.toArray(Label[]::new));
        private final Label note = new Label("note");
        private final Card first = new Card("first", new Scroller(form)).atEnd(note);
        private final GradualRow tools = new GradualRow(0, new Label("left"), new Label("right"));
        private final ListView<String> list = new ListView<>(FXCollections.observableArrayList("one", "two"));
        private final Card second = new Card("second", list);
        private final VBox one = new VBox(first);
        private final TableView<String> table = new TableView<>(FXCollections.observableArrayList("one", "two"));
        private final List<TableColumn<String, String>> columns =
                Stream.of("a", "b", "c", "d").map(Screens::column).toList();
        private final GradualGrid grid = new GradualGrid();
        private final VBox other = new VBox(tools, second, grid, table);
        private final Preparation preparation;

        Screens() {
            list.setMaxHeight(HIGHEST);
            table.setMaxHeight(HIGHEST);
            table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
            table.getColumns().setAll(columns);
            table.getSortOrder().add(columns.get(3));
            for (int row = 0; row < 9; row++) {
                grid.addRow(row, new Label("name"), new Label("value"));
            }
            preparation = new Preparation(place, List.of(one, other));
        }

        private static TableColumn<String, String> column(String title) {
            TableColumn<String, String> column = new TableColumn<>(title);
            column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(cell.getValue()));
            return column;
        }
    }
}
