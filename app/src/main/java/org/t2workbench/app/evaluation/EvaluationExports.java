package org.t2workbench.app.evaluation;

import java.nio.file.Path;
import java.util.List;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.BarPicture;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.evaluation.EvaluationDocument;
import org.t2workbench.core.evaluation.EvaluationReport;
import org.t2workbench.core.job.AtomicFile;

/** Writes the figures that are shown to files for other programs. FX thread only. */
public final class EvaluationExports {

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final ObservableValue<@Nullable EvaluationDocument> document;
    private final ObservableValue<@Nullable Path> folder;

    /** What can be written. */
    public enum Format {
        CSV("csv"),
        MARKDOWN("md"),
        LATEX("tex"),
        JSON("json"),
        PNG("png"),
        SVG("svg");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }

        public String ending() {
            return ending;
        }
    }

    EvaluationExports(
            Workspace workspace,
            DialogService dialogs,
            Strings strings,
            ObservableValue<@Nullable EvaluationDocument> document,
            ObservableValue<@Nullable Path> folder) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.document = document;
        this.folder = folder;
    }

    /** The rows as bars, a group for each task. */
    static List<BarPicture.Bar> bars(List<ResultRow> rows) {
        return rows.stream()
                .map(row -> new BarPicture.Bar(row.task(), row.label(), row.accuracy(), row.low(), row.high()))
                .toList();
    }

    public boolean canExport() {
        EvaluationDocument shown = document.getValue();
        return shown != null && !shown.rows().isEmpty();
    }

    /** Asks for a file and writes it. */
    public void export(Format format) {
        Path shown = folder.getValue();
        if (!canExport() || shown == null) {
            return;
        }
        dialogs.chooseNewFile(
                        strings.get("evaluate.export.choose"),
                        strings.get("evaluate.export.kind", format.ending()),
                        "*." + format.ending(),
                        shown.getFileName() + "." + format.ending())
                .ifPresent(file -> exportTo(format, file));
    }

    private static void write(Format format, Path file, EvaluationDocument document) {
        EvaluationReport report = new EvaluationReport(document);
        List<BarPicture.Bar> bars = bars(EvaluationLibrary.rows(document));
        switch (format) {
            case CSV -> AtomicFile.writeText(file, report.csv());
            case MARKDOWN -> AtomicFile.writeText(file, report.markdown());
            case LATEX -> AtomicFile.writeText(file, report.latex());
            case JSON -> AtomicFile.writeText(file, report.json());
            case PNG -> BarPicture.png(file, bars);
            case SVG -> BarPicture.svg(file, bars);
        }
    }

    /** Writes a file. */
    public void exportTo(Format format, Path file) {
        EvaluationDocument shown = document.getValue();
        if (shown == null) {
            return;
        }
        workspace
                .runner()
                .start(Job.io(strings.get("job.export"), (progress, token) -> {
                            write(format, file, shown);
                            return file;
                        })
                        .onSuccess(
                                written -> dialogs.showNote(strings.get("evaluate.export.done"), written.toString())));
    }
}
