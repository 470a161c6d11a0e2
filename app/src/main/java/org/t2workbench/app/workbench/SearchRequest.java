package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.t2workbench.core.adaptation.search.MixtureSearch;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.RunFolder;

/**
 * A mixture to search for. Immutable.
 *
 * @param task its name or file
 * @param experts the files of those to mix, in the order of their α
 * @param folder of the run: an empty one, or one that holds a run of the same request, which then goes on
 */
public record SearchRequest(String task, List<Path> experts, SearchSettings settings, Path folder) {

    public SearchRequest {
        experts = List.copyOf(experts);
    }

    /**
     * What a run was begun with, whether here or on the command line.
     *
     * @throws InvalidInputException when the run did not search a mixture, or does not say its task and experts
     */
    public static SearchRequest of(RunFolder run) {
        if (!run.config().kind().equals(MixtureSearch.KIND)) {
            throw new InvalidInputException(
                    "The run in " + run.path() + " did not search a mixture; choose one that did.", run.path());
        }
        String task = "";
        List<Path> experts = new ArrayList<>();
        List<String> words = run.config().command();
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals("--task")) {
                task = words.get(i + 1);
            } else if (words.get(i).equals("--expert")) {
                experts.add(Path.of(words.get(i + 1)));
            }
        }
        if (task.isEmpty() || experts.isEmpty()) {
            throw new InvalidInputException(
                    "The run in " + run.path() + " does not say which task and experts it searched with.", run.path());
        }
        return new SearchRequest(
                task, experts, SearchSettings.fromMap(run.config().config()), run.path());
    }
}
