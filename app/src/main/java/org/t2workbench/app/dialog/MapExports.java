package org.t2workbench.app.dialog;

import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.t2workbench.app.chart.HeatMapPicture;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobRunner;

/** Heat maps to files that are asked for. FX thread only. */
public final class MapExports {

    private final JobRunner runner;
    private final DialogService dialogs;
    private final Strings strings;
    private final String name;

    /** @param name of the file that is offered, without its ending */
    public MapExports(JobRunner runner, DialogService dialogs, Strings strings, String name) {
        this.runner = runner;
        this.dialogs = dialogs;
        this.strings = strings;
        this.name = name;
    }

    public void png(HeatMapPicture.Content content) {
        write(content, "png", HeatMapPicture::png);
    }

    public void svg(HeatMapPicture.Content content) {
        write(content, "svg", HeatMapPicture::svg);
    }

    private void write(HeatMapPicture.Content content, String ending, BiConsumer<Path, HeatMapPicture.Content> writer) {
        dialogs.chooseNewFile(
                        strings.get("spectra.export.choose"),
                        strings.get("spectra.export.kind", ending),
                        "*." + ending,
                        name + "." + ending)
                .ifPresent(file -> runner.start(Job.io(strings.get("job.export"), (progress, token) -> {
                            writer.accept(file, content);
                            return file;
                        })
                        .onSuccess(done -> dialogs.showNote(strings.get("spectra.export.done"), done.toString()))));
    }
}
