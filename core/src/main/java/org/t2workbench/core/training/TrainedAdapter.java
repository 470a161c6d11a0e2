package org.t2workbench.core.training;

import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunWriter;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;

/** Keeps what a run trained in its folder. */
final class TrainedAdapter {

    private TrainedAdapter() {}

    static void save(RunWriter run, Adapter adapter) {
        if (adapter instanceof Expert expert) {
            run.saveExpert(ExpertFile.body(expert));
        } else {
            throw new IllegalStateException("no file for " + adapter.getClass());
        }
    }

    /** @throws InvalidInputException when there is none, or its file is damaged */
    static Adapter read(RunFolder run) {
        return ExpertFile.read(run.expert()
                .orElseThrow(() -> new InvalidInputException(
                        "The run in " + run.path() + " has kept nothing that it trained yet.", run.path())));
    }
}
