package org.t2workbench.core.adaptation.search;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.t2workbench.core.adaptation.DispatchPrompt;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Expert;

/**
 * An expert that takes part in a search, and the file it is read from again when the mixture is used.
 *
 * @param expert checked against the model already
 */
public record SearchExpert(Expert expert, Path file) {

    /**
     * @param dispatcher the task of the experts that dispatch prompts, as {@link DispatchPrompt#dispatcher} names it
     * @throws InvalidInputException for an adapter without gains, and for an expert that dispatches prompts
     */
    public static SearchExpert of(Adapter adapter, Path file, String dispatcher) {
        if (!(adapter instanceof Expert expert)) {
            throw new InvalidInputException(
                    "The adapter " + adapter.name() + " has no gains; the search mixes the gains of experts, so leave"
                            + " it out.",
                    file);
        }
        if (expert.task().equals(dispatcher)) {
            throw new InvalidInputException(
                    "The expert " + expert.name()
                            + " was trained to dispatch prompts; it serves the first pass only and"
                            + " is never mixed, so leave it out.",
                    file);
        }
        return new SearchExpert(expert, file);
    }

    /** @throws InvalidInputException for no experts, and for one that is there twice */
    static void requireUsable(List<SearchExpert> experts) {
        if (experts.isEmpty()) {
            throw new InvalidInputException("A search needs experts to mix; give at least one with --expert.");
        }
        Set<Path> seen = new HashSet<>();
        for (SearchExpert each : experts) {
            if (!seen.add(each.file().toAbsolutePath().normalize())) {
                throw new InvalidInputException(
                        "The expert " + each.expert().name() + " is given twice; give each expert once.", each.file());
            }
        }
    }
}
