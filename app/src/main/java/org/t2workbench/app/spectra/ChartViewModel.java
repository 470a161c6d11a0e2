package org.t2workbench.app.spectra;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.ChartPicture;
import org.t2workbench.app.chart.SpectrumData;
import org.t2workbench.app.chart.SpectrumPicture;
import org.t2workbench.app.dialog.FigureFiles;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.SpectrumDensity;
import org.t2workbench.app.workbench.SpectrumEdit;
import org.t2workbench.app.workbench.Workspace;

/** The chart: which curves of which matrices, how, and out to files. FX thread only. */
public final class ChartViewModel {

    private final Workspace workspace;
    private final FigureFiles files;
    private final Strings strings;
    private final ReadOnlyObjectProperty<@Nullable SpectrumCurves> shown;
    private final ObjectProperty<@Nullable Overlay> overlay;
    private final ReadOnlyObjectProperty<SpectrumEdit> edit;
    private final Coalescer<MatrixSummary> densityLoader;
    private final Coalescer<MatrixSummary> overlaidLoader;

    private final ObjectProperty<SpectrumTab> tab = new SimpleObjectProperty<>(SpectrumTab.SPECTRUM);
    private final ObjectProperty<Boolean> logarithmic =
            new SimpleObjectProperty<>(SpectrumTab.SPECTRUM.startsLogarithmic());
    private final Map<SpectrumTab, Boolean> scales = new EnumMap<>(SpectrumTab.class);
    private final BooleanProperty shares = new SimpleBooleanProperty();
    private final ObservableList<NamedCurves> pinned = FXCollections.observableArrayList();
    private final ObservableSet<Overlay> overlaid = FXCollections.observableSet();
    private final ObservableSet<String> hidden = FXCollections.observableSet();
    private final ReadOnlyObjectWrapper<SpectrumData> data = new ReadOnlyObjectWrapper<>(SpectrumData.EMPTY);
    private final ReadOnlyStringWrapper nothing = new ReadOnlyStringWrapper("");
    private final Map<Overlay, SpectrumCurves> overlaidCurves = new LinkedHashMap<>();
    private @Nullable SpectrumDensity density;

    /**
     * @param shown the chosen matrix under what is compared with
     * @param overlay what is compared with
     * @param edit gains set by hand
     */
    ChartViewModel(
            Workspace workspace,
            FigureFiles files,
            Strings strings,
            ReadOnlyObjectProperty<@Nullable SpectrumCurves> shown,
            ObjectProperty<@Nullable Overlay> overlay,
            ReadOnlyObjectProperty<SpectrumEdit> edit) {
        this.workspace = workspace;
        this.files = files;
        this.strings = strings;
        this.shown = shown;
        this.overlay = overlay;
        this.edit = edit;
        densityLoader = new Coalescer<>(workspace.runner(), this::densityJob);
        overlaidLoader = new Coalescer<>(workspace.runner(), this::overlaidJob);
        shown.addListener((property, before, now) -> shownChanged());
        tab.addListener((property, before, now) -> {
            logarithmic.set(scales.getOrDefault(now, now.startsLogarithmic()));
            shownChanged();
        });
        logarithmic.addListener((property, before, now) -> {
            scales.put(tab.get(), now);
            rebuild();
        });
        // another name for the same values changes nothing but the legend
        overlay.addListener((property, before, now) -> rebuild());
        shares.addListener((property, before, now) -> rebuild());
        edit.addListener((property, before, now) -> rebuild());
        pinned.addListener((ListChangeListener<NamedCurves>) change -> rebuild());
        overlaid.addListener((SetChangeListener<Overlay>) change -> shownChanged());
        Runnable forget = workspace.inTurn(() -> {
            overlaid.clear();
            overlaidCurves.clear();
        });
        workspace.modelProperty().addListener((property, before, now) -> forget.run());
    }

    // Properties

    public ObjectProperty<SpectrumTab> tabProperty() {
        return tab;
    }

    /** Whether values stand by their logarithm; each tab keeps its own. */
    public ObjectProperty<Boolean> logarithmicProperty() {
        return logarithmic;
    }

    /** Whether components stand at their share of the rank rather than at their index. */
    public BooleanProperty sharesProperty() {
        return shares;
    }

    public ReadOnlyObjectProperty<SpectrumData> dataProperty() {
        return data.getReadOnlyProperty();
    }

    /** Why there is nothing to draw, a sentence; empty where there is something, or nothing is known yet. */
    public ReadOnlyStringProperty nothingProperty() {
        return nothing.getReadOnlyProperty();
    }

