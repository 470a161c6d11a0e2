package org.t2workbench.core.adaptation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.model.Scoring;
import org.t2workbench.core.model.TokenListener;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.training.PromptEncoder;

/** Two passes on the shipped sample. */
class SelfAdaptationTest {

    /** f32 sums of four layers, batched and alone. */
    private static final double LIKELIHOOD = 1e-4;

    private static final String STORY = "Tell me a story about a small fox and a happy cat.";
    private static final String[] ALL = {"math", "code", "reasoning", "dispatch"};

    @TempDir
    static Path store;

    private static OpenSample sample;

    private final CancellationToken token = new CancellationToken();

    @BeforeAll
    static void open() {
        sample = new OpenSample(store);
    }

    @AfterAll
    static void close() {
        sample.close();
    }

    @Test
    void probabilitiesAreTheLikelihoodsShares() {
        FirstPass pass = pass(Reading.SCORE, sample.prompt);
        // e^-1 : e^-1 : 2 e^-1 : 4 e^-1, whatever they all are multiplied by
        Choice choice = pass.likeliest(new double[] {-701, -701, -701 + Math.log(2), -701 + Math.log(4)});
        assertThat(choice.label()).isEqualTo("other");
        assertThat(choice.probabilities().get("math")).isCloseTo(1 / 8.0, within(1e-12));
        assertThat(choice.probabilities().get("reasoning")).isCloseTo(2 / 8.0, within(1e-12));
        assertThat(choice.probabilities().get("other")).isCloseTo(4 / 8.0, within(1e-12));
    }

    @Test
    void aLabelsScoreIsTheSumOfItsTokensScores() {
        List<String> questions = questions("math", 3);
        PromptEncoder encoder = PromptEncoder.of(sample.model.model());
        List<Choice> choices = pass(Reading.SCORE, sample.prompt).choose(base(), questions, Progress.NONE, token);
        for (int i = 0; i < questions.size(); i++) {
            int[] asked = encoder.prompt(sample.prompt.messages(questions.get(i)));
            double[] logs = new double[4];
            for (int label = 0; label < logs.length; label++) {
                String text = sample.prompt.answer(sample.prompt.labels().get(label));
                int[] said = sample.model.tokenizer().encode(text, false);
                int[] whole = Arrays.copyOf(asked, asked.length + said.length);
                System.arraycopy(said, 0, whole, asked.length, said.length);
                List<Scoring.Place> places = new Scoring(sample.model.model()).score(base(), whole, 0);
                for (int t = asked.length - 1; t < whole.length - 1; t++) {
                    logs[label] += places.get(t).logProbability();
                }
            }
            double all = Arrays.stream(logs).map(Math::exp).sum();
            for (int label = 0; label < logs.length; label++) {
                assertThat(choices.get(i)
                                .probabilities()
                                .get(sample.prompt.labels().get(label)))
                        .isCloseTo(Math.exp(logs[label]) / all, within(LIKELIHOOD));
            }
        }
    }

    @Test
    void bothReadingsOfTheDispatchExpertFindTheFamily() {
        for (Reading reading : Reading.values()) {
            Configuration.Dispatched classifier =
                    (Configuration.Dispatched) sample.configuration(Strategy.CLASSIFIER, reading, ALL);
            try (RouteWeights weights = new RouteWeights(sample.model)) {
                WeightView view = weights.to(classifier.firstPass(), 4096, Progress.NONE, token)
                        .view();
                for (String family : List.of("math", "code", "reasoning")) {
                    assertThat(
                                    pass(reading, sample.prompt)
                                            .choose(view, questions(family, 20), Progress.NONE, token)
                                            .stream()
                                            .map(Choice::label))
                            .as(family + " by " + reading)
                            .containsOnly(family);
                }
            }
        }
    }

    /** Defect 2 of the released code: "other" ran under whichever expert was loaded last. */
    @Test
    void otherIsAnsweredByTheBaseModelBitForBitAfterAnExpertWasInUse() {
        try (SelfAdaptation adaptation = adaptation(Strategy.CLASSIFIER, Reading.GENERATE, ALL)) {
            SelfAdaptation.Answer math = answer(adaptation, questions("math", 1).get(0));
            assertThat(math.route().expert()).contains("math");
            SelfAdaptation.Answer other = answer(adaptation, STORY);
            assertThat(other.route().label()).isEqualTo("other");
            assertThat(other.route().mixture()).isEqualTo(Mixture.offset());
            assertThat(other.passes().get(1).alpha())
                    .isEqualTo(Map.of("math", alpha(0), "code", alpha(0), "reasoning", alpha(0)));
            assertThat(other.result().ids()).containsExactly(alone(STORY, Mixture.offset()));
            assertThat(logProbabilities(other)).isEqualTo(logProbabilities(baseAnswer(STORY)));
        }
        try (RouteWeights weights = new RouteWeights(sample.model)) {
            weights.to(one("math"), 4096, Progress.NONE, token);
            assertThat(weights.to(Mixture.offset(), 4096, Progress.NONE, token).view())
                    .isSameAs(base());
        }
    }

