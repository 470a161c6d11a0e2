package org.t2workbench.app.spectra;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleUnaryOperator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.SpectrumChart.Band;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.SpectrumEdit;
import org.t2workbench.app.workbench.Workspace;

/** Gains set by hand on the chart, with undo and redo; saved, they are an expert. FX thread only. */
public final class EditViewModel {

    private static final int REMEMBERED = 200;
    private static final double LARGEST = 1000;
    private static final String ENDING = ".safetensors";

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final ObjectProperty<@Nullable MatrixSummary> selected;

    private final ReadOnlyObjectWrapper<SpectrumEdit> edit = new ReadOnlyObjectWrapper<>(SpectrumEdit.NONE);
    private final ObjectProperty<@Nullable Band> band = new SimpleObjectProperty<>();
    private final ReadOnlyBooleanWrapper undoable = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper redoable = new ReadOnlyBooleanWrapper();
    private final StringProperty name;
    private final Deque<SpectrumEdit> done = new ArrayDeque<>();
    private final Deque<SpectrumEdit> undone = new ArrayDeque<>();

    /** @param selected the matrix that a band is of */
    EditViewModel(
            Workspace workspace,
            DialogService dialogs,
            Strings strings,
            ObjectProperty<@Nullable MatrixSummary> selected) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.selected = selected;
        name = new SimpleStringProperty(strings.get("spectra.edit.name.default"));
        Runnable forget = workspace.inTurn(() -> {
            done.clear();
            undone.clear();
            show(SpectrumEdit.NONE);
        });
        workspace.modelProperty().addListener((property, before, now) -> forget.run());
    }

    // Properties

    public ReadOnlyObjectProperty<SpectrumEdit> editProperty() {
        return edit.getReadOnlyProperty();
    }

    /** The components that the commands change, or null. */
    public ObjectProperty<@Nullable Band> bandProperty() {
        return band;
    }

    public ReadOnlyBooleanProperty undoableProperty() {
        return undoable.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty redoableProperty() {
        return redoable.getReadOnlyProperty();
    }

    /** The name that the edit is saved under. */
    public StringProperty nameProperty() {
        return name;
    }

    // Commands

    public boolean canChange() {
        return band.get() != null && selected.get() != null;
    }

    /** Whether a typed number is a gain that can be set. */
    public static boolean isGain(double value) {
        return Double.isFinite(value) && Math.abs(value) <= LARGEST;
    }

    /** Gives the band's components this gain. */
    public void set(double gain) {
        if (isGain(gain)) {
            change(before -> gain);
        }
    }

    /** Multiplies the band's gains. */
    public void scale(double factor) {
        if (isGain(factor)) {
            change(before -> Math.max(-LARGEST, Math.min(LARGEST, before * factor)));
        }
    }

    /** Switches the band's components off. */
    public void switchOff() {
        change(before -> 0);
    }

    /** Takes all gains of the shown matrix back to 1. */
    public void resetMatrix() {
        MatrixSummary matrix = selected.get();
        if (matrix != null) {
            record(edit.get().with(matrix.name(), matrix.rank(), 0, matrix.rank() - 1, before -> 1));
        }
    }

    public void undo() {
        if (!done.isEmpty()) {
            undone.push(edit.get());
            show(done.pop());
        }
    }

    public void redo() {
        if (!undone.isEmpty()) {
            done.push(edit.get());
            show(undone.pop());
        }
    }

    /** Asks for a file, writes the edit there as an expert, and adds it to the experts. */
    public void save() {
        if (edit.get().isNeutral() || name.get().isBlank()) {
            return;
        }
        String file = name.get().strip().replaceAll("[^A-Za-z0-9_-]+", "-");
        dialogs.chooseNewFile(
                        strings.get("spectra.edit.save.choose"),
                        strings.get("experts.kind"),
                        "*" + ENDING,
                        file + ENDING)
                .ifPresent(this::saveTo);
    }

    private void saveTo(Path file) {
        SpectrumEdit saved = edit.get();
        String called = name.get().strip();
        workspace
                .runner()
                .start(Job.compute(strings.get("job.saveEdit"), (progress, token) -> {
                            workspace.session().spectra().saveEdit(saved, called, file);
                            return file;
                        })
                        .interleave()
                        .onSuccess(written -> workspace.loadExpert(written, this::saved)));
    }

    private void saved(ExpertSummary expert) {
        dialogs.showNote(strings.get("spectra.edit.saved", expert.name()), strings.get("spectra.edit.saved.text"));
    }

    private void change(DoubleUnaryOperator change) {
        Band marked = band.get();
        MatrixSummary matrix = selected.get();
        if (marked != null && matrix != null) {
            record(edit.get().with(matrix.name(), matrix.rank(), marked.first(), marked.last(), change));
        }
    }

    private void record(SpectrumEdit next) {
        if (next.equals(edit.get())) {
            return;
        }
        done.push(edit.get());
        if (done.size() > REMEMBERED) {
            done.removeLast();
        }
        undone.clear();
        show(next);
    }

    private void show(SpectrumEdit next) {
        edit.set(next);
        undoable.set(!done.isEmpty());
        redoable.set(!undone.isEmpty());
    }
}
