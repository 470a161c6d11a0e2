package org.t2workbench.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;

class BenchmarkSuiteTest {

    @Test
    void everyFigureIsMeasuredAndHasItsBound() {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                LanguageModel model = LanguageModel.random(
                        engine, "random", Golden.folder("untied").config(), Dtype.BF16, 1)) {
            List<BenchmarkRow> rows = new BenchmarkSuite(model, Progress.NONE, new CancellationToken()).run();
            assertThat(rows.stream().map(BenchmarkRow::name))
                    .containsExactly(
                            "memory read", "matrix product", "decode batch 1", "decode batch 32", "prefill 64 tokens");
            assertThat(rows).allSatisfy(row -> assertThat(row.value()).isPositive());
            assertThat(rows.subList(2, 5))
                    .allSatisfy(row -> assertThat(row.bound()).isPositive());
        }
    }

    @Test
    void aCancelledBenchmarkIsLeft() {
        CancellationToken token = new CancellationToken();
        token.cancel();
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                LanguageModel model = LanguageModel.random(
                        engine, "random", Golden.folder("tied").config(), Dtype.F32, 1)) {
            BenchmarkSuite suite = new BenchmarkSuite(model, Progress.NONE, token);
            assertThatExceptionOfType(CancelledException.class).isThrownBy(suite::run);
        }
    }

    @Test
    void theStatedShapesAreThoseOf135MillionParameters() {
        assertThat(LanguageModel.parameters(BenchmarkSuite.llama135m())).isEqualTo(134_515_008);
    }
}
