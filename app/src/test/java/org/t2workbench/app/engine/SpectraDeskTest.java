package org.t2workbench.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.KeepReport;
import org.t2workbench.app.workbench.KeepRequest;
import org.t2workbench.app.workbench.KeepTexts;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.SpectrumEdit;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.svf.DecompositionStore;

/** Spectra, kept components and edits over the engine and the sample. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpectraDeskTest {

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private CoreSession session;

    @SuppressWarnings("NullAway.Init")
    private ModelSummary model;

    @SuppressWarnings("NullAway.Init")
    private KeepTexts texts;

    @BeforeAll
    void open() {
        session = new CoreSession(
                EngineSettings.DEFAULT, InstallFolder.find(), new DecompositionStore(folder.resolve("store")));
        openSample();
        texts = session.spectra().keepTexts().orElseThrow();
    }

    private void openSample() {
        model = session.open(ModelSource.SAMPLE, Progress.NONE, new CancellationToken());
        session.decompose(Progress.NONE, new CancellationToken());
    }

    @AfterAll
    void close() {
        session.close();
    }

    private KeepReport keep(SpectrumEdit edit, MatrixSummary matrix, KeepRequest.Scope scope, int first, int last) {
        return session.spectra()
                .keep(
                        new KeepRequest(edit, matrix, scope, first, last, texts, true, 24),
                        report -> {},
                        new CancellationToken());
    }

    @Test
    void everythingKeptIsTheBaseModelAndNothingKeptIsNoModel() {
        MatrixSummary matrix = model.matrices().get(0);
        KeepReport all = keep(SpectrumEdit.NONE, matrix, KeepRequest.Scope.ALL, 0, matrix.rank() - 1);
        assertThat(all.perplexity()).isCloseTo(all.basePerplexity(), within(1e-9));
        assertThat(all.answer()).isNotBlank();
        KeepReport none = keep(SpectrumEdit.NONE, matrix, KeepRequest.Scope.ALL, 0, -1);
        assertThat(none.perplexity()).isGreaterThan(5 * none.basePerplexity());
        KeepReport half = keep(SpectrumEdit.NONE, matrix, KeepRequest.Scope.ALL, 0, matrix.rank() / 2);
        // the small half may even disturb this text
        assertThat(half.perplexity()).isLessThan(none.perplexity()).isNotEqualTo(half.basePerplexity());
    }

    @Test
    void theScopeSaysWhichMatricesLoseComponents() {
        MatrixSummary matrix = model.matrices().get(model.matrices().size() - 1);
        double one =
                keep(SpectrumEdit.NONE, matrix, KeepRequest.Scope.MATRIX, 0, -1).perplexity();
        double kind =
                keep(SpectrumEdit.NONE, matrix, KeepRequest.Scope.KIND, 0, -1).perplexity();
        double base = keep(SpectrumEdit.NONE, matrix, KeepRequest.Scope.MATRIX, 0, matrix.rank() - 1)
                .basePerplexity();
        assertThat(one).isNotCloseTo(base, within(1e-6));
        assertThat(kind).isGreaterThan(one);
    }

    /** Switching off by the edit and not keeping are the same thing. */
    @Test
    void anEditCountsAsWhatItDoes() {
        MatrixSummary matrix = model.matrices().get(3);
        int rank = matrix.rank();
        SpectrumEdit edit = SpectrumEdit.NONE.with(matrix.name(), rank, 10, rank - 1, before -> 0);
        KeepReport edited = keep(edit, matrix, KeepRequest.Scope.MATRIX, 0, rank - 1);
        KeepReport kept = keep(SpectrumEdit.NONE, matrix, KeepRequest.Scope.MATRIX, 0, 9);
        assertThat(edited.perplexity()).isEqualTo(kept.perplexity());
        assertThat(edited.answer()).isEqualTo(kept.answer());
    }

    @Test
    void aKeptAnswerIsGivenUpAtTheNextToken() {
        MatrixSummary matrix = model.matrices().get(0);
        CancellationToken token = new CancellationToken();
        List<KeepReport> heard = new ArrayList<>();
        KeepRequest request = new KeepRequest(
                SpectrumEdit.NONE, matrix, KeepRequest.Scope.MATRIX, 0, matrix.rank() - 1, texts, true, 40);
        assertThatThrownBy(() -> session.spectra()
                        .keep(
                                request,
                                report -> {
                                    heard.add(report);
                                    if (heard.size() == 3) {
                                        token.cancel();
                                    }
                                },
                                token))
                .isInstanceOf(CancelledException.class);
        assertThat(heard).hasSizeBetween(3, 5);
    }

    @Test
    void aSavedEditIsAnExpertLikeAnyOther() {
        MatrixSummary matrix = model.matrices().get(5);
        SpectrumEdit edit = SpectrumEdit.NONE.with(matrix.name(), matrix.rank(), 0, 4, before -> 1.5);
        Path file = folder.resolve("by-hand.safetensors");
        session.spectra().saveEdit(edit, "by hand", file);
        ExpertSummary expert = session.loadExpert(file);
        assertThat(expert.name()).isEqualTo("by hand");
        assertThat(expert.warning()).isEmpty();
        assertThat(expert.largestGainChange()).isEqualTo(0.5);
        MatrixMetrics row = session.spectra()
                .metrics(MixtureSetting.NEUTRAL.with(expert.id(), 1), Progress.NONE, new CancellationToken())
                .get(5);
        assertThat(row.value(SpectrumMetric.LARGEST_GAIN_CHANGE)).isEqualTo(0.5);
        assertThat(row.value(SpectrumMetric.CHANGED_SHARE)).isCloseTo(5.0 / matrix.rank(), within(1e-12));
    }

    @Test
    void aShuffledMatrixKeepsItsNormAndIsKeptForTheNextTime() {
        String name = model.matrices().get(0).name();
        Map<SpectrumMetric, Double> first = session.spectra().shuffledMetrics(name, new CancellationToken());
        assertThat(first.get(SpectrumMetric.RANDOM_DISTANCE)).isBetween(0.0, Math.sqrt(Math.log(2)));
        assertThat(first.get(SpectrumMetric.SHUFFLED_SOFT_RANK)).isPositive();
        openSample();
        assertThat(session.spectra().shuffledMetrics(name, new CancellationToken()))
                .isEqualTo(first);
    }
}
