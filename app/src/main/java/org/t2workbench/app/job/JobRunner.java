package org.t2workbench.app.job;

import java.util.concurrent.Executor;
import javafx.collections.ObservableList;

/** Runs jobs off the FX thread and brings their ends back to it. All methods are called on the FX thread. */
public interface JobRunner {

    JobHandle start(Job<?> job);

    /** The jobs that have not finished, in the order they were started. */
    ObservableList<JobHandle> jobs();

    /** Runs what it is given on the FX thread, later. Safe from any thread. */
    Executor ui();
}
