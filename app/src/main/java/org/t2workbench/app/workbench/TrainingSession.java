package org.t2workbench.app.workbench;

import java.util.List;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.training.TrainingHistory;
import org.t2workbench.core.training.TrainingSettings;

/** What the window asks of the engine about tasks and training. As {@link Session}: blocking, on the compute thread. */
public interface TrainingSession {

    /** The tasks that can be called by name. Any thread. */
    List<String> tasks();

    /**
     * A look at a task.
     *
     * @param task its name or file
     * @param items at most so many of its training split
     */
    TaskSample sample(String task, int items);

    /**
     * What a training would take.
     *
     * @param history tells the time where a run with the same settings is known
     */
    TrainingNeed need(String task, TrainingSettings settings, TrainingHistory history);

    /**
     * Trains an expert into a run folder, or goes on with the run that is there; the model stays as it is.
     *
     * @param giveWay called between iterations, where this session may be asked for something short
     */
    void train(TrainingRequest request, Progress progress, CancellationToken token, Runnable giveWay);
}
