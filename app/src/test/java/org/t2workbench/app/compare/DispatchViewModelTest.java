package org.t2workbench.app.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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
import org.t2workbench.app.workbench.DispatchNeeds;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.FakeSession;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.Reading;
import org.t2workbench.app.workbench.RouteAnswer;
import org.t2workbench.app.workbench.Strategy;
import org.t2workbench.app.workbench.Workspace;
import org.t2workbench.core.adaptation.search.MixtureSearch;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.run.RunWriter;

/** The strategies: what they lack, what they did, and where the other routes lead. */
class DispatchViewModelTest {

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
    private RunRegistry registry;

    @SuppressWarnings("NullAway.Init")
    private CompareViewModel compare;

    @SuppressWarnings("NullAway.Init")
    private DispatchViewModel viewModel;

    @BeforeEach
    void openSample() {
        registry = new RunRegistry(folder);
        SettingsStore settings = new SettingsStore(folder.resolve("settings.json"), executor, Duration.ofHours(1));
        compare = new CompareViewModel(workspace, dialogs, new KeptMixtures(registry, settings), strings);
        viewModel = compare.dispatch();
        workspace.open(ModelSource.SAMPLE);
        runner.runAll();
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
        assertThat(failures).isEmpty();
    }

    private DispatchReport run(Strategy strategy, Reading reading) {
        viewModel.strategyProperty().set(strategy);
        viewModel.readingProperty().set(reading);
        runner.runAll();
        compare.run();
        runner.runAll();
        DispatchReport report = viewModel.reportProperty().get();
        assertThat(report).isNotNull();
        return report;
    }

