package org.t2workbench.app.training;

import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.TaskSample;
import org.t2workbench.app.workbench.Workspace;

/** The task that is chosen and a look at it. FX thread only. */
public final class TaskChoice {

    private static final int ITEMS = 24;

    /** Chosen at first where there is one of that name. */
    private static final String FIRST = "math";

    private final Workspace workspace;
    private final Strings strings;
    private final Coalescer<String> sampler;
    private final ObservableList<String> names = FXCollections.observableArrayList();
    private final StringProperty task = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable TaskSample> sample = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    TaskChoice(Workspace workspace, Strings strings) {
        this.workspace = workspace;
        this.strings = strings;
        this.sampler = new Coalescer<>(workspace.runner(), this::sampleJob);
        task.addListener((property, before, now) -> look());
    }

    // Properties

    /** The tasks that have a name. */
    public ObservableList<String> names() {
        return names;
    }

    /** A name, or a file; empty for none. */
    public StringProperty taskProperty() {
        return task;
    }

    /** A look at the task, or null while there is none. */
    public ReadOnlyObjectProperty<@Nullable TaskSample> sampleProperty() {
        return sample.getReadOnlyProperty();
    }

    /** Why there is no look at the task, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    // Commands

    /** Reads the names of the tasks, chooses one where none is chosen, and looks at it. */
    void load() {
        workspace
                .runner()
                .start(Job.io(
                                "",
                                (progress, token) ->
                                        workspace.session().training().tasks())
                        .quiet()
                        .onSuccess(found -> {
                            names.setAll(found);
                            if (task.get().isEmpty() && !found.isEmpty()) {
                                task.set(found.contains(FIRST) ? FIRST : found.get(0));
                            } else {
                                look();
                            }
                        }));
    }

    /** The model is another one: what was seen with the old one does not count. */
    void forget() {
        sample.set(null);
        problem.set("");
    }

    private void look() {
        problem.set("");
        if (workspace.model() != null && !task.get().isBlank()) {
            sampler.submit(task.get());
        }
    }

    private Job<TaskSample> sampleJob(String name) {
        return Job.compute(
                        strings.get("job.task", name),
                        (progress, token) -> workspace.session().training().sample(name, ITEMS))
                .quiet()
                .interleave()
                .onSuccess(sample::set)
                .onFailure(error -> {
                    sample.set(null);
                    problem.set(Objects.toString(error.getMessage(), ""));
                });
    }
}
