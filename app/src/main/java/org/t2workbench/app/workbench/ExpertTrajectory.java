package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.List;

/**
 * The way of one expert through its training.
 *
 * @param points where its gains were kept, from the start on
 * @param norms ‖g − 1‖ after every iteration, as the run noted it
 * @param best the iteration that is best by validation; negative where none is known
 */
public record ExpertTrajectory(Path run, List<Point> points, List<Norm> norms, long best) {

    public ExpertTrajectory {
        points = List.copyOf(points);
        norms = List.copyOf(norms);
    }

    /**
     * The expert at one iteration.
     *
     * @param norm ‖g − 1‖
     * @param cosine of g − 1 with that of the last point; NaN where nothing is changed yet
     * @param relativeChange ‖ΔW‖/‖W‖ over the model
     * @param divergence mean KL on the prompt; NaN where there was none
     */
    public record Point(
            long iteration, double norm, double cosine, double relativeChange, double largest, double divergence) {}

    public record Norm(long iteration, double norm) {}

    /** A row for each point. */
    public String csv() {
        StringBuilder text =
                new StringBuilder("iteration,norm,cosine_to_last,relative_weight_change,largest_gain_change,mean_kl\n");
        for (Point point : points) {
            text.append(point.iteration()).append(',').append(point.norm()).append(',');
            text.append(Double.isNaN(point.cosine()) ? "" : point.cosine()).append(',');
            text.append(point.relativeChange())
                    .append(',')
                    .append(point.largest())
                    .append(',');
            text.append(Double.isNaN(point.divergence()) ? "" : point.divergence())
                    .append('\n');
        }
        return text.toString();
    }
}