    /** Defect 3: the first pass of a later prompt ran with the last expert still loaded. */
    @Test
    void theFirstPassNeverRunsUnderWhatAnsweredThePromptBefore() {
        String math = questions("math", 1).get(0);
        String code = questions("code", 1).get(0);
        Choice expected = pass(Reading.SCORE, sample.prompt)
                .choose(base(), List.of(math), Progress.NONE, token)
                .get(0);
        try (SelfAdaptation adaptation = adaptation(Strategy.PROMPT, Reading.SCORE, ALL)) {
            answer(adaptation, code);
            answer(adaptation, math);
            Pass again = answer(adaptation, math).passes().get(0);
            assertThat(again.probabilities()).isEqualTo(expected.probabilities());
            assertThat(again.alpha()).containsOnlyKeys("math", "code", "reasoning");
            assertThat(again.alpha().values()).allMatch(Alpha::isZero);
        }
        try (SelfAdaptation adaptation = adaptation(Strategy.CLASSIFIER, Reading.SCORE, ALL)) {
            Pass first = answer(adaptation, math).passes().get(0);
            answer(adaptation, code);
            Pass later = answer(adaptation, math).passes().get(0);
            assertThat(later.probabilities()).isEqualTo(first.probabilities()).isNotEqualTo(expected.probabilities());
            assertThat(later.alpha()).containsEntry("dispatch", alpha(1)).containsEntry("math", alpha(0));
        }
    }

    @Test
    void aCategoryWithoutAnExpertGetsTheBaseModelAndItIsSaid() {
        String code = questions("code", 1).get(0);
        try (SelfAdaptation adaptation = adaptation(Strategy.CLASSIFIER, Reading.GENERATE, "math", "dispatch")) {
            SelfAdaptation.Answer answer = answer(adaptation, code);
            assertThat(answer.route().label()).isEqualTo("code");
            assertThat(answer.route().expert()).isEmpty();
            assertThat(answer.passes().get(1).note().orElseThrow())
                    .contains("No expert serves the category code")
                    .contains("base model");
            assertThat(answer.result().ids()).containsExactly(alone(code, Mixture.offset()));
        }
    }

    @Test
    void aLabelThatNeverParsesIsOther() {
        DispatchPrompt cutOff = new DispatchPrompt(
                sample.prompt.system(),
                sample.prompt.prompt(),
                1,
                sample.prompt.dispatcher(),
                sample.prompt.categories());
        String math = questions("math", 1).get(0);
        Configuration configuration = OpenSample.inputs(cutOff, Reading.GENERATE, sample.expert("math"))
                .configuration(Strategy.PROMPT);
        try (SelfAdaptation adaptation = new SelfAdaptation(sample.model, configuration)) {
            SelfAdaptation.Answer answer = answer(adaptation, math);
            assertThat(answer.passes().get(0).label()).contains("other");
            assertThat(answer.passes().get(0).note().orElseThrow()).contains("no category");
            assertThat(answer.result().ids()).containsExactly(alone(math, Mixture.offset()));
        }
    }

    @Test
    void aPromptThatLeavesNoRoomForTheFirstPassIsOther() {
        List<String> questions = List.of("x ".repeat(2000), questions("math", 1).get(0));
        for (Reading reading : Reading.values()) {
            List<Choice> choices = pass(reading, sample.prompt).choose(base(), questions, Progress.NONE, token);
            assertThat(choices.get(0).label()).isEqualTo("other");
            assertThat(choices.get(0).valid()).isFalse();
            assertThat(choices.get(1).valid()).isTrue();
        }
    }

    @Test
    void otherRoutesAreWhatTheirExpertsAnswer() {
        String math = questions("math", 1).get(0);
        try (SelfAdaptation adaptation = adaptation(Strategy.CLASSIFIER, Reading.GENERATE, ALL)) {
            SelfAdaptation.Answer answer = answer(adaptation, math);
            List<Pass> others = adaptation.otherRoutes(answer.route(), request(math), token);
            assertThat(others.stream().map(pass -> pass.label().orElseThrow()))
                    .containsExactly("code", "reasoning", "other");
            assertThat(others.get(0).text()).isEqualTo(text(math, one("code")));
            assertThat(others.get(2).text()).isEqualTo(text(math, Mixture.offset()));
        }
    }

    @Test
    void comparingAnswersAsAnsweringAloneAndKeepsTheWeights() {
        String math = questions("math", 1).get(0);
        try (SelfAdaptation adaptation = adaptation(Strategy.CLASSIFIER, Reading.SCORE, ALL)) {
            SelfAdaptation.Answer alone = answer(adaptation, math);
            SelfAdaptation.Chosen chosen = adaptation.choose(
                    math, request(math).prompt().length + request(math).maxTokens(), token);
            SelfAdaptation.Compared compared =
                    adaptation.compare(chosen, request(math), 1, (side, written) -> {}, token);
            assertThat(compared.comparison().adapted().ids())
                    .isEqualTo(alone.result().ids());
            assertThat(compared.comparison().base().text()).isEqualTo(text(math, Mixture.offset()));
            assertThat(compared.passes()).extracting(Pass::name).containsExactly(Pass.DISPATCH, Pass.ANSWER);
            assertThat(compared.passes().get(1).alpha())
                    .isEqualTo(alone.passes().get(1).alpha());
        }
    }

