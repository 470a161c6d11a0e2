package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.MatrixInfo;

class MatrixDecomposerTest {

    /** What is asked of max |U diag(σ) Vᵀ − W| / σ₁ of factors in f32. */
    private static final double RESIDUAL = 1e-5;

    /** What rounding the factors to f32 costs; far below what f32 arithmetic would. */
    private static final double ROUNDING = 3e-7;

    @TempDir
    private Path folder;

    private ComputeEngine engine;

    @BeforeEach
    void start() {
        engine = ComputeEngine.start(1, "cpu");
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private record Parts(float[] u, double[] sigma, float[] vt) {}

    private Parts decompose(float[] values, int rows, int columns) {
        Path file = folder.resolve("w.safetensors");
        SafetensorsWriter.write(
                file, Map.of(), List.of(SafetensorsWriter.Entry.floats("w", new long[] {rows, columns}, values)));
        try (Safetensors source = Safetensors.open(file);
                NDManager scope = engine.newScope()) {
            MatrixInfo matrix = new MatrixInfo("w", 0, MatrixKind.Q, rows, columns);
            Factors factors = new MatrixDecomposer(engine).decompose(scope, source, matrix, new CancellationToken());
            Tensors tensors = new Tensors(engine);
            return new Parts(tensors.toFloats(factors.u()), factors.sigma(), tensors.toFloats(factors.vt()));
        }
    }

    /** max |U diag(σ) Vᵀ − W| in doubles. */
    private static double residual(Parts parts, float[] w, int rows, int columns) {
        int rank = Math.min(rows, columns);
        double largest = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < rank; k++) {
                    sum += parts.u()[i * rank + k] * parts.sigma()[k] * parts.vt()[k * columns + j];
                }
                largest = Math.max(largest, Math.abs(sum - w[i * columns + j]));
            }
        }
        return largest;
    }

    /** max |Qᵀ Q − I| over the vectors, which are the rows of the given matrix or its columns. */
    private static double skew(float[] q, int count, int length, boolean rows) {
        double largest = 0;
        for (int a = 0; a < count; a++) {
            for (int b = a; b < count; b++) {
                double dot = 0;
                for (int i = 0; i < length; i++) {
                    dot += rows
                            ? (double) q[a * length + i] * q[b * length + i]
                            : (double) q[i * count + a] * q[i * count + b];
                }
                largest = Math.max(largest, Math.abs(dot - (a == b ? 1 : 0)));
            }
        }
        return largest;
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,7", "7,1", "37,53", "53,37", "64,64", "31,101"})
    void factorsRebuildTheMatrix(int rows, int columns) {
        Random random = new Random(rows * 1000L + columns);
        float[] w = new float[rows * columns];
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) random.nextGaussian();
        }
        Parts parts = decompose(w, rows, columns);
        int rank = Math.min(rows, columns);
        assertThat(residual(parts, w, rows, columns)).isLessThan(ROUNDING * parts.sigma()[0]);
        assertThat(skew(parts.u(), rank, rows, false)).isLessThan(RESIDUAL);
        assertThat(skew(parts.vt(), rank, columns, true)).isLessThan(RESIDUAL);
        for (int i = 1; i < rank; i++) {
            assertThat(parts.sigma()[i]).isBetween(0.0, parts.sigma()[i - 1]);
        }
    }

    @Test
    void singularValuesAreThoseWorkedOutByHand() {
        // [[3, 0], [4, 5]]: WᵀW = [[25, 20], [20, 25]] with eigenvalues 45 and 5
        double[] sigma = decompose(new float[] {3, 0, 4, 5}, 2, 2).sigma();
        assertThat(sigma[0]).isCloseTo(Math.sqrt(45), within(1e-14));
        assertThat(sigma[1]).isCloseTo(Math.sqrt(5), within(1e-14));
    }

    @Test
    void aMatrixOfLowRankHasItsRankInDoublePrecision() {
        Random random = new Random(3);
        int rows = 41;
        int columns = 29;
        float[] w = new float[rows * columns];
        // integers: the products are exact, so the rank is 2 exactly
        int[] left = random.ints(2L * rows, -5, 6).toArray();
        int[] right = random.ints(2L * columns, -5, 6).toArray();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                w[i * columns + j] = left[i] * right[j] + left[rows + i] * right[columns + j];
            }
        }
        Parts parts = decompose(w, rows, columns);
        assertThat(residual(parts, w, rows, columns)).isLessThan(ROUNDING * parts.sigma()[0]);
        assertThat(parts.sigma()[2] / parts.sigma()[0]).isLessThan(1e-14);
    }

    @Test
    void aMatrixOfZerosHasSingularValuesOfZero() {
        Parts parts = decompose(new float[15], 3, 5);
        assertThat(parts.sigma()).containsExactly(0, 0, 0);
        assertThat(residual(parts, new float[15], 3, 5)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1e-30", "1e30"})
    void sizesNearTheEndsOfTheRangeSurvive(float size) {
        Random random = new Random(8);
        float[] w = new float[17 * 13];
        for (int i = 0; i < w.length; i++) {
            w[i] = size * (float) random.nextGaussian();
        }
        Parts parts = decompose(w, 17, 13);
        assertThat(residual(parts, w, 17, 13)).isLessThan(ROUNDING * parts.sigma()[0]);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void valuesThatAreNotFiniteAreRefusedWithTheMatrixName(float value) {
        float[] w = {1, 2, 3, value, 5, 6};
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> decompose(w, 2, 3))
                .withMessageContaining("matrix w")
                .withMessageContaining("not finite");
    }
}
