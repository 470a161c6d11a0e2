package org.t2workbench.core.adaptation.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.DispatchPrompt;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunState;
import org.t2workbench.core.svf.AdaptedWeights;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.LoraAdapter;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.MixtureFile;
import org.t2workbench.core.svf.Parametrisation;
import org.t2workbench.core.svf.WeightAdapter;
import org.t2workbench.core.task.ItemSource;
import org.t2workbench.core.task.ItemStream;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskCatalogue;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.training.PromptEncoder;
import org.t2workbench.core.training.TaskAnswer;
import org.t2workbench.core.training.TaskAnswers;

/** Searches with the sample model and its experts, a few members each. */
class MixtureSearchTest {

    /** Sums of some thirty log-probabilities in f32, factored and folded. */
    private static final double LOG_LIKELIHOOD = 1e-3;

    /** The sample is decomposed once for all tests. */
    @TempDir
    static Path store;

    @TempDir
    Path temp;

    private final InstallFolder install = InstallFolder.find().orElseThrow();
    private final SearchSettings small =
            SearchSettings.paper().withPopulation(6, 0.4).withShots(2).withGenerations(4);
    private ComputeEngine engine;
    private AdaptedModel sample;
    private Task math;

    @BeforeEach
    void open() {
        engine = ComputeEngine.start(1, "cpu");
        sample = AdaptedModel.open(
                engine,
                ModelLocator.ofThisInstallation().locate("sample"),
                Dtype.F32,
                new DecompositionStore(store),
                Progress.NONE,
                new CancellationToken());
        math = new TaskCatalogue(List.of(install.samples().resolve("tasks"))).find("math");
    }

    @AfterEach
    void close() {
        sample.close();
        engine.close();
    }

    private List<SearchExpert> experts(String... names) {
        List<SearchExpert> experts = new ArrayList<>();
        for (String name : names) {
            Path file = install.sampleExperts().resolve(name + ".safetensors");
            experts.add(SearchExpert.of(sample.readAdapter(file), file, DispatchPrompt.DISPATCHER));
        }
        return experts;
    }

    private MixtureSearch search(
            Task task, List<SearchExpert> experts, SearchSettings settings, CancellationToken token) {
        return new MixtureSearch(
                sample.model(),
                sample.decomposition(),
                PromptEncoder.of(sample.model()),
                task,
                experts,
                settings,
                Progress.NONE,
                token);
    }

    private MixtureSearch search(SearchSettings settings) {
        return search(math, experts("math", "code", "reasoning"), settings, new CancellationToken());
    }

    private void runUntil(SearchSettings settings, Path folder, int generations) {
        CancellationToken token = new CancellationToken();
        int[] begun = {0};
        MixtureSearch stopped = search(math, experts("math", "code", "reasoning"), settings, token)
                .givingWay(() -> {
                    if (begun[0]++ == generations) {
                        token.cancel();
                    }
                });
        assertThatThrownBy(() -> stopped.run(folder, List.of("adapt"))).isInstanceOf(CancelledException.class);
    }

    private static List<Map<String, Object>> values(Path folder) {
        return RunFolder.open(folder).metrics().stream().map(RunLine::values).toList();
    }

    @ParameterizedTest
    @EnumSource(SearchMethod.class)
    void aSearchThatWasStoppedTwiceEndsAsOneThatWasNot(SearchMethod method) throws IOException {
        SearchSettings settings = small.withMethod(method);
        SearchResult whole = search(settings).run(temp.resolve("whole"), List.of("adapt"));
        Path stopped = temp.resolve("stopped");
        runUntil(settings, stopped, 1);
        runUntil(settings, stopped, 2);
        // what a kill in the middle of a generation's line leaves behind
        Files.writeString(stopped.resolve("metrics.jsonl"), "{\"iteration\":4,\"best\":0.", StandardOpenOption.APPEND);
        SearchResult resumed = search(settings).run(stopped, List.of("adapt"));

        assertThat(resumed.history()).isEqualTo(whole.history()).hasSize(4);
        assertThat(values(stopped)).isEqualTo(values(temp.resolve("whole")));
        assertThat(resumed.file()).isEqualTo(whole.file());
        assertThat(RunFolder.open(stopped).state()).isEqualTo(RunState.FINISHED);
        // a finished search stays as it is, and can be replayed
        assertThat(search(settings).run(stopped, List.of("adapt")).file()).isEqualTo(whole.file());
        assertThat(SearchHistory.of(RunFolder.open(stopped))).isEqualTo(whole.history());
    }

