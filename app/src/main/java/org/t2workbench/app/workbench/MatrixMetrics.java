package org.t2workbench.app.workbench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of one matrix.
 *
 * @param values what is undefined is not in the map
 * @param notes what is striking about it: what each thing means and what it does not
 * @param problem why it has no metrics, a sentence; empty where it has
 */
public record MatrixMetrics(
        MatrixSummary matrix, Map<SpectrumMetric, Double> values, List<String> notes, String problem) {

    public MatrixMetrics {
        values = Map.copyOf(values);
        notes = List.copyOf(notes);
    }

    public MatrixMetrics(MatrixSummary matrix, Map<SpectrumMetric, Double> values) {
        this(matrix, values, List.of(), "");
    }

    /** NaN where undefined. */
    public double value(SpectrumMetric metric) {
        return values.getOrDefault(metric, Double.NaN);
    }

    /** With further values. */
    public MatrixMetrics with(Map<SpectrumMetric, Double> more) {
        Map<SpectrumMetric, Double> all = new EnumMap<>(SpectrumMetric.class);
        all.putAll(values);
        all.putAll(more);
        return new MatrixMetrics(matrix, all, notes, problem);
    }
}
