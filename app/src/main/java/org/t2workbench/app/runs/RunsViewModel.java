package org.t2workbench.app.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.Curve;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;

/** All runs, those that are chosen, and what can be done with them. FX thread only. */
public final class RunsViewModel {

    /** Curves that are drawn over each other; more could not be told apart. */
    static final int DRAWN = 8;

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final RunLibrary library;
    private final RunDeletion deletion;
    private final TrashBin trash;
    private final RunExports exports;
    private final Coalescer<RunLibrary.Wanted> looks;

    private final ReadOnlyObjectWrapper<RunsState> state = new ReadOnlyObjectWrapper<>(RunsState.LOADING);
    private final ObservableList<RunItem> all = FXCollections.observableArrayList();
    private final FilteredList<RunItem> shown = new FilteredList<>(all);
    private final StringProperty search = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<List<RunItem>> selected = new ReadOnlyObjectWrapper<>(List.of());
    private final ObservableList<String> metrics = FXCollections.observableArrayList();
    private final StringProperty metric = new SimpleStringProperty("");
    private final ObjectProperty<Curve.Along> along = new SimpleObjectProperty<>(Curve.Along.ITERATION);
    private final DoubleProperty smoothing = new SimpleDoubleProperty(0);
    private final ReadOnlyObjectWrapper<List<RunCurve>> curves = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<ParameterRow>> parameters = new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<@Nullable Path> revealed = new SimpleObjectProperty<>();

    private boolean active;