    @Test
    void theSameSeedFindsTheSameWithAndWithoutAFolder() {
        SearchResult one = search(small).find();
        SearchResult two = search(small).run(temp.resolve("run"), List.of("adapt"));
        assertThat(two.history()).isEqualTo(one.history());
        assertThat(search(small.withSeed(2)).find().history()).isNotEqualTo(one.history());
        assertThat(one.run()).isEmpty();
    }

    @Test
    void aMixtureWhoseNumbersRunOverHasNothingRightAndLeavesTheOthersTheirScores() {
        List<SearchExpert> experts = experts("math", "code", "reasoning");
        SearchSpace space = new SearchSpace(
                small,
                experts.stream().map(SearchExpert::expert).toList(),
                sample.model().matrices());
        List<Mixture> ordinary = List.of(space.mixture(new double[] {1, 0, 0}), space.mixture(new double[] {0, 0, 1}));
        Mixture far = space.mixture(new double[] {1e25, 0, 0});
        List<TaskItem> shots = math.source().items(Split.SHOTS, 8, small.seed());
        try (WeightAdapter adapter = new WeightAdapter(sample.model(), sample.decomposition())) {
            MemberScores scores = new MemberScores(
                    sample.model(),
                    adapter,
                    new TaskAnswers(sample.model(), PromptEncoder.of(sample.model()), math),
                    shots);
            CancellationToken token = new CancellationToken();
            List<Score> expected = scores.of(ordinary, token);
            assertThat(expected).allSatisfy(score -> assertThat(score.correct()).isPositive());
            List<Score> found = scores.of(List.of(ordinary.get(0), far, ordinary.get(1)), token);
            assertThat(found.get(1)).isEqualTo(Score.of(0, 0));
            for (int i = 0; i < 2; i++) {
                Score score = found.get(2 * i);
                assertThat(score.correct()).isEqualTo(expected.get(i).correct());
                assertThat(score.logLikelihood()).isCloseTo(expected.get(i).logLikelihood(), within(LOG_LIKELIHOOD));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SearchScope.class)
    void aMembersScoreIsWhatItsFoldedWeightsGetAlone(SearchScope scope) {
        SearchResult result =
                search(small.withScope(scope).withShots(3).withGenerations(1)).find();
        Generation generation = result.history().get(0);
        SearchSpace space = new SearchSpace(
                small.withScope(scope),
                experts("math", "code", "reasoning").stream()
                        .map(SearchExpert::expert)
                        .toList(),
                sample.model().matrices());
        List<TaskItem> shots = math.source().items(Split.SHOTS, 3, small.seed());
        TaskAnswers answers = new TaskAnswers(sample.model(), PromptEncoder.of(sample.model()), math);
        CancellationToken token = new CancellationToken();
        for (Member member : generation.members()) {
            if (space.refused(CrossEntropy.numbers(member.alpha()))) {
                assertThat(member.score()).isEqualTo(Score.REFUSED);
                continue;
            }
            Mixture mixture = space.mixture(CrossEntropy.numbers(member.alpha()));
            try (WeightAdapter adapter = new WeightAdapter(sample.model(), sample.decomposition());
                    AdaptedWeights folded =
                            adapter.fold(mixture.adaptation(sample.model().matrices()), Progress.NONE, token)) {
                List<TaskAnswer> right =
                        answers.answer(folded.view(), shots, Sampling.greedy(), Progress.NONE, token).stream()
                                .filter(answer -> answer.grade().correct())
                                .toList();
                assertThat(member.score().correct()).isEqualTo(right.size());
                if (!right.isEmpty()) {
                    assertThat(member.score().logLikelihood())
                            .isCloseTo(
                                    right.stream()
                                            .mapToDouble(TaskAnswer::logLikelihood)
                                            .average()
                                            .orElseThrow(),
                                    within(LOG_LIKELIHOOD));
                }
            }
        }
        assertThat(generation.members().stream()
                        .mapToInt(member -> member.score().correct())
                        .max())
                .hasValue(result.score().correct());
    }

    @Test
    void aMemberThatIsKnownNeverAnswersAgain() {
        SearchResult alone = search(
                        math,
                        experts("math"),
                        small.withNormalised(true).withForm(Mixture.Form.OFFSET),
                        new CancellationToken())
                .find();
        // one expert, normalised: every member is α = 1
        assertThat(alone.history().get(0).evaluated()).isEqualTo(1);
        assertThat(alone.history().subList(1, 4))
                .allSatisfy(generation -> assertThat(generation.evaluated()).isZero());
        assertThat(alone.mixture().gains(sample.model().matrices()))
                .usingRecursiveComparison()
                .isEqualTo(experts("math").get(0).expert().gains());
        SearchResult three = search(small).find();
        // the first member of a later generation is the best so far
        assertThat(three.history().subList(1, 4))
                .allSatisfy(generation -> assertThat(generation.evaluated()).isLessThanOrEqualTo(5));
    }

    @Test
    void theShotsAreOfTheirOwnSplitAndStandInTheRunAndTheMixtureFile() {
        SearchResult result = search(small).run(temp.resolve("run"), List.of("adapt"));
        List<String> ids = math.source().items(Split.SHOTS, 2, small.seed()).stream()
                .map(TaskItem::id)
                .toList();
        assertThat(result.shots()).isEqualTo(ids);
        Path file = temp.resolve("mixture.json");
        result.file().write(file);
        MixtureFile read = MixtureFile.read(file);
        assertThat(read.shots()).hasValue(new MixtureFile.Shots("math", ids));
        assertThat(read.resolve(sample::readAdapter).gains(sample.model().matrices()))
                .usingRecursiveComparison()
                .isEqualTo(result.mixture().gains(sample.model().matrices()));
        assertThat(RunFolder.open(temp.resolve("run")).config().config().get("shot_ids"))
                .isEqualTo(ids);
        List<String> tests = math.source().items(Split.TEST, 500, 1).stream()
                .map(TaskItem::id)
                .toList();
        assertThat(tests).doesNotContainAnyElementsOf(ids);
    }

    @Test
    void oneShotIsASearchLikeAnyOther() {
        SearchResult result = search(
                        small.withShots(1).withScope(SearchScope.LAYER).withNormalised(true))
                .find();
        assertThat(result.score().correct()).isBetween(0, 1);
        assertThat(result.shots()).hasSize(1);
    }

    @Test
    void expertsOfDifferentMatricesAreMixedEachWhereItIs() {
        List<SearchExpert> whole = experts("math", "code");
        Map<String, float[]> half = new LinkedHashMap<>();
        whole.get(1).expert().gains().forEach((matrix, gains) -> {
            if (matrix.contains("layers.1")) {
                half.put(matrix, gains);
            }
        });
        Path file = temp.resolve("half.safetensors");
        ExpertFile.write(file, Expert.untrained("half", whole.get(1).expert().base(), half));
        List<SearchExpert> two =
                List.of(whole.get(0), SearchExpert.of(sample.readAdapter(file), file, DispatchPrompt.DISPATCHER));
        SearchResult result = search(math, two, small.withScope(SearchScope.MATRIX), new CancellationToken())
                .find();
        assertThat(result.mixture().gains(sample.model().matrices()).values()).allSatisfy(gains -> {
            for (float gain : gains) {
                assertThat(gain).isFinite();
            }
        });
    }

    @Test
    void aTaskWithFewerItemsThanShotsSaysHowManyItHas() {
        List<TaskItem> few = math.source().items(Split.SHOTS, 4, 1);
        assertRefused(
                () -> search(withShots(few), experts("math"), small.withShots(5), new CancellationToken()),
                "has 4 items in its split 'shots', but 5 were asked for");
        assertRefused(
                () -> search(withShots(List.of()), experts("math"), small, new CancellationToken()),
                "has no items in its split 'shots'");
        String tooLong = "one more apple and ".repeat(400);
        List<TaskItem> withOneTooLong = new ArrayList<>(few);
        withOneTooLong.add(1, new TaskItem(tooLong, "", "1", "long"));
        assertThat(search(withShots(withOneTooLong), experts("math"), small.withShots(4), new CancellationToken())
                        .shots())
                .hasSize(4)
                .doesNotContain("long");
    }

    @Test
    void whatCannotBeMixedIsToldInASentence() {
        assertRefused(() -> search(math, List.of(), small, new CancellationToken()), "needs experts");
        assertRefused(() -> search(math, experts("math", "math"), small, new CancellationToken()), "given twice");
        Expert found = experts("math").get(0).expert();
        Expert dispatch = new Expert(
                "chooser",
                found.base(),
                Parametrisation.DIRECT,
                "dispatch",
                OptionalLong.of(1),
                Optional.of(Instant.EPOCH),
                "",
                "",
                found.gains(),
                Map.of());
        assertRefused(() -> SearchExpert.of(dispatch, temp, DispatchPrompt.DISPATCHER), "never mixed");
        assertThat(SearchExpert.of(dispatch, temp, "sorting").expert()).isEqualTo(dispatch);
        assertRefused(
                () -> SearchExpert.of(new LoraAdapter("style", "sample", Map.of()), temp, DispatchPrompt.DISPATCHER),
                "no gains");
    }

    @Test
    void everyMemberIsAMixtureOfTheSearchAndItsPlacesSayWhereItsAlphaBelong() {
        MixtureSearch search = search(small.withGenerations(1).withScope(SearchScope.LAYER));
        SearchResult result = search.find();
        Member last = result.history().get(0).members().get(5);
        assertThat(search.places())
                .startsWith("0", "1")
                .hasSize(sample.model().config().layers());
        MixtureFile file = search.file(last);
        assertThat(file.shots()).isEqualTo(result.file().shots());
        // the α of layer 1 stand behind the three of layer 0
        assertThat(file.entries().get(2).alpha())
                .isInstanceOfSatisfying(
                        Alpha.PerLayer.class,
                        alpha -> assertThat(alpha.values().get(1))
                                .isEqualTo(last.alpha().get(5)));
        assertThat(search(small).places()).containsExactly("all");
        // the sample's experts have gains for these alone
        assertThat(search(small.withScope(SearchScope.MATRIX)).places())
                .hasSize(experts("math").get(0).expert().gains().size())
                .allMatch(name -> name.contains(".mlp."));
        assertRefused(() -> search(small).file(last), "others than it was searched with");
    }

    @Test
    void otherSettingsDoNotGoOnWithASearch() {
        search(small.withGenerations(1)).run(temp.resolve("run"), List.of("adapt"));
        assertRefused(
                () -> search(small.withGenerations(1).withSeed(9)).run(temp.resolve("run"), List.of("adapt")),
                "other settings");
    }

    private static void assertRefused(Runnable action, String part) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(action::run)
                .withMessageContaining(part);
    }

    /** The task with other items to draw shots from. */
    private Task withShots(List<TaskItem> items) {
        ItemSource source = new ItemSource() {
            @Override
            public ItemStream stream(Split split, long seed) {
                throw new AssertionError("a search draws no endless items");
            }

            @Override
            public List<TaskItem> items(Split split, int count, long seed) {
                assertThat(split).isEqualTo(Split.SHOTS);
                return items.subList(0, Math.min(count, items.size()));
            }
        };
        return new Task(
                math.name(),
                math.description(),
                math.systemMessage(),
                math.promptTemplate(),
                math.stops(),
                math.maxTokens(),
                math.mustFinish(),
                math.grader(),
                source);
    }
}
