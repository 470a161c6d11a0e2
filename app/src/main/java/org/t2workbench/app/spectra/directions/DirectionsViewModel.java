package org.t2workbench.app.spectra.directions;

import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobHandle;
import org.t2workbench.app.workbench.ComponentReading;
import org.t2workbench.app.workbench.DirectionMatches;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.Workspace;

/** The chosen component of the chosen matrix in words, and the search for components. FX thread only. */
public final class DirectionsViewModel {

    private static final int WORDS = 16;
    private static final int MATCHES = 50;

    private final Workspace workspace;
    private final Strings strings;
    private final ObjectProperty<@Nullable MatrixSummary> selected;
    private final ReadOnlyObjectProperty<@Nullable SpectrumCurves> curves;
    private final Coalescer<Asked> loader;

    private final IntegerProperty component = new SimpleIntegerProperty();
    private final ReadOnlyObjectWrapper<@Nullable ComponentReading> reading = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final StringProperty text = new SimpleStringProperty("");
    private final BooleanProperty writes = new SimpleBooleanProperty(true);
    private final ReadOnlyBooleanWrapper searching = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable DirectionMatches> found = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper searchProblem = new ReadOnlyStringWrapper("");

    private @Nullable JobHandle running;
    private int search;

    private record Asked(MatrixSummary matrix, int component) {}

    /**
     * @param selected the screen's chosen matrix, which a result of the search changes
     * @param curves its spectrum, once it is there
     */
    public DirectionsViewModel(
            Workspace workspace,
            ObjectProperty<@Nullable MatrixSummary> selected,
            ReadOnlyObjectProperty<@Nullable SpectrumCurves> curves,
            Strings strings) {
        this.workspace = workspace;
        this.selected = selected;
        this.curves = curves;
        this.strings = strings;
        this.loader = new Coalescer<>(workspace.runner(), this::job);
        // after the frame that shows the spectrum
        curves.addListener((property, before, now) -> workspace.runner().ui().execute(this::load));
        component.addListener((property, before, now) -> load());
        Runnable clear = workspace.inTurn(this::clear);
        workspace.modelProperty().addListener((property, before, now) -> clear.run());
    }

    // Properties

    /** From 0; what is beyond the matrix's last component means its last. */
    public IntegerProperty componentProperty() {
        return component;
    }

    public ReadOnlyObjectProperty<@Nullable MatrixSummary> matrixProperty() {
        return selected;
    }

    public ReadOnlyObjectProperty<@Nullable ComponentReading> readingProperty() {
        return reading.getReadOnlyProperty();
    }

    /** Why there are no words, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** What is searched for. */
    public StringProperty textProperty() {
        return text;
    }

    /** Whether components are searched that write the text, or else that read it. */
    public BooleanProperty writesProperty() {
        return writes;
    }

    public ReadOnlyBooleanProperty searchingProperty() {
        return searching.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable DirectionMatches> foundProperty() {
        return found.getReadOnlyProperty();
    }

    /** Why nothing was found, or empty. */
    public ReadOnlyStringProperty searchProblemProperty() {
        return searchProblem.getReadOnlyProperty();
    }

    // Commands

    /** Searches the whole model; a search that goes on is given up. An empty text ends the search. */
    public void search() {
        cancelSearch();
        found.set(null);
        searchProblem.set("");
        String sought = text.get();
        boolean written = writes.get();
        if (sought.isEmpty()) {
            return;
        }
        int mine = search;
        searching.set(true);
        running = workspace
                .runner()
                .start(Job.compute(
                                strings.get("job.directions"),
                                (progress, token) -> workspace
                                        .session()
                                        .directions()
                                        .search(sought, written, MATCHES, progress, token))
                        .interleave()
                        .onSuccess(matches -> ended(mine, matches, ""))
                        .onFailure(failure -> ended(mine, null, Objects.toString(failure.getMessage(), "")))
                        .onCancelled(() -> ended(mine, null, strings.get("directions.search.stopped"))));
    }

    /** Takes the results away. */
    public void endSearch() {
        text.set("");
        search();
    }

    /** Shows a component that was found. */
    public void choose(DirectionMatches.Match match) {
        selected.set(match.matrix());
        component.set(match.component());
    }

    private void cancelSearch() {
        search++;
        searching.set(false);
        if (running != null) {
            running.cancel();
            running = null;
        }
    }

    private void ended(int mine, @Nullable DirectionMatches matches, String why) {
        if (mine == search) {
            searching.set(false);
            found.set(matches);
            searchProblem.set(why);
        }
    }

    private void clear() {
        cancelSearch();
        component.set(0);
        reading.set(null);
        problem.set("");
        found.set(null);
        searchProblem.set("");
    }

    /** Only once the spectrum is there: the matrix is decomposed then, and the screen in front. */
    private void load() {
        MatrixSummary matrix = selected.get();
        SpectrumCurves known = curves.get();
        if (matrix != null && known != null && known.matrix().equals(matrix)) {
            loader.submit(new Asked(matrix, Math.max(0, Math.min(matrix.rank() - 1, component.get()))));
        }
    }

    private Job<ComponentReading> job(Asked asked) {
        return Job.compute(
                        strings.get("job.component"),
                        (progress, token) -> workspace
                                .session()
                                .directions()
                                .component(asked.matrix().name(), asked.component(), WORDS))
                .quiet()
                .interleave()
                .onSuccess(loaded -> show(asked, loaded, ""))
                .onFailure(failure -> show(asked, null, Objects.toString(failure.getMessage(), "")));
    }

    private void show(Asked asked, @Nullable ComponentReading loaded, String why) {
        if (asked.matrix().equals(selected.get())) {
            reading.set(loaded);
            problem.set(why);
        }
    }
}