    /** @param errors shows what went wrong where part of the work is done */
    public RunsViewModel(
            Workspace workspace,
            DialogService dialogs,
            Consumer<Throwable> errors,
            RunRegistry registry,
            Strings strings) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.library = new RunLibrary(registry, strings);
        this.deletion = new RunDeletion(workspace, errors, registry.trash(), strings, this);
        this.trash = new TrashBin(workspace, errors, registry.trash(), strings, this);
        this.exports = new RunExports(workspace, dialogs, strings, selected.getReadOnlyProperty());
        this.looks = new Coalescer<>(workspace.runner(), this::lookJob);
        search.addListener(
                (property, before, now) -> shown.setPredicate(item -> item.row().matches(now)));
        metric.addListener((property, before, now) -> look());
        along.addListener((property, before, now) -> look());
        smoothing.addListener((property, before, now) -> look());
    }

    // Properties

    ReadOnlyObjectProperty<RunsState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** What the search leaves. */
    ObservableList<RunItem> items() {
        return shown;
    }

    int count() {
        return all.size();
    }

    StringProperty searchProperty() {
        return search;
    }

    /** The chosen runs in the order in which they were chosen. */
    ReadOnlyObjectProperty<List<RunItem>> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /** What the chosen runs measured. */
    ObservableList<String> metrics() {
        return metrics;
    }

    StringProperty metricProperty() {
        return metric;
    }

    ObjectProperty<Curve.Along> alongProperty() {
        return along;
    }

    /** Weight of the moving average, 0 for none. */
    DoubleProperty smoothingProperty() {
        return smoothing;
    }

    ReadOnlyObjectProperty<List<RunCurve>> curvesProperty() {
        return curves.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<List<ParameterRow>> parametersProperty() {
        return parameters.getReadOnlyProperty();
    }

    /** A run that another screen wants to be chosen; the table takes it when it has it. */
    ObjectProperty<@Nullable Path> revealedProperty() {
        return revealed;
    }

    /** How many runs are chosen. */
    public int selectedCount() {
        return selected.get().size();
    }

    /** How many curves are drawn. */
    public int curveCount() {
        return curves.get().size();
    }

    /** How many points all curves have together. */
    public int pointCount() {
        return curves.get().stream().mapToInt(curve -> curve.points().size()).sum();
    }

    /** Where the curve ends that ends first; NaN without a curve. */
    public double lastPoint() {
        return curves.get().stream()
                .mapToDouble(
                        curve -> curve.points().get(curve.points().size() - 1).x())
                .min()
                .orElse(Double.NaN);
    }

    /** The one that is chosen last, on which notes and single commands work. */
    Optional<RunItem> focused() {
        List<RunItem> chosen = selected.get();
        return chosen.isEmpty() ? Optional.empty() : Optional.of(chosen.get(chosen.size() - 1));
    }

    /** Deleting runs and bringing them back. */
    RunDeletion deletion() {
        return deletion;
    }

    /** Deleted runs, looked through. */
    TrashBin trash() {
        return trash;
    }

    /** Reports, and what other tools get. */
    public RunExports exports() {
        return exports;
    }

    // Commands

    /** The screen came to the front. */
    public void activate() {
        active = true;
        look();
    }

    /** The screen went to the back: the disk is left alone. */
    public void deactivate() {
        active = false;
    }

    /** Looks again whether there is anything new; called every second. */
    void sample() {
        if (active) {
            look();
        }
    }

    /** Puts the trash in place of the runs. */
    public void showTrash() {
        trash.shownProperty().set(true);
    }

    /** Shows a run as soon as it is found. */
    public void reveal(Path folder) {
        trash.shownProperty().set(false);
        search.set("");
        revealed.set(folder.toAbsolutePath().normalize());
        look();
    }

    void select(List<RunItem> items) {
        if (items.equals(selected.get())) {
            return;
        }
        all.forEach(item -> item.paint(RunItem.NO_COLOUR));
        for (int i = 0; i < Math.min(DRAWN, items.size()); i++) {
            items.get(i).paint(i);
        }
        selected.set(List.copyOf(items));
        look();
    }

    /** Looks for what is new, at once. */
    void look() {
        looks.submit(new RunLibrary.Wanted(
                selected.get().stream()
                        .filter(item -> item.row().isReadable())
                        .limit(DRAWN)
                        .map(RunItem::path)
                        .toList(),
                metric.get(),
                along.get(),
                smoothing.get()));
    }

    private Job<RunLibrary.Found> lookJob(RunLibrary.Wanted wanted) {
        return Job.io("", (progress, token) -> library.look(wanted)).quiet().onSuccess(this::show);
    }

    private void show(RunLibrary.Found found) {
        showRows(found.rows());
        state.set(all.isEmpty() ? RunsState.NO_RUNS : RunsState.READY);
        boolean still = found.wanted()
                .runs()
                .equals(selected.get().stream()
                        .filter(item -> item.row().isReadable())
                        .limit(DRAWN)
                        .map(RunItem::path)
                        .toList());
        if (!still) {
            return;
        }
        if (!metrics.equals(found.metrics())) {
            metrics.setAll(found.metrics());
        }
        if (!found.metrics().isEmpty()) {
            metric.set(found.metric());
        }
        if (!found.curves().equals(curves.get())) {
            curves.set(found.curves());
        }
        if (!found.parameters().equals(parameters.get())) {
            parameters.set(found.parameters());
        }
    }

    private void showRows(List<RunRow> rows) {
        Map<Path, RunItem> known = new HashMap<>();
        all.forEach(item -> known.put(item.path(), item));
        List<RunItem> next = new ArrayList<>(rows.size());
        for (RunRow row : rows) {
            RunItem item = known.get(row.path());
            if (item == null) {
                item = new RunItem(row);
            } else if (!item.row().equals(row)) {
                item.show(row);
            }
            next.add(item);
        }
        if (next.equals(all)) {
            return;
        }
        // taken out and put in one by one: what stays keeps its place in the selection
        all.retainAll(next);
        for (int i = 0; i < next.size(); i++) {
            if (i >= all.size() || all.get(i) != next.get(i)) {
                all.add(i, next.get(i));
            }
        }
    }

    boolean canResume() {
        return focused().map(item -> item.row().canResume()).orElse(false);
    }

    boolean canLoadExpert() {
        return workspace.model() != null
                && focused().map(item -> item.row().expert()).orElse(false);
    }

    /** Puts the focused run's expert among the experts of the open model. */
    void loadExpert(Runnable then) {
        if (canLoadExpert()) {
            Path folder = focused().orElseThrow().path();
            workspace
                    .runner()
                    .start(Job.io(
                                    "",
                                    (progress, token) -> RunFolder.open(folder).trained())
                            .quiet()
                            .onSuccess(file ->
                                    file.ifPresent(expert -> workspace.loadExpert(expert, loaded -> then.run()))));
        }
    }

    void openFolder() {
        focused()
                .ifPresent(item -> workspace
                        .runner()
                        .start(Job.io(strings.get("job.folder"), (progress, token) -> {
                                    FolderOpener.open(item.path());
                                    return item;
                                })
                                .quiet()));
    }

    /** Reads the notes of a run, for the pane that shows them. */
    void readNotes(RunItem item, Consumer<String> receiver) {
        workspace
                .runner()
                .start(Job.io(
                                "",
                                (progress, token) -> RunFolder.open(item.path()).notes())
                        .quiet()
                        .onSuccess(receiver));
    }

    void writeNotes(RunItem item, String text) {
        workspace
                .runner()
                .start(Job.io(strings.get("job.notes"), (progress, token) -> {
                            RunFolder.open(item.path()).writeNotes(text);
                            return text;
                        })
                        .quiet()
                        .onSuccess(written -> look()));
    }

    /** The folder of a search of mixtures, which the Experts screen shows and goes on with. */
    Optional<Path> search() {
        return focused().filter(item -> item.row().isSearch()).map(RunItem::path);
    }

    /** The folder that the Train screen goes on with. */
    Optional<Path> resumable() {
        return focused().filter(item -> item.row().canResume()).map(RunItem::path);
    }
}
