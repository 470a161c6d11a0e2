package org.t2workbench.app.dialog;

import org.t2workbench.app.chart.HeatMapPicture;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.JobRunner;

/** Heat maps to files that are asked for. FX thread only. */
public final class MapExports {

    private final FigureFiles files;
    private final String name;

    /** @param name of the file that is offered, without its ending */
    public MapExports(JobRunner runner, DialogService dialogs, Strings strings, String name) {
        this.files = new FigureFiles(runner, dialogs, strings);
        this.name = name;
    }

    public void png(HeatMapPicture.Content content) {
        files.write(name, "png", file -> HeatMapPicture.png(file, content));
    }

    public void svg(HeatMapPicture.Content content) {
        files.write(name, "svg", file -> HeatMapPicture.svg(file, content));
    }
}
