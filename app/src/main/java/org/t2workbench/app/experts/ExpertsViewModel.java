package org.t2workbench.app.experts;

import java.nio.file.Path;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.Workspace;

/** The experts of the open model. FX thread only. */
public final class ExpertsViewModel {

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final ObjectProperty<@Nullable ExpertSummary> selected = new SimpleObjectProperty<>();
    private final ImportViewModel imports;
    private final ExportViewModel exports;

    public ExpertsViewModel(Workspace workspace, DialogService dialogs, Strings strings) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.imports = new ImportViewModel(workspace, dialogs, strings, selected::set);
        this.exports = new ExportViewModel(workspace, dialogs, strings);
    }

    // Properties

    public ObservableList<ExpertSummary> experts() {
        return workspace.experts();
    }

    public ReadOnlyObjectProperty<@Nullable ModelSummary> modelProperty() {
        return workspace.modelProperty();
    }

    public ObjectProperty<@Nullable ExpertSummary> selectedProperty() {
        return selected;
    }

    /** What comes in from elsewhere. */
    public ImportViewModel imports() {
        return imports;
    }

    /** What goes out. */
    public ExportViewModel exports() {
        return exports;
    }

    // Commands

    public boolean canOpen() {
        return workspace.model() != null;
    }

    /** Asks for an expert file and loads it. */
    public void choose() {
        if (canOpen()) {
            dialogs.chooseFile(strings.get("experts.choose"), strings.get("experts.kind"), "*.safetensors", null)
                    .ifPresent(this::open);
        }
    }

    /** Asks for a LoRA or IA3 folder and loads it. */
    public void chooseAdapter() {
        if (canOpen()) {
            dialogs.chooseFolder(strings.get("experts.chooseFolder"), null).ifPresent(this::open);
        }
    }

    /** Sets up the export of the sliders' mixture, or of the chosen expert. */
    public void beginExport() {
        exports.begin(selected.get());
    }

    /** Loads an expert file or an adapter's folder, or sets up the import of a file of the authors' code; one for other shapes is refused, one of another model is loaded with a warning. */
    public void open(Path file) {
        if (canOpen() && ImportViewModel.isReference(file)) {
            imports.begin(file);
        } else if (canOpen()) {
            workspace.loadExpert(file, this::loaded);
        }
    }

    private void loaded(ExpertSummary expert) {
        selected.set(expert);
        if (!expert.warning().isEmpty()) {
            dialogs.showNote(strings.get("experts.warning", expert.name()), expert.warning());
        }
    }
}
