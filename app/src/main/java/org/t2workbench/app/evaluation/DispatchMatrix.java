package org.t2workbench.app.evaluation;

import java.util.List;
import org.t2workbench.core.evaluation.EvaluationDocument;

/**
 * What the first pass took the prompts of each category for.
 *
 * @param strategy whose first pass it is
 * @param reading how it was read
 * @param labels of the columns
 */
public record DispatchMatrix(String strategy, String reading, List<String> labels, List<Row> rows) {

    public DispatchMatrix {
        labels = List.copyOf(labels);
        rows = List.copyOf(rows);
    }

    /**
     * The prompts of one category.
     *
     * @param unreadable how many first passes named no category, which counts as other
     */
    public record Row(String category, List<String> tasks, List<Integer> counts, int n, int unreadable) {

        public Row {
            tasks = List.copyOf(tasks);
            counts = List.copyOf(counts);
        }

        double share(int column) {
            return counts.get(column) / (double) n;
        }
    }

    static DispatchMatrix of(EvaluationDocument.Confusion confusion) {
        return new DispatchMatrix(
                confusion.strategy(),
                confusion.reading(),
                confusion.labels(),
                confusion.rows().stream()
                        .map(row -> new Row(row.category(), row.tasks(), row.counts(), row.n(), row.unreadable()))
                        .toList());
    }

    /** How many prompts went where they belong, from 0 to 1. */
    public double right() {
        long right = 0;
        long all = 0;
        for (Row row : rows) {
            right += row.counts().get(labels.indexOf(row.category()));
            all += row.n();
        }
        return right / (double) all;
    }
}
