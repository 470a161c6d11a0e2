package org.t2workbench.core.evaluation;

import java.util.List;
import java.util.Map;

/**
 * What an evaluation came to. Immutable.
 *
 * @param configuration everything that decides the figures, as it was recorded before the split was opened
 * @param rows task by task in the plan's order
 * @param confusions one for each configuration with a first pass
 * @param notes what a reader should know besides, one sentence each
 */
public record EvaluationResult(
        Map<String, Object> configuration,
        List<EvaluationRow> rows,
        List<DispatchConfusion> confusions,
        List<String> notes) {

    public EvaluationResult {
        rows = List.copyOf(rows);
        confusions = List.copyOf(confusions);
        notes = List.copyOf(notes);
    }
}
