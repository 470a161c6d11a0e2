package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;

class SoakTest {

    /** What native allocators keep for themselves; a leak of one batch a step would be several times as much. */
    private static final long SLACK_BYTES = 48L << 20;

    @TempDir
    Path temp;

    @Test
    void aThousandStepsAndGenerationsLeaveTheMemoryWhereItWas() throws IOException {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            ModelFolder folder = ModelFolder.open(SmallChatModel.write(engine, temp.resolve("model")));
            CancellationToken token = new CancellationToken();
            try (LanguageModel model = LanguageModel.open(engine, folder, Dtype.F32, Progress.NONE, token);
                    Decomposition decomposition = Decomposition.open(
                            engine, folder, Dtype.F32, new DecompositionStore(temp.resolve("store")))) {
                Soak.Report report = new Soak(model, decomposition, Progress.NONE, token).run(700);
                assertThat(report.trainingSteps()).isEqualTo(700);
                assertThat(report.generations()).isEqualTo(700);
                assertThat(report.generatedTokens()).isGreaterThan(700);
                if (report.residentBefore().isPresent()) {
                    assertThat(report.residentAfter().orElseThrow()
                                    - report.residentBefore().orElseThrow())
                            .isLessThan(SLACK_BYTES);
                }
            }
        }
    }
}
