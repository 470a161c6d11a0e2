package org.t2workbench.core.adaptation.search;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.MixtureFile;

/**
 * What a search found. Immutable.
 *
 * @param settings how it was searched
 * @param mixture the best member
 * @param file the same, to be written or looked at: with the experts' files and the shots
 * @param score of the best member over the shots
 * @param history every generation
 * @param run the run folder; empty where the search left nothing on the disk
 */
public record SearchResult(
        SearchSettings settings,
        Mixture mixture,
        MixtureFile file,
        Score score,
        List<Generation> history,
        Optional<Path> run) {

    public SearchResult {
        history = List.copyOf(history);
    }

    /** Ids of the items that members were scored by: no row of an evaluation may count them. */
    public List<String> shots() {
        return file.shots().map(MixtureFile.Shots::items).orElse(List.of());
    }
}
