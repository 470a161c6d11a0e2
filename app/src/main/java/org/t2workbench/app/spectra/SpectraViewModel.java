package org.t2workbench.app.spectra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.dialog.FailureWords;
import org.t2workbench.app.dialog.FigureFiles;
import org.t2workbench.app.dialog.MapExports;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.spectra.directions.DirectionsViewModel;
import org.t2workbench.app.workbench.DecompositionStatus;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.app.workbench.Workspace;

/** Metrics of all matrices, and the spectrum of the chosen one. FX thread only. */
public final class SpectraViewModel {

    private final Workspace workspace;
    private final Strings strings;
    private final Coalescer<MixtureSetting> metricsLoader;
    private final Coalescer<Chosen> curvesLoader;

    private final ReadOnlyObjectWrapper<SpectraState> state = new ReadOnlyObjectWrapper<>(SpectraState.NO_MODEL);
    private final ObjectProperty<SpectrumMetric> metric =
            new SimpleObjectProperty<>(SpectrumMetric.EFFECTIVE_RANK_SHARE);
    private final ObservableList<Overlay> overlays = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable Overlay> overlay = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<List<MatrixMetrics>> metrics = new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<@Nullable MatrixSummary> selected = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<@Nullable SpectrumCurves> curves = new ReadOnlyObjectWrapper<>();

    private final ReadOnlyObjectWrapper<String> problem = new ReadOnlyObjectWrapper<>("");
    private final IntegerProperty component = new SimpleIntegerProperty(-1);
    private final FigureFiles files;
    private final EditViewModel edit;
    private final ChartViewModel chart;
    private final KeepViewModel keep;
    private final Coalescer<MatrixSummary> shuffledLoader;
    private final Map<String, Map<SpectrumMetric, Double>> shuffled = new HashMap<>();
    private final DirectionsViewModel directions;
    private final MapExports maps;

    private String failure = "";
    private boolean active;

    public SpectraViewModel(Workspace workspace, DialogService dialogs, Strings strings) {
        this.workspace = workspace;
        this.files = new FigureFiles(workspace.runner(), dialogs, strings);
        this.strings = strings;
        maps = new MapExports(workspace.runner(), dialogs, strings, "spectra-map");
        edit = new EditViewModel(workspace, dialogs, strings, selected);
        chart = new ChartViewModel(
                workspace, files, strings, curves.getReadOnlyProperty(), overlay, edit.editProperty());
        keep = new KeepViewModel(workspace, strings, selected, edit.editProperty());
        shuffledLoader = new Coalescer<>(workspace.runner(), this::shuffledJob);
        this.metricsLoader = new Coalescer<>(workspace.runner(), this::metricsJob);
        this.curvesLoader = new Coalescer<>(workspace.runner(), this::curvesJob);
        this.directions = new DirectionsViewModel(workspace, selected, curves.getReadOnlyProperty(), strings);
        Runnable opened = workspace.inTurn(() -> modelOpened(workspace.model()));
        Runnable load = workspace.inTurn(this::load);
        Runnable list = workspace.inTurn(this::listOverlays);
        workspace.modelProperty().addListener((property, before, now) -> opened.run());
        workspace.decompositionProperty().addListener((property, before, now) -> load.run());
        workspace.mixtureProperty().addListener((property, before, now) -> mixtureChanged());
        workspace.experts().addListener((ListChangeListener<ExpertSummary>) change -> list.run());
        overlay.addListener((property, before, now) -> load());
        selected.addListener((property, before, now) -> {
            component.set(-1);
            loadCurves();
        });
        modelOpened(workspace.model());
    }

    // Properties

    public ReadOnlyObjectProperty<SpectraState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public ObjectProperty<SpectrumMetric> metricProperty() {
        return metric;
    }

    public ObservableList<Overlay> overlays() {
        return overlays;
    }

    public ObjectProperty<@Nullable Overlay> overlayProperty() {
        return overlay;
    }

    public ReadOnlyObjectProperty<List<MatrixMetrics>> metricsProperty() {
        return metrics.getReadOnlyProperty();
    }

    public ObjectProperty<@Nullable MatrixSummary> selectedProperty() {
        return selected;
    }

    public ReadOnlyObjectProperty<@Nullable SpectrumCurves> curvesProperty() {
        return curves.getReadOnlyProperty();
    }

