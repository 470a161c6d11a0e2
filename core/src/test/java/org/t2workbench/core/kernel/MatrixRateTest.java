package org.t2workbench.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixRateTest {

    /** No processor that runs this multiplies less than 10 million times a second, and none 10¹⁵ times. */
    @ParameterizedTest
    @EnumSource(Dtype.class)
    void aRateIsOneThatAProcessorCanHave(Dtype dtype) {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            assertThat(MatrixRate.measure(engine, dtype, 129, 257)).isBetween(1e7, 1e15);
        }
    }

    @Test
    void theSmallestMatrixHasARateToo() {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            assertThat(MatrixRate.measure(engine, Dtype.F32, 1, 1)).isPositive().isFinite();
        }
    }
}
