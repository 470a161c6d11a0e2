package org.t2workbench.app.runs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import org.t2workbench.app.dialog.DialogService;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.EventLog;
import org.t2workbench.core.run.MlflowServer;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunReport;

/** Reports of the chosen runs, and what other tools get of them. FX thread only. */
public final class RunExports {

    private final Workspace workspace;
    private final DialogService dialogs;
    private final Strings strings;
    private final ObservableValue<List<RunItem>> selected;

    RunExports(Workspace workspace, DialogService dialogs, Strings strings, ObservableValue<List<RunItem>> selected) {
        this.workspace = workspace;
        this.dialogs = dialogs;
        this.strings = strings;
        this.selected = selected;
    }

    boolean canReport() {
        return !selected.getValue().isEmpty()
                && selected.getValue().stream()
                        .allMatch(item -> item.row().problem().isEmpty());
    }

    /** Writes a report of the chosen runs to a file that is asked for. */
    void report() {
        if (!canReport()) {
            return;
        }
        List<Path> folders = selected.getValue().stream()
                .limit(RunsViewModel.DRAWN)
                .map(RunItem::path)
                .toList();
        String name = folders.size() == 1 ? folders.get(0).getFileName() + ".html" : "compared-runs.html";
        dialogs.chooseNewFile(strings.get("runs.report.choose"), strings.get("runs.report.kind"), "*.html", name)
                .ifPresent(this::reportTo);
    }

    /** Writes a report of the chosen runs. */
    public void reportTo(Path file) {
        if (!canReport()) {
            return;
        }
        List<Path> folders = selected.getValue().stream()
                .limit(RunsViewModel.DRAWN)
                .map(RunItem::path)
                .toList();
        workspace
                .runner()
                .start(Job.io(strings.get("job.report"), (progress, token) -> {
                            RunReport.write(
                                    folders.stream().map(RunFolder::open).toList(), file);
                            return file;
                        })
                        .onSuccess(written -> dialogs.showNote(strings.get("runs.report.done"), written.toString())));
    }

    /** Writes TensorBoard's event files of the chosen runs below a folder that is asked for, one folder a run. */
    void exportEvents() {
        List<Path> folders = selected.getValue().stream().map(RunItem::path).toList();
        if (folders.isEmpty()) {
            return;
        }
        dialogs.chooseFolder(strings.get("runs.events.choose"), null)
                .ifPresent(target -> workspace
                        .runner()
                        .start(Job.io(strings.get("job.events"), (progress, token) -> {
                                    for (Path folder : folders) {
                                        EventLog.export(
                                                RunFolder.open(folder),
                                                target.resolve(String.valueOf(folder.getFileName())));
                                    }
                                    return target;
                                })
                                .onSuccess(written ->
                                        dialogs.showNote(strings.get("runs.events.done"), written.toString()))));
    }

    boolean canSend() {
        return !selected.getValue().isEmpty() && MlflowServer.configured().isPresent();
    }

    /** Sends the chosen runs to the MLflow server that is configured. */
    void send() {
        Optional<MlflowServer> server = MlflowServer.configured();
        List<Path> folders = selected.getValue().stream().map(RunItem::path).toList();
        if (server.isEmpty() || folders.isEmpty()) {
            return;
        }
        workspace
                .runner()
                .start(Job.io(strings.get("job.send"), (progress, token) -> {
                            for (Path folder : folders) {
                                token.throwIfCancelled();
                                server.get().send(RunFolder.open(folder));
                            }
                            return server.get().address();
                        })
                        .onSuccess(address -> dialogs.showNote(strings.get("runs.send.done"), address)));
    }
}
