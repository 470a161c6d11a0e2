package org.t2workbench.app.dialog;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.t2workbench.app.chart.ChartPicture;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobRunner;
import org.t2workbench.core.job.AtomicFile;

/** Writes pictures and the numbers behind them to files that are asked for. FX thread only; writing is done elsewhere. */
public final class FigureFiles {

    private final JobRunner runner;
    private final DialogService dialogs;
    private final Strings strings;

    public FigureFiles(JobRunner runner, DialogService dialogs, Strings strings) {
        this.runner = runner;
        this.dialogs = dialogs;
        this.strings = strings;
    }

    /**
     * @param name of the file, without an ending
     * @param rows the whole text, made off the FX thread
     */
    public void csv(String name, Supplier<String> rows) {
        write(name, "csv", file -> AtomicFile.writeText(file, rows.get()));
    }

    /** @param name of the file, without an ending */
    public void chart(String name, ChartPicture.Format format, ChartPicture chart) {
        write(name, format.ending(), file -> chart.write(file, format));
    }

    /**
     * @param name of the file, without an ending
     * @param body writes the file; called off the FX thread
     */
    public void write(String name, String ending, Consumer<Path> body) {
        dialogs.chooseNewFile(
                        strings.get("spectra.export.choose"),
                        strings.get("spectra.export.kind", ending),
                        "*." + ending,
                        name + "." + ending)
                .ifPresent(file -> runner.start(Job.io(strings.get("job.export"), (progress, token) -> {
                            body.accept(file);
                            return file;
                        })
                        .onSuccess(done -> dialogs.showNote(strings.get("spectra.export.done"), done.toString()))));
    }
}
