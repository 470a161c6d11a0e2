package org.t2workbench.core.exchange;

import java.util.List;
import java.util.stream.IntStream;
import org.t2workbench.core.model.MatrixInfo;

/**
 * The components of a mixture's ΔW, matrix by matrix, of which a LoRA of rank r keeps the r largest: what that loses is
 * known before anything is written. Immutable.
 *
 * @param parts the matrices that change
 */
public record LoraPlan(List<Part> parts) {

    public LoraPlan {
        parts = List.copyOf(parts);
    }

    /**
     * One matrix.
     *
     * @param sizes of the components of ΔW from the largest down, none of them 0
     * @param order their numbers among the singular values, where gains alone make the change; empty where they are those of
     *     ΔW itself
     */
    @SuppressWarnings("ArrayRecordComponent") // never written to
    public record Part(MatrixInfo matrix, double[] sizes, int[] order) {

        boolean ofGainsAlone() {
            return order.length > 0;
        }

        /** Σ of the squares from one component on. */
        private double squares(int from) {
            return IntStream.range(Math.min(from, sizes.length), sizes.length)
                    .mapToDouble(i -> sizes[i] * sizes[i])
                    .sum();
        }

        /** ‖ΔW − ΔWᵣ‖ / ‖ΔW‖ (Frobenius) of this matrix. */
        public double error(int rank) {
            return Math.sqrt(squares(rank) / squares(0));
        }

        /** ‖ΔW‖ */
        public double norm() {
            return Math.sqrt(squares(0));
        }
    }

    /** ‖ΔW − ΔWᵣ‖ / ‖ΔW‖ (Frobenius) over all matrices. */
    public double error(int rank) {
        double lost = parts.stream().mapToDouble(part -> part.squares(rank)).sum();
        double all = parts.stream().mapToDouble(part -> part.squares(0)).sum();
        return Math.sqrt(lost / all);
    }

    /** The rank from which on nothing is lost. */
    public int fullRank() {
        return parts.stream().mapToInt(part -> part.sizes().length).max().orElse(0);
    }

    /** A rank that is asked for, cut to what is needed. */
    public int cut(int rank) {
        return Math.min(rank, fullRank());
    }

    /** Numbers that a LoRA of this rank has. */
    public long values(int rank) {
        return parts.stream()
                .mapToLong(part ->
                        (long) rank * (part.matrix().rows() + part.matrix().columns()))
                .sum();
    }
}