    /** The component of the chosen matrix that was pointed at last, or −1. */
    public IntegerProperty componentProperty() {
        return component;
    }

    /** Why the chosen matrix has no spectrum, a sentence; empty where it has. */
    public ReadOnlyObjectProperty<String> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public EditViewModel edit() {
        return edit;
    }

    public ChartViewModel chart() {
        return chart;
    }

    public KeepViewModel keep() {
        return keep;
    }

    public @Nullable DecompositionStatus decomposition() {
        return workspace.decompositionProperty().get();
    }

    public ReadOnlyObjectProperty<@Nullable ModelSummary> modelProperty() {
        return workspace.modelProperty();
    }

    /** Why nothing was measured, a sentence. */
    public String failure() {
        return failure;
    }

    /** The chosen component in words. */
    public DirectionsViewModel directions() {
        return directions;
    }

    /** The map to files. */
    public MapExports maps() {
        return maps;
    }

    // Commands

    /** The screen came to the front: what is out of date is loaded. */
    public void activate() {
        active = true;
        load();
    }

    /** The screen went to the back: it does not keep the compute thread busy. */
    public void deactivate() {
        active = false;
        shuffledLoader.cancel();
        keep.deactivate();
    }

    /** Asks for a file and writes the metrics of all matrices to it. */
    public void exportMetrics() {
        List<MatrixMetrics> written = metrics.get();
        if (!written.isEmpty()) {
            files.csv("metrics", () -> csv(written));
        }
    }

    /** A row for each matrix, in full; what is undefined is left out. */
    static String csv(List<MatrixMetrics> matrices) {
        StringBuilder text = new StringBuilder("matrix,layer,kind,rows,columns");
        for (SpectrumMetric column : SpectrumMetric.values()) {
            text.append(',').append(column.name().toLowerCase(Locale.ROOT));
        }
        for (MatrixMetrics row : matrices) {
            MatrixSummary matrix = row.matrix();
            text.append('\n').append(matrix.name()).append(',').append(matrix.layer());
            text.append(',').append(matrix.kind()).append(',').append(matrix.rows());
            text.append(',').append(matrix.columns());
            for (SpectrumMetric column : SpectrumMetric.values()) {
                double value = row.value(column);
                text.append(',').append(Double.isFinite(value) ? Double.toString(value) : "");
            }
        }
        return text.append('\n').toString();
    }

    public void decompose() {
        workspace.decompose();
    }

    /** Measures again what was not measured. */
    public void measure() {
        load();
    }

    private void modelOpened(@Nullable ModelSummary model) {
        shuffled.clear();
        metrics.set(List.of());
        curves.set(null);
        problem.set("");
        selected.set(model == null || model.matrices().isEmpty() ? null : firstChoice(model));
        listOverlays();
        load();
    }

    /** The last matrix of the middle layer: down where there is one, the richest to look at first. */
    private static MatrixSummary firstChoice(ModelSummary model) {
        List<MatrixSummary> middle = model.matrices().stream()
                .filter(matrix -> matrix.layer() == model.layers() / 2)
                .toList();
        return middle.isEmpty() ? model.matrices().get(0) : middle.get(middle.size() - 1);
    }

    private void listOverlays() {
        List<Overlay> list = new ArrayList<>();
        list.add(new Overlay(strings.get("spectra.overlay.mixture"), MixtureSetting.NEUTRAL, true));
        for (ExpertSummary expert : workspace.experts()) {
            list.add(new Overlay(
                    strings.get("spectra.overlay.expert", expert.name()),
                    MixtureSetting.NEUTRAL.with(expert.id(), 1),
                    false));
        }
        list.add(new Overlay(strings.get("spectra.overlay.none"), MixtureSetting.NEUTRAL, false));
        Overlay kept = list.contains(overlay.get()) ? overlay.get() : list.get(0);
        // a menu that is given others lets go of what was chosen
        if (!list.equals(overlays)) {
            overlays.setAll(list);
        }
        overlay.set(kept);
    }

    private MixtureSetting mixture() {
        Overlay chosen = overlay.get();
        if (chosen == null) {
            return MixtureSetting.NEUTRAL;
        }
        return chosen.follows() ? workspace.mixture() : chosen.mixture();
    }

    private void mixtureChanged() {
        if (overlay.get() != null && overlay.get().follows()) {
            load();
        }
    }

