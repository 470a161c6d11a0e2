package org.t2workbench.core.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Measures the metrics of all matrices of a 135M Llama (30 layers, 576 and 192 singular values), once their singular
 * values are there: {@code mvn -q test -Dtest=SpectrumFigures -Dsurefire.failIfNoSpecifiedTests=false}. Its name keeps it
 * out of the ordinary tests: a busy machine says nothing about the code.
 */
class SpectrumFigures {

    private static final int LAYERS = 30;
    private static final int[][] SHAPES = {
        {576, 576}, {192, 576}, {192, 576}, {576, 576}, {1536, 576}, {1536, 576}, {576, 1536}
    };
    private static final int RUNS = 5;

    private record Matrix(List<Double> sigma, int rows, int columns) {}

    @Test
    void secondsOfATable() {
        Random random = new Random(1);
        List<Matrix> matrices = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int[] shape : SHAPES) {
                double[] sigma = new double[Math.min(shape[0], shape[1])];
                Arrays.setAll(sigma, i -> 4 * Math.exp(-i / 150.0) * (1 + 0.1 * random.nextDouble()));
                matrices.add(new Matrix(Arrays.stream(sigma).boxed().toList(), shape[0], shape[1]));
            }
        }
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            long defined = matrices.parallelStream()
                    .map(matrix -> SpectrumMetrics.of(
                            matrix.sigma().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray(),
                            matrix.rows(),
                            matrix.columns()))
                    .filter(metrics -> metrics.powerLaw().isPresent())
                    .count();
            System.out.printf(
                    Locale.ROOT,
                    "run %d: %d matrices, %d with a power law, %.3f s%n",
                    run,
                    matrices.size(),
                    defined,
                    (System.nanoTime() - start) / 1e9);
        }
    }
}