    @Test
    void aRoutesWeightsAreMadeOnce() {
        try (RouteWeights weights = new RouteWeights(sample.model)) {
            WeightView math =
                    weights.to(one("math"), 4096, Progress.NONE, token).view();
            Mixture code = one("code");
            WeightView first = weights.to(code, 4096, Progress.NONE, token).view();
            assertThat(weights.to(code, 4096, Progress.NONE, token).view())
                    .isSameAs(first)
                    .isNotSameAs(math);
        }
    }

    @Test
    void theDispatchExpertIsNeverMixed() {
        Configuration.Fixed manual = (Configuration.Fixed) sample.configuration(Strategy.MANUAL, Reading.GENERATE, ALL);
        assertThat(manual.alpha()).containsOnlyKeys("math", "code", "reasoning");
        Configuration.Dispatched classifier =
                (Configuration.Dispatched) sample.configuration(Strategy.CLASSIFIER, Reading.GENERATE, ALL);
        assertThat(classifier.experts()).containsExactly("math", "code", "reasoning");
    }

    @Test
    void theClassifierNeedsADispatchExpertAndOnlyOne() {
        assertThatThrownBy(() -> sample.configuration(Strategy.CLASSIFIER, Reading.GENERATE, "math"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("needs a dispatch expert");
        assertThatThrownBy(() ->
                        sample.configuration(Strategy.CLASSIFIER, Reading.GENERATE, "dispatch", "math", "dispatch"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("only one");
        assertThatThrownBy(() -> sample.configuration(Strategy.FEW_SHOT, Reading.GENERATE, "math"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--mixture");
    }

    /** Each keeps its own matrix to the bit where the other has no gains. */
    @Test
    void expertsOfDifferentMatricesMixIntoOne() {
        Adapter math = sample.expert("math");
        Expert whole = (Expert) math;
        String first = whole.matrices().get(0);
        String second = whole.matrices().get(1);
        Mixture mixture = Mixture.offset(
                new Mixture.Share(part(whole, first), alpha(1)), new Mixture.Share(part(whole, second), alpha(1)));
        assertThat(mixture.gains(sample.model.model().matrices()))
                .containsOnlyKeys(first, second)
                .satisfies(gains -> assertThat(gains.get(first))
                        .containsExactly(whole.gains().get(first)));
        Configuration configuration = OpenSample.inputs(
                        sample.prompt, Reading.SCORE, part(whole, first), part(whole, second))
                .configuration(Strategy.MANUAL);
        try (SelfAdaptation adaptation = new SelfAdaptation(sample.model, configuration)) {
            assertThat(answer(adaptation, STORY).result().tokens()).isNotEmpty();
        }
    }

    private static Expert part(Expert whole, String matrix) {
        return Expert.untrained(
                matrix, whole.base(), Map.of(matrix, whole.gains().get(matrix)));
    }

    private static Alpha alpha(double value) {
        return Alpha.everywhere(value);
    }

    private static FirstPass pass(Reading reading, DispatchPrompt prompt) {
        return new FirstPass(sample.model.model(), PromptEncoder.of(sample.model.model()), prompt, reading);
    }

    private static WeightView base() {
        return sample.model.model().baseWeights();
    }

    private static List<String> questions(String task, int count) {
        return sample.task(task).source().items(Split.VALIDATION, count, 3).stream()
                .map(TaskItem::question)
                .toList();
    }

    private static Mixture one(String expert) {
        return Mixture.offset(new Mixture.Share(sample.expert(expert), alpha(1)));
    }

    private static SelfAdaptation adaptation(Strategy strategy, Reading reading, String... experts) {
        return new SelfAdaptation(sample.model, sample.configuration(strategy, reading, experts));
    }

    private SelfAdaptation.Answer answer(SelfAdaptation adaptation, String question) {
        return adaptation.answer(question, request(question), TokenListener.NONE, token);
    }

    private SelfAdaptation.Answer baseAnswer(String question) {
        try (SelfAdaptation adaptation = new SelfAdaptation(sample.model, Configuration.base())) {
            return answer(adaptation, question);
        }
    }

    private static List<Double> logProbabilities(SelfAdaptation.Answer answer) {
        return answer.result().tokens().stream()
                .map(written -> written.logProbability())
                .toList();
    }

    private int[] alone(String question, Mixture mixture) {
        return sample.model
                .generate(mixture, request(question), TokenListener.NONE, token)
                .ids();
    }

    private String text(String question, Mixture mixture) {
        return sample.model
                .generate(mixture, request(question), TokenListener.NONE, token)
                .text();
    }

    private static GenerationRequest request(String question) {
        return GenerationRequest.of(sample.model.model(), sample.model.encode(question, true), 60, Sampling.greedy());
    }
}
