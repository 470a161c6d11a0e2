package org.t2workbench.core.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.adaptation.Choice;
import org.t2workbench.core.adaptation.Configuration;

/**
 * How often the first pass took a prompt of one category for another. Immutable.
 *
 * @param strategy whose first pass it is
 * @param reading how it was read
 * @param labels of the columns
 * @param rows one for each category that a task of the evaluation belongs to
 */
public record DispatchConfusion(String strategy, String reading, List<String> labels, List<Row> rows) {

    public DispatchConfusion {
        labels = List.copyOf(labels);
        rows = List.copyOf(rows);
    }

    /**
     * The prompts of one category.
     *
     * @param category the true one
     * @param tasks the prompts are of
     * @param counts by column: what the first pass came to
     * @param unreadable how many named no category and so count as other
     */
    public record Row(String category, List<String> tasks, List<Integer> counts, int unreadable) {

        public Row {
            tasks = List.copyOf(tasks);
            counts = List.copyOf(counts);
        }

        /** Prompts in all. */
        public int n() {
            return counts.stream().mapToInt(Integer::intValue).sum();
        }

        /** Share of a column, from 0 to 1. */
        public double share(int column) {
            return counts.get(column) / (double) n();
        }
    }

    /** @param rows of that configuration; a task that no category lists is left out */
    static DispatchConfusion of(Configuration.Dispatched dispatched, List<EvaluationRow> rows) {
        List<String> labels = dispatched.prompt().outcomes();
        Map<String, List<EvaluationRow>> byCategory = new LinkedHashMap<>();
        for (String label : labels) {
            for (EvaluationRow row : rows) {
                if (dispatched.prompt().truth(row.task()).filter(label::equals).isPresent()) {
                    byCategory.computeIfAbsent(label, any -> new ArrayList<>()).add(row);
                }
            }
        }
        List<Row> counted = new ArrayList<>();
        byCategory.forEach((category, own) -> {
            int[] counts = new int[labels.size()];
            int unreadable = 0;
            for (EvaluationRow row : own) {
                for (ItemOutcome outcome : row.outcomes()) {
                    Choice choice = outcome.first().orElseThrow();
                    counts[column(labels, choice.label())]++;
                    unreadable += choice.valid() ? 0 : 1;
                }
            }
            counted.add(new Row(
                    category,
                    own.stream().map(EvaluationRow::task).toList(),
                    Arrays.stream(counts).boxed().toList(),
                    unreadable));
        });
        return new DispatchConfusion(
                dispatched.strategy().label(), dispatched.reading().label(), labels, counted);
    }

    private static int column(List<String> labels, String label) {
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i).equalsIgnoreCase(label)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column for " + label);
    }
}
