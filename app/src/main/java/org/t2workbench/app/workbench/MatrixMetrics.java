package org.t2workbench.app.workbench;

import java.util.Map;

/** The metrics of one matrix; what is undefined is not in the map. */
public record MatrixMetrics(MatrixSummary matrix, Map<SpectrumMetric, Double> values) {

    public MatrixMetrics {
        values = Map.copyOf(values);
    }

    /** NaN where undefined. */
    public double value(SpectrumMetric metric) {
        return values.getOrDefault(metric, Double.NaN);
    }
}
