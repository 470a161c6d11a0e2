package org.t2workbench.app.workbench;

import java.util.List;
import org.t2workbench.core.spectrum.GainHistogram;
import org.t2workbench.core.spectrum.GainMetrics;
import org.t2workbench.core.spectrum.GainVector;

/**
 * All gains of one expert.
 *
 * @param expert its id
 * @param matrices those that it has gains for, in the model's order
 * @param reach largest |g − 1|
 * @param histogram of all gains
 */
public record ExpertGains(String expert, List<Row> matrices, double reach, GainHistogram histogram) {

    public ExpertGains {
        matrices = List.copyOf(matrices);
    }

    /**
     * One matrix.
     *
     * @param metrics ‖ΔW‖/‖W‖ is NaN where the matrix is not decomposed
     */
    public record Row(MatrixSummary matrix, GainVector gains, GainMetrics metrics) {}

    /** A row for each component: its matrix, place and gain, in full. */
    public String csv() {
        StringBuilder text = new StringBuilder("matrix,layer,kind,component,gain\n");
        for (Row row : matrices) {
            String head = row.matrix().name()
                    + ','
                    + row.matrix().layer()
                    + ','
                    + row.matrix().kind()
                    + ',';
            for (int i = 0; i < row.gains().size(); i++) {
                text.append(head)
                        .append(i)
                        .append(',')
                        .append(row.gains().at(i))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** A row for each matrix with what its gains do. */
    public String metricsCsv() {
        StringBuilder text =
                new StringBuilder("matrix,layer,kind,largest_gain_change,relative_weight_change,changed_share\n");
        for (Row row : matrices) {
            GainMetrics metrics = row.metrics();
            text.append(row.matrix().name()).append(',').append(row.matrix().layer());
            text.append(',').append(row.matrix().kind()).append(',').append(metrics.largestChange());
            text.append(',').append(Double.isNaN(metrics.relativeChange()) ? "" : metrics.relativeChange());
            text.append(',').append(metrics.changedShare()).append('\n');
        }
        return text.toString();
    }
}
