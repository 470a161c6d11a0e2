package org.t2workbench.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.app.workbench.ChosenAlpha;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.DispatchNeeds;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.GenerationSettings;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.Reading;
import org.t2workbench.app.workbench.RouteAnswer;
import org.t2workbench.app.workbench.Strategy;
import org.t2workbench.app.workbench.StrategySetting;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.MixtureFile;

/** The window's strategies over the engine, the sample and its experts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DispatchDeskTest {

    private static final PromptText MATH =
            new PromptText("Tom has 37 cards and loses 19. How many cards does Tom have now?", true);
    private static final PromptText STORY = new PromptText("Tell me a story about a small fox and a happy cat.", true);
    private static final GenerationSettings SHORT = new GenerationSettings(0, 0, 1, 7, 24);
    private static final double SUM = 1e-9;

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private CoreSession session;

    @BeforeAll
    void openTheSample() {
        session = new CoreSession(
                EngineSettings.DEFAULT, InstallFolder.find(), new DecompositionStore(folder.resolve("store")));
        session.open(ModelSource.SAMPLE, Progress.NONE, new CancellationToken());
        session.decompose(Progress.NONE, new CancellationToken());
        session.experts();
    }

    @AfterAll
    void close() {
        session.close();
    }

    private static CompareRequest request(PromptText prompt, Strategy strategy, Reading reading) {
        return new CompareRequest(prompt, MixtureSetting.NEUTRAL, SHORT, new StrategySetting(strategy, reading, null));
    }

    private Comparison compare(CompareRequest request) {
        List<DispatchReport> early = new ArrayList<>();
        Comparison comparison = session.dispatch().compare(request, early::add, token -> {}, new CancellationToken());
        DispatchReport whole = Optional.ofNullable(comparison.dispatch()).orElseThrow();
        assertThat(early).hasSize(1);
        assertThat(early.get(0).answer().isKnown()).isFalse();
        assertThat(whole.answer().isKnown()).isTrue();
        assertThat(early.get(0).alphas()).isEqualTo(whole.alphas());
        return comparison;
    }

    @Test
    void theSamplesExpertsServeEveryCategoryAndTheFirstPass() {
        DispatchNeeds needs = session.dispatch().needs();
        assertThat(needs.tasks()).containsExactly("math", "code", "reasoning");
        assertThat(needs.served()).isEqualTo(needs.tasks());
        assertThat(needs.hasDispatcher()).isTrue();
    }

    @Test
    void aScoredClassifierAnswersAsTheSliderOfItsExpert() {
        Comparison comparison = compare(request(MATH, Strategy.CLASSIFIER, Reading.SCORE));
        DispatchReport report = Optional.ofNullable(comparison.dispatch()).orElseThrow();
        assertThat(report.label()).isEqualTo("math");
        assertThat(report.probabilities().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(1, within(SUM));
        assertThat(report.alphas()).extracting(ChosenAlpha::expert).containsExactly("math", "code", "reasoning");
        assertThat(report.setting().alphas()).containsExactly(Map.entry("math", 1.0));
        Comparison manual = session.compare(
                new CompareRequest(MATH, report.setting(), SHORT), token -> {}, new CancellationToken());
        assertThat(comparison.adapted().tokens()).isEqualTo(manual.adapted().tokens());
        assertThat(comparison.base().tokens()).isEqualTo(manual.base().tokens());
        assertThat(comparison.effect()).isEqualTo(manual.effect());
    }

    @Test
    void otherIsTheBaseModelUnchanged() {
        Comparison comparison = compare(request(STORY, Strategy.CLASSIFIER, Reading.GENERATE));
        DispatchReport report = Optional.ofNullable(comparison.dispatch()).orElseThrow();
        assertThat(report.label()).isEqualTo("other");
        assertThat(report.text()).contains("other");
        assertThat(report.isBase()).isTrue();
        assertThat(comparison.effect().sameWeights()).isTrue();
        assertThat(comparison.adapted().tokens()).isEqualTo(comparison.base().tokens());
    }

    @Test
    void theOtherRoutesAreWhatTheirSlidersAnswer() {
        CompareRequest request = request(MATH, Strategy.CLASSIFIER, Reading.SCORE);
        List<RouteAnswer> routes = session.dispatch().otherRoutes(request, "math", new CancellationToken());
        assertThat(routes).extracting(RouteAnswer::label).containsExactly("code", "reasoning", "other");
        Comparison code = session.compare(
                new CompareRequest(MATH, MixtureSetting.NEUTRAL.with("code", 1), SHORT),
                token -> {},
                new CancellationToken());
        assertThat(code.adapted().text()).startsWith(routes.get(0).text());
        assertThat(routes.get(0).text()).isNotBlank();
        assertThat(routes.get(2).alphas()).allMatch(ChosenAlpha::isZero);
        CancellationToken cancelled = new CancellationToken();
        cancelled.cancel();
        assertThatThrownBy(() -> session.dispatch().otherRoutes(request, "math", cancelled))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void goingBackToARouteCostsNoSwitch() {
        // another strategy has weights of its own
        compare(request(MATH, Strategy.PROMPT, Reading.GENERATE));
        CompareRequest request = request(MATH, Strategy.CLASSIFIER, Reading.GENERATE);
        double made = switchSeconds(request);
        double fastest = made;
        for (int i = 0; i < 5; i++) {
            fastest = Math.min(fastest, switchSeconds(request));
        }
        assertThat(fastest).isLessThan(made / 5);
    }

    private double switchSeconds(CompareRequest request) {
        DispatchReport report = Optional.ofNullable(compare(request).dispatch()).orElseThrow();
        return report.first().switchSeconds() + report.answer().switchSeconds();
    }

    @Test
    void aMixtureFileOfTheFormSumAnswersAndItsAlphasAreShown() {
        Path experts = InstallFolder.find().orElseThrow().sampleExperts();
        Path file = folder.resolve("sum.json");
        new MixtureFile(
                        Mixture.Form.SUM,
                        List.of(
                                new MixtureFile.Entry(
                                        "math", experts.resolve("math.safetensors"), Alpha.everywhere(0.7)),
                                new MixtureFile.Entry(
                                        "code", experts.resolve("code.safetensors"), Alpha.everywhere(0.2))))
                .write(file);
        StrategySetting setting = new StrategySetting(Strategy.FEW_SHOT, Reading.GENERATE, file);
        Comparison comparison = compare(new CompareRequest(MATH, MixtureSetting.NEUTRAL, SHORT, setting));
        DispatchReport report = Optional.ofNullable(comparison.dispatch()).orElseThrow();
        assertThat(report.hasFirstPass()).isFalse();
        assertThat(report.fitsSliders()).isFalse();
        assertThat(report.alphas())
                .containsExactly(new ChosenAlpha("math", "math", 0.7, 0.7), new ChosenAlpha("code", "code", 0.2, 0.2));
        assertThat(comparison.effect().sameWeights()).isFalse();
    }

    @Test
    void whatCannotBeUsedIsOneSentence() {
        Path math = InstallFolder.find().orElseThrow().sampleExperts().resolve("math.safetensors");
        assertThatThrownBy(() -> session.dispatch().loadDispatcher(math))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("math.safetensors")
                .hasMessageContaining("task dispatch");
        StrategySetting gone = new StrategySetting(Strategy.FEW_SHOT, Reading.GENERATE, folder.resolve("gone.json"));
        assertThatThrownBy(() -> compare(new CompareRequest(MATH, MixtureSetting.NEUTRAL, SHORT, gone)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("gone.json");
    }
}