    private Path file(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "{}");
    }

    @Test
    void aScoredClassifierShowsProbabilitiesItsCategoryAndTheExpertThatAnswered() {
        DispatchReport report = run(Strategy.CLASSIFIER, Reading.SCORE);
        assertThat(report.label()).isEqualTo("math");
        assertThat(report.probabilities()).containsOnlyKeys("math", "code", "reasoning", "other");
        assertThat(report.setting().alphas()).containsExactly(Map.entry("math", 1.0));
        assertThat(report.first().isKnown() && report.answer().isKnown()).isTrue();
        assertThat(compare.resultProperty().get().effect().sameWeights()).isFalse();
        assertThat(viewModel.routesStateProperty().get()).isEqualTo(RoutesState.READY);
    }

    @Test
    void otherIsTheBaseModelAndCannotBePutOnTheSliders() {
        compare.promptProperty().set("a poem");
        DispatchReport report = run(Strategy.PROMPT, Reading.GENERATE);
        assertThat(report.label()).isEqualTo("other");
        assertThat(report.isBase()).isTrue();
        assertThat(viewModel.canUse()).isFalse();
        assertThat(compare.resultProperty().get().effect().sameWeights()).isTrue();
    }

    @Test
    void whatAStrategyLacksIsSaidAndKeepsItFromRunning() {
        session.dispatch.needs = new DispatchNeeds(List.of("math"), List.of("math"), "dispatch", false);
        workspace.loadExpert(Path.of("other.safetensors"), expert -> {});
        runner.runAll();
        viewModel.strategyProperty().set(Strategy.PROMPT);
        assertThat(viewModel.missingProperty().get()).isEmpty();
        assertThat(compare.canRun()).isTrue();
        viewModel.strategyProperty().set(Strategy.CLASSIFIER);
        assertThat(viewModel.missingProperty().get()).contains("task dispatch");
        assertThat(compare.canRun()).isFalse();
        compare.run();
        runner.runAll();
        assertThat(session.compareCalls).isZero();
        viewModel.strategyProperty().set(Strategy.FEW_SHOT);
        assertThat(viewModel.missingProperty().get()).contains("mixture");
        session.dispatch.needs = new DispatchNeeds(List.of("math", "code"), List.of(), "dispatch", true);
        workspace.loadExpert(Path.of("other.safetensors"), expert -> {});
        runner.runAll();
        viewModel.strategyProperty().set(Strategy.PROMPT);
        assertThat(viewModel.missingProperty().get()).contains("(math, code)");
        viewModel.strategyProperty().set(Strategy.MANUAL);
        assertThat(viewModel.missingProperty().get()).isEmpty();
        assertThat(compare.canRun()).isTrue();
    }

    @Test
    void anOpenedDispatchExpertIsWhatTheClassifierLacked() {
        session.dispatch.needs = new DispatchNeeds(List.of("math"), List.of("math"), "dispatch", false);
        workspace.loadExpert(Path.of("other.safetensors"), expert -> {});
        viewModel.strategyProperty().set(Strategy.CLASSIFIER);
        runner.runAll();
        assertThat(viewModel.missingProperty().get()).isNotEmpty();
        dialogs.answer = Path.of("my-dispatch.safetensors");
        viewModel.chooseDispatcher();
        runner.runAll();
        assertThat(viewModel.missingProperty().get()).isEmpty();
    }

    @Test
    void theOtherRoutesAreAskedOnceAndKnownAgainWhenTheComparisonIsRepeated() {
        run(Strategy.CLASSIFIER, Reading.SCORE);
        viewModel.askRoutes();
        assertThat(viewModel.routesStateProperty().get()).isEqualTo(RoutesState.RUNNING);
        runner.runAll();
        assertThat(viewModel.routesStateProperty().get()).isEqualTo(RoutesState.KNOWN);
        assertThat(viewModel.routes()).extracting(RouteAnswer::label).containsExactly("code", "reasoning", "other");
        viewModel.askRoutes();
        Comparison first = compare.history().get(0);
        run(Strategy.PROMPT, Reading.GENERATE);
        assertThat(viewModel.routesStateProperty().get()).isEqualTo(RoutesState.READY);
        assertThat(viewModel.routes()).isEmpty();
        compare.repeat(first);
        runner.runAll();
        assertThat(viewModel.routesStateProperty().get()).isEqualTo(RoutesState.KNOWN);
        assertThat(viewModel.routes()).hasSize(3);
        assertThat(session.dispatch.routesCalls).isEqualTo(1);
    }

    @Test
    void cancelledRoutesCanBeAskedAgain() {
        run(Strategy.PROMPT, Reading.SCORE);
        viewModel.askRoutes();
        viewModel.cancelRoutes();
        assertThat(viewModel.routesStateProperty().get()).isEqualTo(RoutesState.CANCELLING);
        runner.runAll();
        assertThat(viewModel.routesStateProperty().get()).isEqualTo(RoutesState.READY);
        viewModel.askRoutes();
        runner.runAll();
        assertThat(viewModel.routes()).hasSize(3);
    }

    @Test
    void anotherExpertMakesTheKnownRoutesOutOfDate() {
        run(Strategy.PROMPT, Reading.SCORE);
        viewModel.askRoutes();
        runner.runAll();
        workspace.loadExpert(Path.of("other.safetensors"), expert -> {});
        runner.runAll();
        run(Strategy.PROMPT, Reading.SCORE);
        assertThat(viewModel.routesStateProperty().get()).isEqualTo(RoutesState.READY);
    }

    @Test
    void theChosenAlphasGoToTheSlidersAtOnePress() {
        compare.promptProperty().set("what does this code print");
        run(Strategy.CLASSIFIER, Reading.GENERATE);
        assertThat(compare.mixtureProperty().get().alphas()).containsOnlyKeys("math");
        compare.useChosen();
        runner.runAll();
        assertThat(viewModel.strategyProperty().get()).isEqualTo(Strategy.MANUAL);
        assertThat(compare.mixtureProperty().get().alphas()).containsExactly(Map.entry("code", 1.0));
        assertThat(compare.resultProperty().get().request().mixture().alpha("code"))
                .isOne();
        assertThat(viewModel.reportProperty().get()).isNull();
    }

    @Test
    void aComparisonIsRepeatedUnderItsStrategyAndReading() throws IOException {
        run(Strategy.CLASSIFIER, Reading.SCORE);
        viewModel.useMixture(file("found.json"));
        run(Strategy.FEW_SHOT, Reading.SCORE);
        viewModel.strategyProperty().set(Strategy.MANUAL);
        viewModel.readingProperty().set(Reading.GENERATE);
        viewModel.mixtureFileProperty().set(null);
        MixtureSetting sliders = compare.mixtureProperty().get();
        Comparison fewShot = compare.history().get(0);
        Comparison scored = compare.history().get(1);
        assertThat(compare.describe(scored))
                .contains("classifier")
                .contains("score")
                .contains("math");
        assertThat(compare.describe(fewShot)).contains("few-shot").contains("found.json");
        compare.repeat(scored);
        runner.runAll();
        assertThat(compare.resultProperty().get().request()).isEqualTo(scored.request());
        assertThat(viewModel.readingProperty().get()).isEqualTo(Reading.SCORE);
        compare.repeat(fewShot);
        runner.runAll();
        assertThat(compare.resultProperty().get().request()).isEqualTo(fewShot.request());
        assertThat(compare.history()).hasSize(2);
        assertThat(compare.mixtureProperty().get()).isEqualTo(sliders);
    }

    @Test
    void aMixtureOfTheFormSumIsUsedButDoesNotFitTheSliders() throws IOException {
        viewModel.useMixture(file("sum.json"));
        DispatchReport report = run(Strategy.FEW_SHOT, Reading.GENERATE);
        assertThat(report.hasFirstPass()).isFalse();
        assertThat(viewModel.routesStateProperty().get()).isEqualTo(RoutesState.NONE);
        assertThat(viewModel.canUse()).isFalse();
        compare.useChosen();
        runner.runAll();
        assertThat(viewModel.strategyProperty().get()).isEqualTo(Strategy.FEW_SHOT);
    }

    @Test
    void mixturesThatWereSavedOrSearchedAreOffered() throws IOException {
        Path searched = file("searched.json");
        RunConfig config = RunConfig.of(
                MixtureSearch.KIND,
                List.of("adapt", "sample", "--task", "math", "--out", searched.toString()),
                Map.of(),
                1,
                Map.of(),
                Map.of());
        RunWriter.create(registry.newFolder("adapt-math"), config).close();
        dialogs.answer = file("saved.json");
        compare.mix(MixtureSetting.NEUTRAL.with("code", 0.5));
        compare.saveMixture();
        viewModel.strategyProperty().set(Strategy.FEW_SHOT);
        runner.runAll();
        assertThat(viewModel.offeredMixtures()).containsExactly(folder.resolve("saved.json"), searched);
    }

    @Test
    void underAStrategyTheNextTokenWaitsForItsChoice() {
        int before = session.nextTokenCalls;
        viewModel.strategyProperty().set(Strategy.PROMPT);
        runner.runAll();
        assertThat(session.nextTokenCalls).isEqualTo(before);
        assertThat(compare.previewProblemProperty().get()).contains("Run");
        assertThat(compare.shownPlaceProperty().get()).isNull();
        compare.run();
        runner.runAll();
        assertThat(compare.shownPlaceProperty().get()).isNotNull();
    }

    @Test
    void anotherModelStartsWithTheSliders() throws IOException {
        viewModel.useMixture(file("mine.json"));
        run(Strategy.FEW_SHOT, Reading.GENERATE);
        workspace.open(ModelSource.folder(Path.of("other")));
        runner.runAll();
        assertThat(viewModel.strategyProperty().get()).isEqualTo(Strategy.MANUAL);
        assertThat(viewModel.mixtureFileProperty().get()).isNull();
        assertThat(viewModel.reportProperty().get()).isNull();
    }

    @Test
    void theLabelIsFoundInTheLastBox() {
        assertThat(MarkedText.of("math? \\boxed{code} no, \\boxed{Math} maths", "math"))
                .isEqualTo(new MarkedText("math? \\boxed{code} no, \\boxed{", "Math", "} maths"));
        assertThat(MarkedText.of("nothing", "math")).isEqualTo(new MarkedText("nothing", "", ""));
    }
}
