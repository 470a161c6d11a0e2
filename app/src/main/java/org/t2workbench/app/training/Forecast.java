package org.t2workbench.app.training;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.workbench.TrainingNeed;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.training.TrainingHistory;
import org.t2workbench.core.training.TrainingSettings;

/** What a training would take, worked out again as the form changes, the latest question alone. FX thread only. */
final class Forecast {

    private final Workspace workspace;
    private final Strings strings;
    private final TrainingHistory history;
    private final Coalescer<Asked> questions;
    private final ReadOnlyObjectWrapper<@Nullable TrainingNeed> need = new ReadOnlyObjectWrapper<>();

    /** @param registry of the runs that may tell the time */
    Forecast(Workspace workspace, RunRegistry registry, Strings strings) {
        this.workspace = workspace;
        this.strings = strings;
        this.history = new TrainingHistory(registry);
        this.questions = new Coalescer<>(workspace.runner(), this::job);
    }

    /** Null while nothing is known. */
    ReadOnlyObjectProperty<@Nullable TrainingNeed> needProperty() {
        return need.getReadOnlyProperty();
    }

    void ask(String task, TrainingSettings settings) {
        questions.submit(new Asked(task, settings));
    }

    void forget() {
        need.set(null);
    }

    private Job<TrainingNeed> job(Asked asked) {
        return Job.compute(
                        strings.get("job.estimate"),
                        (progress, token) ->
                                workspace.session().training().need(asked.task(), asked.settings(), history))
                .quiet()
                .interleave()
                .onSuccess(need::set)
                // what is wrong with the task is said in its own place
                .onFailure(error -> need.set(null));
    }

    private record Asked(String task, TrainingSettings settings) {}
}
