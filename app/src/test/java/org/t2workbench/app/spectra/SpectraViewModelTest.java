package org.t2workbench.app.spectra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.chart.ChartPicture;
import org.t2workbench.app.chart.SpectrumChart.Band;
import org.t2workbench.app.chart.SpectrumData;
import org.t2workbench.app.dialog.FakeDialogs;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.InlineJobRunner;
import org.t2workbench.app.job.StepJobRunner;
import org.t2workbench.app.workbench.FakeSession;
import org.t2workbench.app.workbench.KeepReport;
import org.t2workbench.app.workbench.KeepRequest;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.SpectrumEdit;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.app.workbench.Workspace;

/** Spectra without a window: edits, kept components, what the chart is given, files. */
class SpectraViewModelTest {

    private final Strings strings = new Strings(Locale.ENGLISH);
    private final FakeSession session = new FakeSession();
    private final FakeDialogs dialogs = new FakeDialogs();
    private final List<Throwable> failures = new ArrayList<>();
    private final Workspace workspace = new Workspace(session, new InlineJobRunner(failures::add), strings);
    private final SpectraViewModel spectra = new SpectraViewModel(workspace, dialogs, strings);

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        workspace.open(ModelSource.SAMPLE);
        spectra.activate();
        assertThat(failures).isEmpty();
    }

    private MatrixSummary matrix() {
        return Objects.requireNonNull(spectra.selectedProperty().get());
    }

    private List<Double> gains() {
        return spectra.edit().editProperty().get().of(matrix().name(), matrix().rank());
    }

    private void brush(int first, int last) {
        spectra.edit().bandProperty().set(new Band(first, last));
    }

    @Test
    void aBandIsSetScaledSwitchedOffUndoneAndRedone() {
        EditViewModel edit = spectra.edit();
        brush(3, 5);
        edit.set(2);
        edit.scale(1.5);
        assertThat(gains().subList(2, 7)).containsExactly(1.0, 3.0, 3.0, 3.0, 1.0);
        brush(5, 6);
        edit.switchOff();
        assertThat(gains().subList(2, 8)).containsExactly(1.0, 3.0, 3.0, 0.0, 0.0, 1.0);
        edit.undo();
        edit.undo();
        assertThat(gains().subList(2, 7)).containsExactly(1.0, 2.0, 2.0, 2.0, 1.0);
        edit.redo();
        assertThat(gains().get(4)).isEqualTo(3);
        edit.set(1);
        assertThat(edit.redoableProperty().get())
                .as("a new change ends what was undone")
                .isFalse();
        edit.undo();
        edit.undo();
        edit.undo();
        assertThat(edit.editProperty().get()).isEqualTo(SpectrumEdit.NONE);
        assertThat(edit.undoableProperty().get()).isFalse();
    }

    @Test
    void whatIsNoGainChangesNothing() {
        brush(0, 3);
        spectra.edit().set(Double.NaN);
        spectra.edit().set(1e9);
        spectra.edit().scale(Double.POSITIVE_INFINITY);
        assertThat(spectra.edit().editProperty().get().isNeutral()).isTrue();
        spectra.edit().bandProperty().set(null);
        spectra.edit().set(0.5);
        assertThat(spectra.edit().editProperty().get().isNeutral()).isTrue();
    }

    @Test
    void anEditIsSavedAsAnExpertAndListed() {
        brush(0, 9);
        spectra.edit().set(0.5);
        Path file = folder.resolve("mine.safetensors");
        dialogs.answer = file;
        spectra.edit().save();
        assertThat(session.spectra.edits.get(file))
                .isEqualTo(spectra.edit().editProperty().get());
        assertThat(workspace.experts()).anyMatch(expert -> expert.file().equals(file));
    }

    @Test
    void whereNothingCouldBeMeasuredTheReasonStandsAndItCanBeAskedForAgain() {
        FakeSession failing = new FakeSession();
        failing.spectra.unmeasurable = "The decomposition in the cache is damaged.";
        Workspace other = new Workspace(failing, new InlineJobRunner(failures::add), strings);
        SpectraViewModel screen = new SpectraViewModel(other, dialogs, strings);
        other.open(ModelSource.SAMPLE);
        screen.activate();
        assertThat(screen.stateProperty().get()).isEqualTo(SpectraState.FAILED);
        assertThat(screen.failure()).isEqualTo(failing.spectra.unmeasurable);
        failing.spectra.unmeasurable = "";
        screen.measure();
        assertThat(screen.stateProperty().get()).isEqualTo(SpectraState.READY);
    }

    @Test
    void theChartShowsTheEdit() {
        brush(0, 0);
        spectra.edit().set(0.5);
        SpectrumData data = spectra.chart().dataProperty().get();
        SpectrumData.Line edited = data.lines().get(data.lines().size() - 1);
        assertThat(edited.name()).isEqualTo(strings.get("spectra.legend.edited", strings.get("spectra.legend.sigma")));
        assertThat(edited.y().get(0)).isEqualTo(0.5 * data.lines().get(0).y().get(0));
        assertThat(edited.y().get(1)).isEqualTo(data.lines().get(0).y().get(1));
    }

    @Test
    void everyTabHasItsLines() {
        ChartViewModel chart = spectra.chart();
        int rank = matrix().rank();
        chart.tabProperty().set(SpectrumTab.ENERGY);
        SpectrumData energy = chart.dataProperty().get();
        assertThat(energy.lines().get(0).y().get(rank - 1)).isCloseTo(1, within(1e-12));
        chart.sharesProperty().set(true);
        assertThat(chart.dataProperty().get().lines().get(0).x().get(rank - 1)).isEqualTo(1);
        chart.tabProperty().set(SpectrumTab.DENSITY);
        assertThat(chart.dataProperty().get().lines()).hasSize(3);
        chart.tabProperty().set(SpectrumTab.GAINS);
        assertThat(chart.dataProperty().get().lines().get(1).y()).anyMatch(gain -> gain != 1);
    }

    @Test
    void expertsAreLaidOverAndMatricesPinned() {
        ChartViewModel chart = spectra.chart();
        int before = chart.dataProperty().get().lines().size();
        chart.overlaid().add(spectra.overlays().get(2));
        assertThat(chart.dataProperty().get().lines()).hasSize(before + 1);
        chart.pin();
        MatrixSummary pinned = matrix();
        spectra.selectedProperty().set(spectra.metricsProperty().get().get(0).matrix());
        assertThat(chart.dataProperty().get().lines()).hasSize(before + 2);
        assertThat(chart.dataProperty().get().lines().get(before + 1).name()).contains(pinned.shortName());
        chart.unpinAll();
        assertThat(chart.dataProperty().get().lines()).hasSize(before + 1);
    }

    @Test
    void keptComponentsAreCountedFromEitherEnd() {
        KeepViewModel keep = spectra.keep();
        int rank = matrix().rank();
        assertThat(lastKept().first()).isZero();
        assertThat(lastKept().last()).isEqualTo(rank - 1);
        keep.countProperty().set(10);
        keep.modeProperty().set(KeepViewModel.Mode.TOP);
        assertThat(lastKept().last()).isEqualTo(9);
        keep.modeProperty().set(KeepViewModel.Mode.BOTTOM);
        assertThat(lastKept().first()).isEqualTo(rank - 10);
        keep.firstProperty().set(4);
        keep.modeProperty().set(KeepViewModel.Mode.BAND);
        keep.scopeProperty().set(KeepRequest.Scope.ALL);
        assertThat(lastKept().first()).isEqualTo(4);
        assertThat(lastKept().last()).isEqualTo(13);
        assertThat(lastKept().scope()).isEqualTo(KeepRequest.Scope.ALL);
        KeepReport report = Objects.requireNonNull(keep.reportProperty().get());
        assertThat(report.answer()).isEqualTo("Tom has 18 cards.");
        assertThat(keep.busyProperty().get()).isFalse();
    }

    private KeepRequest lastKept() {
        return session.spectra.kept.get(session.spectra.kept.size() - 1);
    }

    @Test
    void walkingOverTheMapAsksNothingWhileEverythingIsKept() {
        int before = session.spectra.kept.size();
        spectra.selectedProperty().set(spectra.metricsProperty().get().get(0).matrix());
        spectra.selectedProperty().set(spectra.metricsProperty().get().get(1).matrix());
        assertThat(session.spectra.kept).hasSize(before);
    }

    @Test
    void metricsOfShuffledMatricesFillInAfterwards() {
        assertThat(spectra.metricsProperty().get()).allMatch(row -> row.value(SpectrumMetric.RANDOM_DISTANCE) == 0.2);
    }

    @Test
    void theTableGoesToAFileInFull() throws IOException {
        Path file = folder.resolve("metrics.csv");
        dialogs.answer = file;
        spectra.exportMetrics();
        List<String> lines = Files.readAllLines(file);
        List<MatrixMetrics> rows = spectra.metricsProperty().get();
        assertThat(lines).hasSize(rows.size() + 1);
        assertThat(lines.get(0)).contains("effective_rank").contains("random_distance");
        assertThat(lines.get(1))
                .startsWith(rows.get(0).matrix().name())
                .contains(Double.toString(rows.get(0).value(SpectrumMetric.EFFECTIVE_RANK)));
        dialogs.answer = folder.resolve("chart.csv");
        spectra.chart().export(ChartPicture.Format.CSV);
        SpectrumData data = spectra.chart().dataProperty().get();
        assertThat(Files.readAllLines(folder.resolve("chart.csv")))
                .hasSize(1
                        + data.lines().stream()
                                .mapToInt(line -> line.x().size())
                                .sum());
        dialogs.answer = folder.resolve("chart.svg");
        spectra.chart().export(ChartPicture.Format.SVG);
        assertThat(Files.readString(folder.resolve("chart.svg")))
                .contains("<svg")
                .contains("</svg>");
        dialogs.answer = folder.resolve("chart.png");
        spectra.chart().export(ChartPicture.Format.PNG);
        assertThat(Files.size(folder.resolve("chart.png"))).isGreaterThan(1000);
        assertThat(failures).isEmpty();
    }

    /** Jobs that are stepped by hand: what was asked first must not be shown after what was asked last. */
    @Test
    void whatTheSliderLeftBehindIsGivenUp() {
        StepJobRunner steps = new StepJobRunner(failures::add);
        Workspace slow = new Workspace(session, steps, strings);
        SpectraViewModel other = new SpectraViewModel(slow, dialogs, strings);
        slow.open(ModelSource.SAMPLE);
        steps.runAll();
        other.activate();
        steps.runAll();
        int before = session.spectra.kept.size();
        other.keep().modeProperty().set(KeepViewModel.Mode.TOP);
        for (int count = 100; count >= 1; count--) {
            other.keep().countProperty().set(count);
        }
        steps.runAll();
        assertThat(session.spectra.kept.size() - before).isLessThanOrEqualTo(2);
        assertThat(lastKept().last()).isZero();
        assertThat(other.keep().busyProperty().get()).isFalse();
    }

    @Test
    void aMatrixOfZerosIsASentenceAndNoEmptyChart() {
        session.spectra.zeroMatrix = matrix().name();
        spectra.deactivate();
        workspace.open(ModelSource.SAMPLE);
        spectra.activate();
        assertThat(matrix().name()).isEqualTo(session.spectra.zeroMatrix);
        for (SpectrumTab tab : new SpectrumTab[] {SpectrumTab.SPECTRUM, SpectrumTab.ENERGY, SpectrumTab.DENSITY}) {
            spectra.chart().tabProperty().set(tab);
            assertThat(spectra.chart().nothingProperty().get())
                    .as(tab.name())
                    .contains(matrix().shortName())
                    .contains("is 0");
            assertThat(spectra.chart().dataProperty().get().lines()).isEmpty();
        }
        spectra.selectedProperty()
                .set(Objects.requireNonNull(workspace.model()).matrices().get(0));
        assertThat(spectra.chart().nothingProperty().get()).isEmpty();
    }

    @Test
    void eachTabKeepsItsScaleAndSharesStartLinear() {
        ChartViewModel chart = spectra.chart();
        assertThat(chart.logarithmicProperty().get()).isTrue();
        chart.tabProperty().set(SpectrumTab.ENERGY);
        assertThat(chart.logarithmicProperty().get()).isFalse();
        chart.logarithmicProperty().set(true);
        chart.tabProperty().set(SpectrumTab.GAINS);
        assertThat(chart.logarithmicProperty().get()).isFalse();
        chart.tabProperty().set(SpectrumTab.ENERGY);
        assertThat(chart.logarithmicProperty().get()).isTrue();
        chart.tabProperty().set(SpectrumTab.SPECTRUM);
        assertThat(chart.logarithmicProperty().get()).isTrue();
    }

    /** The mixture of Compare and an expert may come to the same gains: only the legend changes then. */
    @Test
    void theLegendNamesWhatIsComparedWithAlsoWhereTheValuesAreTheSame() {
        workspace.mixtureProperty().set(spectra.overlays().get(1).mixture());
        assertThat(spectra.chart().dataProperty().get().lines().get(1).name()).contains("mixture of Compare");
        spectra.overlayProperty().set(spectra.overlays().get(1));
        assertThat(spectra.chart().dataProperty().get().lines().get(1).name())
                .contains(spectra.overlays().get(1).name());
    }
}
