package org.t2workbench.app.workbench;

import java.util.List;

/**
 * What a model can be measured with, besides its experts.
 *
 * @param tasks their names
 * @param categories of the first pass; empty where the file that lists them is missing
 * @param dispatcher the file of the dispatch expert that came with the model; empty where none did
 * @param shots ids of the items that mixtures of this session were found by: to be in no row
 */
public record EvaluationOffer(List<String> tasks, List<String> categories, String dispatcher, List<String> shots) {

    public EvaluationOffer {
        tasks = List.copyOf(tasks);
        categories = List.copyOf(categories);
        shots = List.copyOf(shots);
    }
}
