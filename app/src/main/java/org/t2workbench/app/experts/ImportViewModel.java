package org.t2workbench.app.experts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.ImportReport;
import org.t2workbench.app.workbench.ImportRequest;
import org.t2workbench.app.workbench.Workspace;

/** Something made elsewhere on its way to become an expert. FX thread only. */
public final class ImportViewModel {

    private static final List<String> ENDINGS = List.of(".pt", ".pth", ".bin");

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final Consumer<ExpertSummary> onImported;
    private final ObjectProperty<@Nullable Path> source = new SimpleObjectProperty<>();
    private final StringProperty task = new SimpleStringProperty("");
    private final StringProperty parametrisation = new SimpleStringProperty("");

    /** @param onImported hears of every expert that is there */
    ImportViewModel(Workspace workspace, DialogService dialogs, Strings strings, Consumer<ExpertSummary> onImported) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.onImported = onImported;
    }

    // Properties

    /** The file that is waiting for its settings; null for none. */
    public ObjectProperty<@Nullable Path> sourceProperty() {
        return source;
    }

    public StringProperty taskProperty() {
        return task;
    }

    public StringProperty parametrisationProperty() {
        return parametrisation;
    }

    /** Whether a file is one of the authors' code, by its name. */
    public static boolean isReference(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !Files.isDirectory(file) && ENDINGS.stream().anyMatch(name::endsWith);
    }

    // Commands

    /** Asks for a file of the authors' code; its settings are asked for when it is the {@link #sourceProperty}. */
    public void choose() {
        dialogs.chooseFile(strings.get("import.choose"), strings.get("import.kind"), "*.pt", null)
                .ifPresent(this::begin);
    }

    /** Waits for the settings of a file. */
    public void begin(Path file) {
        task.set("");
        parametrisation.set("");
        source.set(null);
        source.set(file);
    }

    /** Asks where the expert goes, and imports the file with the settings that are set. */
    public void run() {
        Path file = source.get();
        if (file == null) {
            return;
        }
        String proposed = task.get().isBlank() ? plain(file) : task.get().strip();
        target(proposed).ifPresent(out -> {
            source.set(null);
            start(new ImportRequest(file, out, task.get().strip(), parametrisation.get()));
        });
    }

    /** Forgets the file that waits. */
    public void cancel() {
        source.set(null);
    }

    /** Asks where the expert goes, and projects an adapter onto the singular basis. */
    public void project(ExpertSummary adapter) {
        target(adapter.name() + "-projected")
                .ifPresent(out -> start(new ImportRequest(adapter.file(), out, adapter.task(), "")));
    }

    private Optional<Path> target(String name) {
        return dialogs.chooseNewFile(
                strings.get("import.out"), strings.get("experts.kind"), "*.safetensors", name + ".safetensors");
    }

    private static String plain(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private void start(ImportRequest request) {
        String name = String.valueOf(request.source().getFileName());
        workspace
                .runner()
                .start(Job.compute(
                                strings.get("job.importExpert", name),
                                (progress, token) ->
                                        workspace.session().exchange().importExpert(request, progress, token))
                        .onSuccess(this::imported));
    }

    private void imported(ImportReport report) {
        workspace.addExpert(report.expert());
        onImported.accept(report.expert());
        String change = String.format(
                Locale.ROOT,
                "%.2f · ‖ΔW‖/‖W‖ %.2f %%",
                report.expert().largestGainChange(),
                100 * report.relativeWeightChange());
        dialogs.showNote(
                strings.get("import.done", report.expert().name()),
                report.isProjected()
                        ? strings.get(
                                "import.projected", String.format(Locale.ROOT, "%.2f %%", 100 * report.share()), change)
                        : strings.get("import.effect", change));
    }
}