    /** The names of the lines that are not drawn. */
    public ObservableSet<String> hidden() {
        return hidden;
    }

    /** What else is laid over the spectrum. */
    public ObservableSet<Overlay> overlaid() {
        return overlaid;
    }

    public int pinnedCount() {
        return pinned.size();
    }

    // Commands

    /** Keeps the shown matrix's spectrum in the chart, also of a model that is closed later; again takes it out. */
    public void pin() {
        SpectrumCurves curves = shown.get();
        if (curves == null) {
            return;
        }
        String model = Objects.requireNonNull(workspace.model()).name();
        String name = strings.get("spectra.pinned", curves.matrix().shortName(), model);
        if (!pinned.removeIf(other -> other.name().equals(name))) {
            pinned.add(new NamedCurves(name, curves));
        }
    }

    public void unpinAll() {
        pinned.clear();
    }

    /** Shows or hides a line. */
    public void toggle(String line) {
        if (!hidden.remove(line)) {
            hidden.add(line);
        }
    }

    /** Asks for a file and writes the chart, or its figures, to it. */
    public void export(ChartPicture.Format format) {
        SpectrumCurves curves = shown.get();
        if (curves != null) {
            files.chart(
                    curves.matrix().shortName() + "-" + tab.get().name().toLowerCase(Locale.ROOT),
                    format,
                    SpectrumPicture.of(data.get(), Set.copyOf(hidden)));
        }
    }

    private void shownChanged() {
        SpectrumCurves curves = shown.get();
        if (curves != null) {
            SpectrumDensity known = density;
            if (tab.get() == SpectrumTab.DENSITY
                    && (known == null || !known.matrix().equals(curves.matrix()))) {
                densityLoader.submit(curves.matrix());
            }
            if (!overlaid.isEmpty()) {
                overlaidLoader.submit(curves.matrix());
            }
        }
        rebuild();
    }

    private Job<SpectrumDensity> densityJob(MatrixSummary matrix) {
        return Job.compute(
                        strings.get("job.spectrum"),
                        (progress, token) -> workspace.session().spectra().density(matrix.name()))
                .quiet()
                .interleave()
                .onSuccess(loaded -> {
                    density = loaded;
                    rebuild();
                });
    }

    private Job<Map<Overlay, SpectrumCurves>> overlaidJob(MatrixSummary matrix) {
        List<Overlay> wanted = List.copyOf(overlaid);
        return Job.compute(strings.get("job.spectrum"), (progress, token) -> {
                    Map<Overlay, SpectrumCurves> loaded = new LinkedHashMap<>();
                    for (Overlay other : wanted) {
                        token.throwIfCancelled();
                        loaded.put(other, workspace.session().spectra().spectrum(matrix.name(), other.mixture()));
                    }
                    return loaded;
                })
                .quiet()
                .interleave()
                .onSuccess(loaded -> {
                    overlaidCurves.clear();
                    overlaidCurves.putAll(loaded);
                    rebuild();
                });
    }

    private void rebuild() {
        SpectrumCurves curves = shown.get();
        if (curves == null) {
            data.set(SpectrumData.EMPTY);
            nothing.set("");
            return;
        }
        List<NamedCurves> others = new ArrayList<>();
        overlaidCurves.forEach((other, loaded) -> {
            if (overlaid.contains(other) && loaded.matrix().equals(curves.matrix())) {
                others.add(new NamedCurves(other.name(), loaded));
            }
        });
        Overlay with = overlay.get();
        List<Double> edited = edit.get().gains().getOrDefault(curves.matrix().name(), List.of());
        SpectrumDensity known = density;
        SpectrumData built = new SpectrumLines(
                        curves,
                        with == null ? "" : with.name(),
                        others,
                        List.copyOf(pinned),
                        edited,
                        known != null && known.matrix().equals(curves.matrix()) ? known : null,
                        logarithmic.get(),
                        shares.get())
                .of(tab.get(), strings);
        boolean uncounted = tab.get() == SpectrumTab.DENSITY
                && known != null
                && known.matrix().equals(curves.matrix())
                && known.counted().isEmpty();
        boolean flat = !built.lines().isEmpty() && built.lines().stream().noneMatch(ChartViewModel::says);
        boolean empty = uncounted || flat;
        data.set(empty ? SpectrumData.EMPTY : built);
        nothing.set(empty ? strings.get("spectra.nothing", curves.matrix().shortName()) : "");
    }

    /** Whether a line has a value other than 0. */
    private static boolean says(SpectrumData.Line line) {
        return line.y().stream().anyMatch(value -> Double.isFinite(value) && value != 0);
    }
}
