package org.t2workbench.app.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.RunTrash;

/** What lies in the trash: looked through, brought back, deleted for good after a question. FX thread only. */
final class TrashBin {

    private final Workspace workspace;
    private final Consumer<Throwable> errors;
    private final RunTrash trash;
    private final Strings strings;
    private final RunsViewModel runs;
    private final BooleanProperty shown = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper();
    private final ObservableList<DeletedRun> items = FXCollections.observableArrayList();
    private List<DeletedRun> selected = List.of();

    /** @param errors shows what went wrong where part of the work is done */
    TrashBin(Workspace workspace, Consumer<Throwable> errors, RunTrash trash, Strings strings, RunsViewModel runs) {
        this.workspace = workspace;
        this.errors = errors;
        this.trash = trash;
        this.strings = strings;
        this.runs = runs;
        shown.addListener((property, before, now) -> {
            asking.set(false);
            if (now) {
                look();
            }
        });
    }

    // Properties

    /** Whether the trash is on the screen in place of the runs. */
    BooleanProperty shownProperty() {
        return shown;
    }

    /** The latest first. */
    ObservableList<DeletedRun> items() {
        return items;
    }

    /** Whether it is asked if the chosen ones are to be deleted for good. */
    ReadOnlyBooleanProperty askingProperty() {
        return asking.getReadOnlyProperty();
    }

    boolean hasSelection() {
        return !selected.isEmpty();
    }

    /** "first", or "3 runs". */
    String selectedName() {
        return selected.size() == 1 ? selected.get(0).name() : strings.get("runs.several", selected.size());
    }

    // Commands

    void select(List<DeletedRun> chosen) {
        if (!chosen.equals(selected)) {
            selected = List.copyOf(chosen);
            asking.set(false);
        }
    }

    /** Looks what there is. */
    void look() {
        workspace
                .runner()
                .start(Job.io("", (progress, token) -> DeletedRun.of(trash))
                        .quiet()
                        .onSuccess(items::setAll));
    }

    /** Moves the chosen runs back to where they were. */
    void restore() {
        work("job.undo", trash::restore);
    }

    /** Asks whether the chosen runs are to be deleted for good. */
    void askToRemove() {
        asking.set(hasSelection());
    }

    /** Leaves them where they are. */
    void keep() {
        asking.set(false);
    }

    /** Deletes the chosen runs for good, once that was asked. */
    void remove() {
        if (asking.get()) {
            work("job.remove", trash::remove);
        }
    }

    /** What was done before something went wrong stays done. */
    private void work(String key, Consumer<RunTrash.Deleted> action) {
        List<RunTrash.Deleted> chosen =
                selected.stream().map(DeletedRun::deleted).toList();
        if (chosen.isEmpty()) {
            return;
        }
        asking.set(false);
        List<RunTrash.Deleted> done = new ArrayList<>();
        workspace
                .runner()
                .start(Job.io(strings.get(key, selectedName()), (progress, token) -> {
                            for (RunTrash.Deleted each : chosen) {
                                action.accept(each);
                                done.add(each);
                            }
                            return done;
                        })
                        .onSuccess(all -> changed())
                        .onFailure(error -> {
                            changed();
                            errors.accept(error);
                        }));
    }

    private void changed() {
        // what was deleted last may be among them
        runs.deletion().forgetDeleted();
        look();
        runs.look();
    }
}
