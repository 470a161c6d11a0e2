package org.t2workbench.app.workbench;

import java.util.List;

/**
 * What the strategies with a first pass find.
 *
 * @param tasks whose experts the categories ask for; none where there are no categories
 * @param served those of them that have an expert
 * @param dispatcherTask the task of the expert that serves the classifier's first pass
 * @param hasDispatcher whether there is such an expert
 */
public record DispatchNeeds(List<String> tasks, List<String> served, String dispatcherTask, boolean hasDispatcher) {

    public DispatchNeeds {
        tasks = List.copyOf(tasks);
        served = List.copyOf(served);
    }
}
