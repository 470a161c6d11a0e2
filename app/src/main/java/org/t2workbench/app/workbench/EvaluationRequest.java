package org.t2workbench.app.workbench;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What to measure, as it is kept beside the results, so that it can be gone on with.
 *
 * @param model where it was opened from
 * @param tasks by name
 * @param strategies in the order of the rows
 * @param experts that may be used
 * @param dispatcher the file of the dispatch expert; empty for none
 * @param reading of the first pass: generate or score
 * @param split whose items are asked
 * @param limit most items of a task
 * @param seed their order
 * @param search the preset of the few-shot search
 * @param shots items that it scores its mixtures by; 0 for the preset's own number
 * @param leftOut ids of items that are in no row, since the manual mixture was found by them
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record EvaluationRequest(
        String model,
        List<String> tasks,
        List<EvaluatedStrategy> strategies,
        List<Given> experts,
        String dispatcher,
        String reading,
        String split,
        int limit,
        long seed,
        String search,
        int shots,
        List<String> leftOut) {

    public EvaluationRequest {
        tasks = List.copyOf(tasks);
        strategies = List.copyOf(strategies);
        experts = List.copyOf(experts);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * An expert.
     *
     * @param name as it stands in a table
     * @param file an expert file or a LoRA folder
     * @param alpha in the manual mixture
     */
    public record Given(String name, String file, double alpha) {}
}
