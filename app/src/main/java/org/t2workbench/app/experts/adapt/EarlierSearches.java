package org.t2workbench.app.experts.adapt;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobRunner;
import org.t2workbench.core.adaptation.search.MixtureSearch;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;

/** The searches among this user's runs, newest first. FX thread only. */
public final class EarlierSearches {

    private static final Logger LOG = LoggerFactory.getLogger(EarlierSearches.class);
    private static final int MOST = 12;

    /**
     * One of them.
     *
     * @param name of its folder
     * @param task it was for
     */
    public record Earlier(Path folder, String name, String task) {}

    private final JobRunner runner;
    private final RunRegistry registry;
    private final ReadOnlyObjectWrapper<List<Earlier>> found = new ReadOnlyObjectWrapper<>(List.of());

    EarlierSearches(JobRunner runner, RunRegistry registry) {
        this.runner = runner;
        this.registry = registry;
    }

    public ReadOnlyObjectProperty<List<Earlier>> foundProperty() {
        return found.getReadOnlyProperty();
    }

    /** Looks again, off the FX thread. */
    public void look() {
        runner.start(Job.io("", (progress, token) -> read()).quiet().onSuccess(found::set));
    }

    private List<Earlier> read() {
        return registry.runs(problem -> LOG.debug("passed over: {}", problem.getMessage())).stream()
                .filter(run -> run.config().kind().equals(MixtureSearch.KIND))
                .limit(MOST)
                .map(EarlierSearches::earlier)
                .toList();
    }

    private static Earlier earlier(RunFolder run) {
        return new Earlier(
                run.path(),
                String.valueOf(run.path().getFileName()),
                Objects.toString(run.config().config().get("task"), ""));
    }
}