    private void load() {
        DecompositionStatus status = workspace.decompositionProperty().get();
        if (workspace.model() == null || status == null) {
            state.set(SpectraState.NO_MODEL);
        } else if (!status.isComplete()) {
            state.set(SpectraState.NEEDS_DECOMPOSITION);
        } else if (active) {
            if (metrics.get().isEmpty()) {
                state.set(SpectraState.LOADING);
            }
            metricsLoader.submit(mixture());
            loadCurves();
        }
    }

    private void loadCurves() {
        MatrixSummary matrix = selected.get();
        DecompositionStatus status = workspace.decompositionProperty().get();
        if (active && matrix != null && status != null && status.isComplete()) {
            curvesLoader.submit(new Chosen(matrix, mixture()));
        }
    }

    private Job<List<MatrixMetrics>> metricsJob(MixtureSetting mixture) {
        ModelSummary model = workspace.model();
        Job<List<MatrixMetrics>> job = Job.compute(
                        strings.get("job.metrics"),
                        (progress, token) -> workspace.session().spectra().metrics(mixture, progress, token))
                .interleave()
                .onSuccess(loaded -> {
                    if (Objects.equals(model, workspace.model())) {
                        metrics.set(loaded.stream()
                                .map(row -> row.with(
                                        shuffled.getOrDefault(row.matrix().name(), Map.of())))
                                .toList());
                        state.set(SpectraState.READY);
                        if (active) {
                            keep.activate();
                            shuffleNext();
                        }
                    }
                })
                .onCancelled(() -> {
                    failure = strings.get("spectra.failed.text");
                    state.set(metrics.get().isEmpty() ? SpectraState.FAILED : SpectraState.READY);
                });
        if (!metrics.get().isEmpty()) {
            return job.quiet();
        }
        // nothing is there yet: the screen says it, for as long as it is so
        return job.onFailure(error -> {
            failure = FailureWords.of(error, message -> strings.get("spectra.failed.unexpected", message));
            state.set(SpectraState.FAILED);
        });
    }

    /** One matrix after the other, each a job of its own, so that nobody waits for all of them. */
    private void shuffleNext() {
        if (!active) {
            return;
        }
        metrics.get().stream()
                .filter(row -> row.problem().isEmpty())
                .map(MatrixMetrics::matrix)
                .filter(matrix -> !shuffled.containsKey(matrix.name()))
                .findFirst()
                .ifPresent(shuffledLoader::submit);
    }

    private Job<Map<SpectrumMetric, Double>> shuffledJob(MatrixSummary matrix) {
        ModelSummary model = workspace.model();
        return Job.compute(
                        strings.get("job.metrics"),
                        (progress, token) -> workspace.session().spectra().shuffledMetrics(matrix.name(), token))
                .quiet()
                .interleave()
                .onSuccess(loaded -> {
                    if (Objects.equals(model, workspace.model())) {
                        shuffled.put(matrix.name(), loaded);
                        showShuffled(matrix.layer());
                        shuffleNext();
                    }
                })
                // without this matrix the others go on
                .onFailure(failure -> {
                    shuffled.put(matrix.name(), Map.of());
                    shuffleNext();
                });
    }

    /** A layer at a time, when its last matrix is there: the table is not filled anew for each matrix. */
    private void showShuffled(int layer) {
        boolean whole = metrics.get().stream()
                .filter(row -> row.matrix().layer() == layer && row.problem().isEmpty())
                .allMatch(row -> shuffled.containsKey(row.matrix().name()));
        if (whole) {
            metrics.set(metrics.get().stream()
                    .map(row -> row.with(shuffled.getOrDefault(row.matrix().name(), Map.of())))
                    .toList());
        }
    }

    private Job<SpectrumCurves> curvesJob(Chosen chosen) {
        return Job.compute(
                        strings.get("job.spectrum"),
                        (progress, token) -> workspace
                                .session()
                                .spectra()
                                .spectrum(chosen.matrix().name(), chosen.mixture()))
                .quiet()
                .interleave()
                .onSuccess(loaded -> {
                    if (Objects.equals(loaded.matrix(), selected.get())) {
                        problem.set("");
                        curves.set(loaded);
                    }
                })
                .onFailure(failure -> {
                    if (chosen.matrix().equals(selected.get())) {
                        curves.set(null);
                        problem.set(Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
                    }
                });
    }

    private record Chosen(MatrixSummary matrix, MixtureSetting mixture) {}
}
