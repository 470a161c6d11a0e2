package org.t2workbench.app.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.RunTrash;

/** Moves runs to the trash and brings the last ones back. FX thread only. */
final class RunDeletion {

    private final Workspace workspace;
    private final Consumer<Throwable> errors;
    private final RunTrash trash;
    private final Strings strings;
    private final RunsViewModel runs;
    private final ReadOnlyStringWrapper deletedName = new ReadOnlyStringWrapper("");
    private List<RunTrash.Deleted> undoable = List.of();

    RunDeletion(Workspace workspace, Consumer<Throwable> errors, RunTrash trash, Strings strings, RunsViewModel runs) {
        this.workspace = workspace;
        this.errors = errors;
        this.trash = trash;
        this.strings = strings;
        this.runs = runs;
    }

    /** What was deleted last and can be brought back; empty for nothing. */
    ReadOnlyStringProperty deletedNameProperty() {
        return deletedName.getReadOnlyProperty();
    }

    boolean canDelete() {
        return !selected().isEmpty()
                && selected().stream().noneMatch(item -> item.row().standing() == Standing.RUNNING);
    }

    /** Moves the chosen runs to the trash, from where {@link #undo} brings them back. */
    void delete() {
        if (!canDelete()) {
            return;
        }
        List<Path> folders = selected().stream().map(RunItem::path).toList();
        String name = folders.size() == 1
                ? String.valueOf(folders.get(0).getFileName())
                : strings.get("runs.several", folders.size());
        List<RunTrash.Deleted> done = new ArrayList<>();
        workspace
                .runner()
                .start(Job.io(strings.get("job.delete", name), (progress, token) -> {
                            for (Path folder : folders) {
                                done.add(trash.delete(folder));
                            }
                            return done;
                        })
                        .onSuccess(deleted -> deleted(deleted, name))
                        .onFailure(error -> {
                            deleted(done, name);
                            errors.accept(error);
                        }));
    }

    private void deleted(List<RunTrash.Deleted> deleted, String name) {
        undoable = List.copyOf(deleted);
        deletedName.set(deleted.isEmpty() ? "" : name);
        runs.select(List.of());
        runs.look();
    }

    boolean canUndo() {
        return !undoable.isEmpty();
    }

    /** Brings back what was deleted last. */
    void undo() {
        List<RunTrash.Deleted> back = undoable;
        if (back.isEmpty()) {
            return;
        }
        workspace
                .runner()
                .start(Job.io(strings.get("job.undo", deletedName.get()), (progress, token) -> {
                            back.forEach(trash::restore);
                            return back;
                        })
                        .onSuccess(restored -> {
                            forgetDeleted();
                            runs.reveal(restored.get(0).original());
                        }));
    }

    /** The trash keeps it; only the offer goes away. */
    void forgetDeleted() {
        undoable = List.of();
        deletedName.set("");
    }

    private List<RunItem> selected() {
        return runs.selectedProperty().get();
    }
}
