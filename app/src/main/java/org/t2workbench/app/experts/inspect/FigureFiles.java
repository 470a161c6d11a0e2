package org.t2workbench.app.experts.inspect;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.job.AtomicFile;

/** Writes pictures and the numbers behind them to files that are asked for. FX thread only; writing is done elsewhere. */
final class FigureFiles {

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;

    FigureFiles(Workspace workspace, DialogService dialogs, Strings strings) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
    }

    /**
     * @param name of the file, without an ending
     * @param rows the whole text, made off the FX thread
     */
    void csv(String name, Supplier<String> rows) {
        write(name, "csv", file -> AtomicFile.writeText(file, rows.get()));
    }

    /** @param body writes the file */
    void write(String name, String ending, Consumer<Path> body) {
        dialogs.chooseNewFile(
                        strings.get("spectra.export.choose"),
                        strings.get("spectra.export.kind", ending),
                        "*." + ending,
                        name + "." + ending)
                .ifPresent(file -> workspace
                        .runner()
                        .start(Job.io(strings.get("job.export"), (progress, token) -> {
                                    body.accept(file);
                                    return file;
                                })
                                .onSuccess(done ->
                                        dialogs.showNote(strings.get("spectra.export.done"), done.toString()))));
    }
}
