package org.t2workbench.core.spectrum;

import java.util.List;
import java.util.Locale;
import org.t2workbench.core.model.MatrixInfo;

/**
 * Which components moved one token of an answer: to first order, by how much each changed the token's log-probability.
 *
 * @param logProbability of the token under the gains as they are, in nats
 * @param reference what the contributions are counted from
 * @param matrices every matrix that has gains to count, in the model's order, with the sum of its components
 * @param top components in falling order of |contribution|
 */
public record Attribution(double logProbability, Reference reference, List<MatrixSum> matrices, List<Component> top) {

    public Attribution {
        matrices = List.copyOf(matrices);
        top = List.copyOf(top);
    }

    /** The gain from which a contribution is counted. */
    public enum Reference {
        /** Of an adapted model: g = 1, (gᵢ − 1) ∂ log p/∂gᵢ. */
        BASE(1),
        /** Of the base model itself: g = 0, gᵢ ∂ log p/∂gᵢ. */
        OFF(0);

        private final double gain;

        Reference(double gain) {
            this.gain = gain;
        }

        public double gain() {
            return gain;
        }

        /** The name in files: {@code base}, {@code off}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** All components of a matrix together, in nats. */
    public record MatrixSum(MatrixInfo matrix, double contribution) {}

    /**
     * A component.
     *
     * @param gain g as it is
     * @param contribution to log p, in nats: above 0 it made the token likelier
     */
    public record Component(MatrixInfo matrix, int component, double sigma, double gain, double contribution) {}

    /** Of all components together. */
    public double total() {
        return matrices.stream().mapToDouble(MatrixSum::contribution).sum();
    }

    /**
     * The contributions against the truth: gains were really set back to the reference and log p was measured again.
     *
     * @param each one component set back, in the order of {@link Attribution#top}
     * @param together all of these set back at once
     */
    public record Check(List<Measured> each, Measured together) {

        public Check {
            each = List.copyOf(each);
        }
    }

    /** In nats: what the contributions say, and by how much log p really fell. */
    public record Measured(double predicted, double real) {}
}
