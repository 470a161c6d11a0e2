package org.t2workbench.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.support.SpoiledSample;
import org.t2workbench.app.support.SpoiledSample.Entry;
import org.t2workbench.app.workbench.ComponentReading;
import org.t2workbench.app.workbench.DirectionMatches;
import org.t2workbench.app.workbench.KeepRequest;
import org.t2workbench.app.workbench.KeepTexts;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.SpectrumEdit;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.svf.DecompositionStore;

/** A model with a matrix of zeros, one of rank 1, one whose singular values are all equal, and one with a NaN. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddSpectraTest {

    private static final String ZERO = "model.layers.0.mlp.down_proj.weight";
    private static final String ONE = "model.layers.1.self_attn.o_proj.weight";
    private static final String FLAT = "model.layers.2.self_attn.o_proj.weight";
    private static final String NAN = "model.layers.3.mlp.up_proj.weight";

    @TempDir
    static Path folder;

    private CoreSession session;
    private ModelSummary model;
    private Map<String, MatrixMetrics> rows;

    @BeforeAll
    void open() throws IOException {
        SpoiledSample sample = new SpoiledSample(folder.resolve("odd"));
        sample.write(ZERO, (row, column) -> Entry.ZERO);
        sample.write(ONE, (row, column) -> Entry.ONE);
        sample.write(FLAT, (row, column) -> row == column ? Entry.ONE : Entry.ZERO);
        sample.write(NAN, (row, column) -> row == 5 && column == 7 ? Entry.NAN : Entry.ONE);
        session = new CoreSession(
                EngineSettings.DEFAULT, InstallFolder.find(), new DecompositionStore(folder.resolve("store")));
        model = session.open(new ModelSource(folder.resolve("odd").toString()), Progress.NONE, new CancellationToken());
        session.decompose(Progress.NONE, new CancellationToken());
        rows = session.spectra().metrics(MixtureSetting.NEUTRAL, Progress.NONE, new CancellationToken()).stream()
                .collect(Collectors.toMap(row -> row.matrix().name(), Function.identity()));
    }

    @AfterAll
    void close() {
        session.close();
    }

    private MatrixMetrics row(String name) {
        return Objects.requireNonNull(rows.get(name));
    }

    private MatrixSummary matrix(String name) {
        return model.matrices().stream()
                .filter(matrix -> matrix.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theStoreCountsTheMatrixWithNanAsDoneAndTheOthersHaveMetrics() {
        assertThat(session.decompositionStatus().isComplete()).isTrue();
        assertThat(rows).hasSize(model.matrices().size());
        assertThat(row(NAN).problem()).contains(NAN).contains("NaN");
        assertThat(row(NAN).value(SpectrumMetric.STABLE_RANK)).isNaN();
        rows.values().stream()
                .filter(row -> !row.matrix().name().equals(NAN))
                .forEach(row -> assertThat(row.problem()).isEmpty());
    }

    @Test
    void aMatrixOfZerosHasNormsAndRankAndNothingElse() {
        MatrixMetrics row = row(ZERO);
        assertThat(row.value(SpectrumMetric.FROBENIUS_NORM)).isZero();
        assertThat(row.value(SpectrumMetric.HARD_RANK)).isZero();
        for (SpectrumMetric metric : List.of(
                SpectrumMetric.STABLE_RANK,
                SpectrumMetric.EFFECTIVE_RANK,
                SpectrumMetric.CONDITION_NUMBER,
                SpectrumMetric.POWER_LAW_ALPHA,
                SpectrumMetric.MP_SPIKES)) {
            assertThat(metric.write(row.value(metric))).as(metric.name()).isEqualTo("n/a");
        }
        assertThat(row.notes()).singleElement().asString().startsWith("All entries are 0");
        SpectrumCurves curves = session.spectra().spectrum(ZERO, MixtureSetting.NEUTRAL);
        assertThat(curves.base()).hasSize(128).allMatch(sigma -> sigma == 0);
        assertThat(session.spectra().density(ZERO).counted()).isEmpty();
        ComponentReading reading = session.directions().component(ZERO, 0, 5);
        assertThat(reading.note()).isNotBlank();
        assertThat(session.spectra().shuffledMetrics(ZERO, new CancellationToken()))
                .isEmpty();
    }

    /** In f32 the values left over by rounding would count as components. */
    @Test
    void aMatrixOfRankOneHasRankOne() {
        MatrixMetrics row = row(ONE);
        assertThat(row.value(SpectrumMetric.HARD_RANK)).isEqualTo(1);
        assertThat(row.value(SpectrumMetric.RANK_LOSS)).isEqualTo(127);
        assertThat(row.value(SpectrumMetric.EFFECTIVE_RANK)).isCloseTo(1, within(1e-6));
        assertThat(row.value(SpectrumMetric.LARGEST_SINGULAR_VALUE)).isCloseTo(128, within(1e-9));
        assertThat(row.notes()).anyMatch(note -> note.startsWith("Some components are 0 up to rounding"));
        assertThat(session.spectra().density(ONE).counted()).hasSize(1);
        assertThat(session.directions().component(ONE, 0, 5).note()).isEmpty();
        assertThat(session.directions().component(ONE, 3, 5).note()).isNotBlank();
    }

    @Test
    void equalSingularValuesHaveNoOrderAndNoPowerLaw() {
        MatrixMetrics row = row(FLAT);
        assertThat(row.value(SpectrumMetric.EFFECTIVE_RANK)).isCloseTo(128, within(1e-9));
        assertThat(SpectrumMetric.POWER_LAW_ALPHA.write(row.value(SpectrumMetric.POWER_LAW_ALPHA)))
                .isEqualTo("n/a");
        assertThat(row.notes()).anyMatch(note -> note.startsWith("All singular values are equal"));
        assertThat(session.spectra().density(FLAT).counted()).hasSize(1);
        assertThat(session.directions().component(FLAT, 4, 5).note()).isNotBlank();
    }

    @Test
    void whatIsAskedOfTheMatrixWithNanIsAnsweredWithItsName() {
        assertThatThrownBy(() -> session.spectra().spectrum(NAN, MixtureSetting.NEUTRAL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(NAN);
        assertThatThrownBy(() -> session.spectra().density(NAN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(NAN);
        assertThatThrownBy(() -> session.directions().component(NAN, 0, 5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(NAN);
    }

    @Test
    void aSearchGoesThroughTheOthersAndSaysWhichItLeftOut() {
        DirectionMatches found = session.directions().search("cards", false, 8, Progress.NONE, new CancellationToken());
        assertThat(found.matches())
                .hasSize(8)
                .noneMatch(match -> match.matrix().name().equals(NAN));
        assertThat(found.tokens()).as("the word as it stands in a sentence").containsExactly(" cards");
        assertThat(found.problems()).singleElement().asString().contains(NAN);
        DirectionMatches written =
                session.directions().search("cards", true, 400, Progress.NONE, new CancellationToken());
        assertThat(written.matches())
                .as("a direction that carries nothing is found by accident")
                .noneMatch(match -> match.matrix().name().equals(ZERO))
                .filteredOn(match -> match.matrix().name().equals(ONE))
                .hasSizeLessThanOrEqualTo(1);
    }

    /** Its answers are not numbers, which is said, and not shown as an answer. */
    @Test
    void keptComponentsOfThatModelSayWhyThereIsNoAnswer() {
        MatrixSummary matrix = matrix(FLAT);
        KeepRequest request = new KeepRequest(
                SpectrumEdit.NONE,
                matrix,
                KeepRequest.Scope.MATRIX,
                0,
                3,
                new KeepTexts("Tom has 3 cards.", "Tom has 3 cards."),
                false,
                4);
        assertThatThrownBy(() -> session.spectra().keep(request, partial -> {}, new CancellationToken()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no numbers");
    }
}
