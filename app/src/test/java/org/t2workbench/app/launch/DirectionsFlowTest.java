package org.t2workbench.app.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.t2workbench.app.spectra.directions.DirectionsViewModel;
import org.t2workbench.app.workbench.DirectionMatches;
import org.t2workbench.app.workbench.MatrixSummary;

/** A component in words and the search for components, over a session without an engine. */
class DirectionsFlowTest extends WindowFixture {

    @BeforeEach
    void openSpectra() throws TimeoutException {
        show("spectra");
        waitUntil(() -> viewModel().readingProperty().get() != null);
    }

    private DirectionsViewModel viewModel() {
        return context.spectra().directions();
    }

    private List<String> chips(String id) {
        return robot.from(robot.lookup("#" + id).<Node>query()).lookup(".label").queryAllAs(Label.class).stream()
                .map(Label::getText)
                .toList();
    }

    @Test
    void theChosenComponentIsShownInWordsBySignAndPlace() {
        assertThat(chips("directions-along")).containsSequence("␣seven0", "+0.41", "␣18", "+0.39", "↵", "+0.12");
        assertThat(chips("directions-against")).containsSequence("␣cards", "−0.33");
        assertThat(text("directions-note")).contains("u writes").contains("v has no words.");
    }

    @Test
    void aClickInTheSpectrumChoosesTheComponent() throws TimeoutException {
        robot.clickOn("#spectrum-chart");
        waitUntil(() -> viewModel().componentProperty().get() > 0);
        int component = viewModel().componentProperty().get();
        waitUntil(() -> viewModel().readingProperty().get().component() == component);
        assertThat(node("directions-component", Spinner.class).getValue()).isEqualTo(component);
        assertThat(chips("directions-along")).contains("␣seven" + component);
    }

    @Test
    void theSpinnerChoosesTheComponentAndAnotherMatrixHasItsOwnWords() throws TimeoutException {
        Spinner<?> spinner = node("directions-component", Spinner.class);
        robot.interact(() -> spinner.increment(5));
        waitUntil(() -> viewModel().readingProperty().get().component() == 5);
        MatrixSummary gate =
                Objects.requireNonNull(context.workspace().model()).matrices().get(4);
        robot.interact(() -> context.spectra().selectedProperty().set(gate));
        waitUntil(() -> viewModel().readingProperty().get().matrix().equals(gate));
        assertThat(text("directions-note")).contains("v reads").contains("u has no words.");
    }

    @Test
    void aSearchSelectsMatrixAndComponent() throws TimeoutException {
        robot.clickOn("#directions-search").write("seven").type(KeyCode.ENTER);
        waitUntil(() -> viewModel().foundProperty().get() != null);
        ListView<?> list = node("directions-found", ListView.class);
        assertThat(list.getItems()).hasSize(12);
        DirectionMatches.Match third = (DirectionMatches.Match) list.getItems().get(2);
        robot.interact(() -> list.getSelectionModel().select(2));
        waitUntil(() -> viewModel().readingProperty().get().component() == third.component());
        assertThat(context.spectra().selectedProperty().get()).isEqualTo(third.matrix());
        robot.clickOn("#directions-close");
        waitUntil(() -> !list.getParent().isVisible());
        assertThat(node("directions-search", TextField.class).getText()).isEmpty();
    }

    @Test
    void aSearchForNothingSaysSo() throws TimeoutException {
        robot.clickOn("#directions-search").write("nothing").type(KeyCode.ENTER);
        waitUntil(() -> !viewModel().searchProblemProperty().get().isEmpty());
        assertThat(text("directions-found-note")).contains("gives no token");
    }
}
