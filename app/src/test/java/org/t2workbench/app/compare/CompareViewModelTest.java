package org.t2workbench.app.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.dialog.FakeDialogs;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.job.StepJobRunner;
import org.t2workbench.app.settings.SettingsStore;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.FakeSession;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.Side;
import org.t2workbench.app.workbench.Strategy;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.run.RunRegistry;

/** Every command in every state, and what follows a slider. */
class CompareViewModelTest {

    private final Strings strings = new Strings(Locale.ENGLISH);
    private final List<Throwable> failures = new ArrayList<>();
    private final StepJobRunner runner = new StepJobRunner(failures::add);
    private final FakeSession session = new FakeSession();
    private final Workspace workspace = new Workspace(session, runner, strings);
    private final FakeDialogs dialogs = new FakeDialogs();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    private CompareViewModel viewModel;

    @BeforeEach
    void open() {
        failures.clear();
        SettingsStore settings = new SettingsStore(folder.resolve("settings.json"), executor, Duration.ofHours(1));
        viewModel =
                new CompareViewModel(workspace, dialogs, new KeptMixtures(new RunRegistry(folder), settings), strings);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private void openSample() {
        workspace.open(ModelSource.SAMPLE);
        runner.runAll();
    }

    @Test
    void withoutAModelNothingRuns() {
        assertThat(viewModel.stateProperty().get()).isEqualTo(CompareState.NO_MODEL);
        viewModel.promptProperty().set("hello");
        assertThat(viewModel.canRun()).isFalse();
        assertThat(viewModel.canCancel()).isFalse();
        viewModel.run();
        viewModel.cancel();
        runner.runAll();
        assertThat(session.compareCalls).isZero();
    }

    @Test
    void theSampleBringsAPromptAnExpertAtOneAndTheNextToken() {
        openSample();
        assertThat(viewModel.stateProperty().get()).isEqualTo(CompareState.READY);
        assertThat(viewModel.promptProperty().get()).isNotBlank();
        assertThat(viewModel.mixtureProperty().get().alpha("math")).isEqualTo(1);
        assertThat(viewModel.shownPlaceProperty().get()).isNotNull();
        assertThat(viewModel.canRun()).isTrue();
    }

    @Test
    void aBlankPromptDoesNotRun() {
        openSample();
        viewModel.promptProperty().set("  \n");
        assertThat(viewModel.canRun()).isFalse();
        viewModel.run();
        assertThat(viewModel.stateProperty().get()).isEqualTo(CompareState.READY);
    }

    @Test
    void oneRunShowsTwoAnswersThatDifferAndIsKept() {
        openSample();
        viewModel.run();
        assertThat(viewModel.stateProperty().get()).isEqualTo(CompareState.RUNNING);
        assertThat(viewModel.canRun()).isFalse();
        assertThat(viewModel.canCancel()).isTrue();
        runner.runAll();
        assertThat(viewModel.stateProperty().get()).isEqualTo(CompareState.READY);
        assertThat(viewModel.tokens(Side.BASE)).isNotEqualTo(viewModel.tokens(Side.ADAPTED));
        assertThat(viewModel.resultProperty().get()).isNotNull();
        assertThat(viewModel.history()).hasSize(1);
    }

    @Test
    void cancelLeadsBackToReadyWithoutAResult() {
        openSample();
        viewModel.run();
        viewModel.cancel();
        assertThat(viewModel.stateProperty().get()).isEqualTo(CompareState.CANCELLING);
        assertThat(viewModel.canCancel()).isFalse();
        runner.runAll();
        assertThat(viewModel.stateProperty().get()).isEqualTo(CompareState.READY);
        assertThat(viewModel.resultProperty().get()).isNull();
        assertThat(failures).isEmpty();
    }

    @Test
    void aMovingSliderIsFollowedByTheNextTokenOnlyAndTheLatestValueWins() {
        openSample();
        int before = session.nextTokenCalls;
        for (int i = 1; i <= 20; i++) {
            viewModel.moveAlpha("math", i / 20.0 - 0.5);
        }
        runner.runAll();
        assertThat(session.nextTokenCalls - before).isEqualTo(2);
        assertThat(session.compareCalls).isZero();
        assertThat(viewModel.mixtureProperty().get().alpha("math")).isEqualTo(0.5);
    }

    @Test
    void letGoTheAnswerIsGeneratedAgain() {
        openSample();
        viewModel.moveAlpha("code", 0.5);
        viewModel.settleAlpha();
        runner.runAll();
        assertThat(session.compareCalls).isEqualTo(1);
        assertThat(viewModel.resultProperty().get().request().mixture().alpha("code"))
                .isEqualTo(0.5);
    }

    @Test
    void aSliderThatMovesWhileAnswersAreWrittenStopsThem() {
        openSample();
        viewModel.run();
        viewModel.moveAlpha("math", 0.2);
        assertThat(viewModel.stateProperty().get()).isEqualTo(CompareState.CANCELLING);
        runner.runAll();
        assertThat(viewModel.stateProperty().get()).isEqualTo(CompareState.READY);
    }

    @Test
    void strategyBaseComparesTheBaseWithItself() {
        openSample();
        viewModel.dispatch().strategyProperty().set(Strategy.BASE);
        viewModel.run();
        runner.runAll();
        assertThat(viewModel.resultProperty().get().effect().sameWeights()).isTrue();
        assertThat(viewModel.tokens(Side.BASE)).isEqualTo(viewModel.tokens(Side.ADAPTED));
    }

    @Test
    void aComparisonOfTheHistoryIsRepeatedWithItsOwnPromptMixtureAndSettings() {
        openSample();
        viewModel.run();
        runner.runAll();
        Comparison first = viewModel.history().get(0);
        viewModel.promptProperty().set("something else");
        viewModel.reset();
        runner.runAll();
        viewModel.repeat(first);
        runner.runAll();
        assertThat(viewModel.resultProperty().get().request()).isEqualTo(first.request());
        assertThat(viewModel.history()).hasSize(1);
    }

    @Test
    void theHoveredTokensPlaceIsShownAndThenThePromptsEndAgain() {
        openSample();
        viewModel.run();
        runner.runAll();
        Object end = viewModel.shownPlaceProperty().get();
        viewModel.hoveredProperty().set(new Place(Side.BASE, 6));
        assertThat(viewModel.shownPlaceProperty().get().after()).isEqualTo(" =");
        viewModel.hoveredProperty().set(null);
        assertThat(viewModel.shownPlaceProperty().get()).isEqualTo(end);
    }

    @Test
    void resetMakesTheMixtureNeutral() {
        openSample();
        viewModel.reset();
        assertThat(viewModel.mixtureProperty().get()).isEqualTo(MixtureSetting.NEUTRAL);
    }

    @Test
    void aPresetMovesAllSlidersAndAnswersAgain() {
        openSample();
        viewModel.mixEqually();
        runner.runAll();
        assertThat(viewModel.mixtureProperty().get().alphas().values())
                .hasSize(3)
                .allMatch(alpha -> alpha == 1.0 / 3);
        assertThat(session.compareCalls).isEqualTo(1);
        viewModel.mix(MixtureSetting.NEUTRAL.with("code", 1));
        runner.runAll();
        assertThat(viewModel.mixtureProperty().get().alphas()).containsOnlyKeys("code");
        assertThat(session.compareCalls).isEqualTo(2);
    }

    @Test
    void aMixtureKeptInAFileComesBackWithItsExperts() {
        openSample();
        dialogs.answer = Path.of("mine.json");
        viewModel.mix(MixtureSetting.NEUTRAL.with("code", 0.5));
        viewModel.saveMixture();
        viewModel.reset();
        viewModel.openMixture();
        runner.runAll();
        assertThat(viewModel.mixtureProperty().get().alphas()).containsExactly(Map.entry("code", 0.5));
        assertThat(workspace.experts()).hasSize(3);
    }
}
