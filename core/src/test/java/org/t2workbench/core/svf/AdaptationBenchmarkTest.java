package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.BenchmarkRow;
import org.t2workbench.core.model.LanguageModel;

class AdaptationBenchmarkTest {

    private static LanguageModel model(ComputeEngine engine, Dtype dtype) {
        return LanguageModel.random(engine, "random", Fixtures.model("untied").config(), dtype, 1);
    }

    @Test
    void everyFigureIsMeasuredOnAModelThatWasNeverRead() {
        for (Dtype dtype : List.of(Dtype.F32, Dtype.BF16)) {
            try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                    LanguageModel model = model(engine, dtype);
                    AdaptationBenchmark benchmark =
                            new AdaptationBenchmark(model, Progress.NONE, new CancellationToken())) {
                List<BenchmarkRow> rows = benchmark.run();
                assertThat(rows.stream().map(BenchmarkRow::name))
                        .containsExactly(
                                "decomposition, all matrices",
                                "mix 3 experts",
                                "switch weights, factored",
                                "switch weights, folded");
                assertThat(rows).allSatisfy(row -> assertThat(row.value()).isPositive());
            }
        }
    }

    @Test
    void aCancelledBenchmarkIsLeft() {
        CancellationToken token = new CancellationToken();
        token.cancel();
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                LanguageModel model = model(engine, Dtype.F32);
                AdaptationBenchmark benchmark = new AdaptationBenchmark(model, Progress.NONE, token)) {
            assertThatExceptionOfType(CancelledException.class).isThrownBy(benchmark::run);
        }
    }
}
