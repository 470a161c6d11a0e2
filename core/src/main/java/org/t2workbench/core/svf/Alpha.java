package org.t2workbench.core.svf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

/** How strongly an adapter takes part in a mixture: the same everywhere, per layer, or per matrix. Immutable. */
public sealed interface Alpha {

    /** α for one matrix. */
    double at(MatrixInfo matrix);

    /** Whether α is 0 everywhere. */
    boolean isZero();

    /** As JSON has it: a number, a list with one per layer, or an object with one per matrix. */
    Object json();

    /**
     * The same everywhere.
     *
     * @throws InvalidInputException when it is not a finite number
     */
    static Alpha everywhere(double value) {
        return new Everywhere(value);
    }

    /**
     * One per layer, from layer 0 on.
     *
     * @throws InvalidInputException when one is not a finite number
     */
    static Alpha perLayer(List<Double> values) {
        return new PerLayer(values);
    }

    /**
     * One per matrix, by name; 0 for matrices not named.
     *
     * @throws InvalidInputException when one is not a finite number
     */
    static Alpha perMatrix(Map<String, Double> values) {
        return new PerMatrix(values);
    }

    /** The same α for every matrix. */
    record Everywhere(double value) implements Alpha {

        public Everywhere {
            requireFinite(value);
        }

        @Override
        public double at(MatrixInfo matrix) {
            return value;
        }

        @Override
        public boolean isZero() {
            return value == 0;
        }

        @Override
        public Object json() {
            return value;
        }
    }

    /** One α per layer. */
    record PerLayer(List<Double> values) implements Alpha {

        public PerLayer {
            values = List.copyOf(values);
            values.forEach(Alpha::requireFinite);
        }

        @Override
        public double at(MatrixInfo matrix) {
            if (matrix.layer() >= values.size()) {
                throw new InvalidInputException("The mixture has an α for " + values.size()
                        + " layers, but the model has more; make it for this model.");
            }
            return values.get(matrix.layer());
        }

        @Override
        public boolean isZero() {
            return values.stream().allMatch(value -> value == 0);
        }

        @Override
        public Object json() {
            return values;
        }
    }

    /** One α per named matrix, 0 elsewhere. */
    record PerMatrix(Map<String, Double> values) implements Alpha {

        public PerMatrix {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            values.values().forEach(Alpha::requireFinite);
        }

        @Override
        public double at(MatrixInfo matrix) {
            return values.getOrDefault(matrix.name(), 0.0);
        }

        @Override
        public boolean isZero() {
            return values.values().stream().allMatch(value -> value == 0);
        }

        @Override
        public Object json() {
            return new TreeMap<>(values);
        }
    }

    private static void requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidInputException("The strength α of an expert is " + value + ", which is not a number to mix"
                    + " with; give a number such as 0.5.");
        }
    }
}
