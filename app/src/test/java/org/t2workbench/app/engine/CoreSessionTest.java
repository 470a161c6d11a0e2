package org.t2workbench.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.dialog.ErrorPresenter;
import org.t2workbench.app.dialog.ErrorReport;
import org.t2workbench.app.dialog.FakeDialogs;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.GenerationSettings;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.ModelSummary;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.OpenedMixture;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.SearchRequest;
import org.t2workbench.app.workbench.SearchSession;
import org.t2workbench.app.workbench.Side;
import org.t2workbench.app.workbench.SideToken;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.app.workbench.TaskSample;
import org.t2workbench.app.workbench.TrainingNeed;
import org.t2workbench.app.workbench.TrainingRequest;
import org.t2workbench.core.adaptation.search.Generation;
import org.t2workbench.core.adaptation.search.Member;
import org.t2workbench.core.adaptation.search.SearchHistory;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.model.OverflowException;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.run.RunState;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.MixtureFile;
import org.t2workbench.core.training.TrainingHistory;
import org.t2workbench.core.training.TrainingPreset;
import org.t2workbench.core.training.TrainingSettings;
import org.t2workbench.core.training.TrainingTime;

/** The window's session over the engine and the sample, with an expert made by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CoreSessionTest {

    private static final PromptText PROMPT = new PromptText("Tom has 37 cards and loses 19.", true);
    private static final GenerationSettings SHORT = new GenerationSettings(0, 0, 1, 7, 24);
    private static final double SAME = 1e-12;

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private CoreSession session;

    @SuppressWarnings("NullAway.Init")
    private ModelSummary model;

    @SuppressWarnings("NullAway.Init")
    private ExpertSummary expert;

    @BeforeAll
    void openTheSample() {
        session = new CoreSession(
                EngineSettings.DEFAULT, InstallFolder.find(), new DecompositionStore(folder.resolve("store")));
        model = session.open(ModelSource.SAMPLE, Progress.NONE, new CancellationToken());
        session.decompose(Progress.NONE, new CancellationToken());
        expert = session.loadExpert(write("swing", model.matrices().get(0).rank()));
    }

    @AfterAll
    void close() {
        session.close();
    }

    /** Gains that rise and fall by a third along every spectrum. */
    private Path write(String name, int firstRank) {
        Map<String, float[]> gains = new LinkedHashMap<>();
        for (MatrixSummary matrix : model.matrices()) {
            float[] g = new float[gains.isEmpty() ? firstRank : matrix.rank()];
            for (int i = 0; i < g.length; i++) {
                g[i] = (float) (1 + 0.33 * Math.sin(i));
            }
            gains.put(matrix.name(), g);
        }
        Path file = folder.resolve(name + ".safetensors");
        ExpertFile.write(file, Expert.untrained(name, new BaseModel("another model", Optional.empty()), gains));
        return file;
    }

    private MixtureSetting mixture(double alpha) {
        return MixtureSetting.NEUTRAL.with(expert.id(), alpha);
    }

    private Comparison compare(MixtureSetting mixture) {
        return session.compare(new CompareRequest(PROMPT, mixture, SHORT), token -> {}, new CancellationToken());
    }

    @Test
    void theSampleIsDescribed() {
        assertThat(model.name()).isEqualTo("sample");
        assertThat(model.architecture()).isEqualTo("Llama");
        assertThat(model.parameters()).isPositive();
        assertThat(model.matrices()).hasSize(7 * model.layers());
        assertThat(model.hasChatTemplate()).isTrue();
        assertThat(model.demo()).isNotNull();
        assertThat(session.decompositionStatus().isComplete()).isTrue();
    }

    @Test
    void anExpertOfAnotherModelIsLoadedWithAWarning() {
        assertThat(expert.warning()).contains("another model");
        assertThat(expert.largestGainChange()).isBetween(0.32, 0.34);
        assertThat(expert.isScored()).isFalse();
    }

    @Test
    void anExpertForOtherShapesIsRefusedInOneSentence() {
        Path wrong = write("wrong", model.matrices().get(0).rank() + 1);
        assertThatThrownBy(() -> session.loadExpert(wrong))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("wrong")
                .hasMessageContaining(model.matrices().get(0).name());
    }

    @Test
    void numbersThatRunOverEndAComparisonInWordsAndTheNextOneIsAsEver() {
        assertThatThrownBy(() -> compare(mixture(1e25)))
                .isInstanceOf(OverflowException.class)
                .satisfies(error -> {
                    ErrorReport report =
                            new ErrorPresenter(new FakeDialogs(), new Strings(Locale.ENGLISH)).describe(error);
                    assertThat(report.sentence())
                            .startsWith("The numbers of the model sample ran over in f32 at position ")
                            .contains("use smaller α")
                            .doesNotContain("\n");
                    assertThat(report.advice()).contains("another file or value");
                });
        assertThat(compare(mixture(1)).adapted().tokens()).isNotEmpty();
    }

    @Test
    void aMixtureIsKeptInAFileWithItsExperts() {
        Path file = folder.resolve("mixture.json");
        session.saveMixture(file, mixture(0.75));
        OpenedMixture opened = session.openMixture(file);
        assertThat(opened.setting()).isEqualTo(mixture(0.75));
        assertThat(opened.experts().get(0).id()).isEqualTo(expert.id());
        assertThatThrownBy(() -> session.saveMixture(file.resolve("mixture.json"), mixture(1)))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("mixture.json");
    }

    @Test
    void aMixtureThatSlidersCannotShowIsRefusedInOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("layers.json"), """
                {"format": "t2-mixture/1", "scope": "layer",
                 "experts": [{"name": "swing", "file": "swing.safetensors", "alpha": [1, 0, 0, 1]}]}
                """);
        assertThatThrownBy(() -> session.openMixture(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("several α");
    }

    @Test
    void aModelThatCannotBeOpenedLeavesTheOpenOneInPlace() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> session.open(ModelSource.folder(empty), Progress.NONE, new CancellationToken()))
                .isInstanceOf(InvalidInputException.class);
        assertThat(session.tokenize("still here", true)).isNotEmpty();
    }

    @Test
    void aMixtureChangesTheAnswersPlacesAndSaysItsEffect() {
        Comparison comparison = compare(mixture(2));
        assertThat(comparison.effect().sameWeights()).isFalse();
        assertThat(comparison.effect().meanDivergence()).isPositive();
        assertThat(comparison.effect().largestGainChange()).isBetween(0.64, 0.68);
        assertThat(comparison.basePlaces()).hasSameSizeAs(comparison.base().tokens());
        assertThat(comparison.adaptedPlaces())
                .hasSameSizeAs(comparison.adapted().tokens());
        assertThat(comparison.adaptedPlaces()).allMatch(place -> place.divergence() >= -1e-6);
        // greedy: each token is the likeliest of its own model at its place
        for (int i = 0; i < comparison.base().tokens().size(); i++) {
            assertThat(comparison.basePlaces().get(i).base().get(0).id())
                    .isEqualTo(comparison.base().tokens().get(i).id());
        }
    }

    @Test
    void theNeutralMixtureIsTheBaseModel() {
        Comparison comparison = compare(MixtureSetting.NEUTRAL);
        assertThat(comparison.effect().sameWeights()).isTrue();
        assertThat(comparison.adapted().tokens()).isEqualTo(comparison.base().tokens());
        assertThat(comparison.effect().meanDivergence()).isZero();
    }

    @Test
    void tokensStreamInTheOrderOfTheAnswers() {
        List<SideToken> heard = new ArrayList<>();
        Comparison comparison =
                session.compare(new CompareRequest(PROMPT, mixture(1), SHORT), heard::add, new CancellationToken());
        assertThat(heard.stream().filter(t -> t.side() == Side.BASE).map(SideToken::token))
                .isEqualTo(comparison.base().tokens());
        assertThat(heard.stream().filter(t -> t.side() == Side.ADAPTED).map(SideToken::token))
                .isEqualTo(comparison.adapted().tokens());
    }

    @Test
    void cancelEndsAComparisonWithinOneToken() {
        CancellationToken token = new CancellationToken();
        List<SideToken> heard = new ArrayList<>();
        assertThatThrownBy(() -> session.compare(
                        new CompareRequest(PROMPT, mixture(1), SHORT),
                        next -> {
                            heard.add(next);
                            token.cancel();
                        },
                        token))
                .isInstanceOf(CancelledException.class);
        assertThat(heard).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void theNextTokenFollowsTheMixture() {
        NextTokens neutral = session.nextTokens(PROMPT, MixtureSetting.NEUTRAL, 5);
        assertThat(neutral.adapted()).isEqualTo(neutral.base());
        NextTokens moved = session.nextTokens(PROMPT, mixture(1.5), 5);
        assertThat(moved.base()).isEqualTo(neutral.base());
        assertThat(moved.adapted()).isNotEqualTo(neutral.base());
        assertThat(moved.base()).hasSize(5);
    }

    @Test
    void theAdaptedSpectrumIsTheBaseTimesTheGains() {
        MatrixSummary matrix = model.matrices().get(model.matrices().size() - 1);
        SpectrumCurves curves = session.spectra().spectrum(matrix.name(), mixture(0.5));
        assertThat(curves.base()).hasSize(matrix.rank()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        for (int i = 0; i < matrix.rank(); i++) {
            float gain = (float) (0.5 + 0.5 * (float) (1 + 0.33 * Math.sin(i)));
            assertThat(curves.adapted().get(i) / curves.base().get(i)).isCloseTo(gain, within(1e-6));
        }
    }

    @Test
    void everyMatrixHasItsMetrics() {
        List<MatrixMetrics> metrics = session.spectra().metrics(mixture(1), Progress.NONE, new CancellationToken());
        assertThat(metrics).hasSameSizeAs(model.matrices());
        for (MatrixMetrics matrix : metrics) {
            double rank = matrix.value(SpectrumMetric.EFFECTIVE_RANK);
            assertThat(rank).isBetween(1.0, (double) matrix.matrix().rank());
            assertThat(matrix.value(SpectrumMetric.EFFECTIVE_RANK_SHARE))
                    .isCloseTo(rank / matrix.matrix().rank(), within(SAME));
            assertThat(matrix.value(SpectrumMetric.RELATIVE_CHANGE)).isBetween(0.05, 0.34);
        }
    }

    @Test
    void aPromptBeyondTheContextIsRefusedInOneSentence() {
        String endless = "a long story ".repeat(2000);
        assertThatThrownBy(() -> session.nextTokens(new PromptText(endless, false), MixtureSetting.NEUTRAL, 5))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void thePreviewTellsTheMemoryWithoutTheWeights() {
        var preview = session.preview(ModelSource.SAMPLE, Progress.NONE, new CancellationToken());
        assertThat(preview.parameters()).isEqualTo(model.parameters());
        assertThat(preview.memory().weights()).isEqualTo(4 * preview.parameters());
        assertThat(preview.memory().fits()).isTrue();
    }

    private static TrainingSettings tiny(int iterations) {
        return TrainingSettings.of(
                TrainingPreset.of("rloo"),
                Map.of(
                        "iterations", Integer.toString(iterations),
                        "prompts", "3",
                        "samples", "2",
                        "validation_items", "6",
                        "validate_every", "2",
                        "checkpoint_every", "50"));
    }

    @Test
    void aTaskIsShownAsTheModelReadsIt() {
        assertThat(session.training().tasks()).contains("math", "code", "reasoning");
        TaskSample sample = session.training().sample("math", 5);
        assertThat(sample.items()).hasSize(5).allSatisfy(item -> {
            assertThat(item.prompt()).contains(item.question());
            assertThat(session.tokenize(item.prompt(), false)).hasSize(item.promptTokens());
            assertThat(item.solution()).contains(item.expected());
        });
    }

    @Test
    void aTrainingGivesWayIsStoppedGoesOnAndEndsAsOneThatWasLeftAlone() {
        Path alone = folder.resolve("alone");
        session.training()
                .train(new TrainingRequest("math", tiny(4), alone), Progress.NONE, new CancellationToken(), () -> {});
        Path disturbed = folder.resolve("disturbed");
        CancellationToken token = new CancellationToken();
        List<NextTokens> between = new ArrayList<>();
        TrainingRequest request = new TrainingRequest("math", tiny(4), disturbed);
        assertThatThrownBy(() -> session.training().train(request, Progress.NONE, token, () -> {
                    between.add(session.nextTokens(PROMPT, mixture(1), 5));
                    if (between.size() == 3) {
                        token.cancel();
                    }
                }))
                .isInstanceOf(CancelledException.class);
        assertThat(RunFolder.open(disturbed).metrics()).hasSize(3);
        session.training().train(request, Progress.NONE, new CancellationToken(), () -> compare(mixture(1)));
        assertThat(between).hasSize(3).allMatch(between.get(0)::equals);
        assertThat(values(disturbed)).isEqualTo(values(alone)).hasSize(5);
        assertThat(RunFolder.open(disturbed).state()).isEqualTo(RunState.FINISHED);
        ExpertSummary trained =
                session.loadExpert(RunFolder.open(disturbed).expert().orElseThrow());
        assertThat(trained.id()).isEqualTo("disturbed");
        assertThat(trained.isScored()).isTrue();
    }

    @Test
    void aLowRankAdapterThatWasTrainedHereTellsItsTaskAndScoresAsAnExpertDoes() {
        Path run = folder.resolve("lowrank");
        TrainingSettings settings = tiny(2).with("adapter", "lora").with("rank", "2");
        session.training()
                .train(new TrainingRequest("math", settings, run), Progress.NONE, new CancellationToken(), () -> {});
        ExpertSummary trained = session.loadExpert(RunFolder.open(run).trained().orElseThrow());
        assertThat(trained.name()).isEqualTo("lowrank");
        assertThat(trained.parametrisation()).isEqualTo("LoRA");
        assertThat(trained.task()).isEqualTo("math");
        assertThat(trained.seed()).isEqualTo(settings.text("seed"));
        assertThat(trained.isScored()).isTrue();
        assertThat(trained.scoredOn()).isEqualTo("val");
        assertThat(trained.scoredItems()).isEqualTo(6);
        assertThat(trained.warning()).isEmpty();
    }

    @Test
    void aSearchIsStoppedGoesOnAndLeavesAMixtureThatTheSlidersOpen() {
        Path samples = InstallFolder.find().orElseThrow().sampleExperts();
        SearchSettings settings = SearchSettings.light()
                .withForm(Mixture.Form.OFFSET)
                .withPopulation(4, 0.5)
                .withShots(2)
                .withGenerations(3);
        List<Path> files = List.of(samples.resolve("math.safetensors"), samples.resolve("code.safetensors"));
        SearchRequest request = new SearchRequest("math", files, settings, folder.resolve("search"));
        CancellationToken token = new CancellationToken();
        int[] begun = {0};
        assertThatThrownBy(() -> session.searches().search(request, Progress.NONE, token, () -> {
                    session.nextTokens(PROMPT, mixture(1), 5);
                    if (++begun[0] == 2) {
                        token.cancel();
                    }
                }))
                .isInstanceOf(CancelledException.class);
        RunFolder run = RunFolder.open(request.folder());
        assertThat(run.metrics()).hasSizeBetween(1, 2);
        assertThat(SearchRequest.of(run)).isEqualTo(request);
        session.searches().search(request, Progress.NONE, new CancellationToken(), () -> {});
        // before any file of it is opened: its mixture may come to the sliders straight from the search
        assertThat(session.evaluations().offer().shots())
                .hasSize(2)
                .isEqualTo(MixtureFile.read(request.folder().resolve(SearchSession.FOUND))
                        .shots()
                        .orElseThrow()
                        .items());
        List<Generation> history = SearchHistory.of(run);
        assertThat(history).hasSize(3);
        Member best = history.get(2).best();
        OpenedMixture found = session.openMixture(request.folder().resolve(SearchSession.FOUND));
        assertThat(found.setting().alpha("math")).isEqualTo(best.alpha().get(0));
        assertThat(found.setting().alpha("code")).isEqualTo(best.alpha().get(1));
        assertThat(session.searches().places(request)).containsExactly("all");
        Member first = history.get(0).members().get(0);
        Path kept = folder.resolve("kept.json");
        session.searches().save(request, first, kept);
        assertThat(session.openMixture(kept).setting().alpha("math"))
                .isEqualTo(first.alpha().get(0));
        SearchRequest dispatcher = new SearchRequest(
                "math", List.of(samples.resolve("dispatch.safetensors")), settings, folder.resolve("none"));
        assertThatThrownBy(() -> session.searches().places(dispatcher)).hasMessageContaining("never mixed");
    }

    private static List<Map<String, Object>> values(Path run) {
        return RunFolder.open(run).metrics().stream().map(RunLine::values).toList();
    }

    @Test
    void whatATrainingWouldTakeIsToldBeforeIt() {
        RunRegistry registry = new RunRegistry(folder.resolve("data"));
        TrainingHistory history = new TrainingHistory(registry);
        TrainingNeed mlp = session.training().need("math", tiny(1), history);
        TrainingNeed all = session.training().need("math", tiny(1).with("matrices", "all"), history);
        // one number for each singular value of the three MLP matrices of a layer
        assertThat(mlp.trained())
                .isEqualTo(model.matrices().stream()
                        .filter(matrix -> matrix.name().contains(".mlp."))
                        .mapToLong(MatrixSummary::rank)
                        .sum());
        assertThat(all.trained()).isGreaterThan(mlp.trained());
        assertThat(mlp.total()).isBetween(4 * model.parameters(), 2L << 30);
        assertThat(mlp.available()).isPositive();
        assertThat(mlp.time().measured()).isFalse();
        assertThat(mlp.time().iteration()).isBetween(1e-3, 60.0);
        Path run = registry.newFolder("timed");
        session.training()
                .train(new TrainingRequest("math", tiny(2), run), Progress.NONE, new CancellationToken(), () -> {});
        TrainingTime known = session.training().need("math", tiny(1), history).time();
        assertThat(known.measured()).isTrue();
        assertThat(known.iteration())
                .isBetween(mlp.time().iteration() / 30, 30 * mlp.time().iteration());
    }
}
