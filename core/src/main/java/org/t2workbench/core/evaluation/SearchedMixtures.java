package org.t2workbench.core.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.search.MixtureSearch;
import org.t2workbench.core.adaptation.search.SearchExpert;
import org.t2workbench.core.adaptation.search.SearchResult;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.training.PromptEncoder;

/**
 * The few-shot strategy of an evaluation: one search per task, all with the same settings, fixed before any. Compute thread
 * only; owns nothing.
 */
public final class SearchedMixtures implements MixtureFinder {

    private final AdaptedModel model;
    private final List<SearchExpert> experts;
    private final SearchSettings settings;
    private final Optional<Path> folder;

    /** @param folder where each task's search keeps its run, so that a stopped one goes on; empty: nowhere */
    public SearchedMixtures(
            AdaptedModel model, List<SearchExpert> experts, SearchSettings settings, Optional<Path> folder) {
        this.model = model;
        this.experts = List.copyOf(experts);
        this.settings = settings;
        this.folder = folder;
    }

    @Override
    public Found find(Task task, Progress progress, CancellationToken token) {
        MixtureSearch search = new MixtureSearch(
                model.model(),
                model.decomposition(),
                PromptEncoder.of(model.model()),
                task,
                experts,
                settings,
                progress,
                token);
        SearchResult result = folder.map(runs -> search.run(runs.resolve("search-" + task.name()), List.of()))
                .orElseGet(search::find);
        return new Found(result.mixture(), search.items());
    }
}
