package org.t2workbench.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.adaptation.Configuration;
import org.t2workbench.core.adaptation.OpenSample;
import org.t2workbench.core.adaptation.Reading;
import org.t2workbench.core.adaptation.Strategy;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.task.ItemSource;
import org.t2workbench.core.task.ItemStream;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

/** Evaluations on the shipped sample. */
class StrategyEvaluationTest {

    private static final int ITEMS = 40;

    @TempDir
    static Path store;

    @TempDir
    Path folder;

    private static OpenSample sample;

    @BeforeAll
    static void open() {
        sample = new OpenSample(store);
    }

    @AfterAll
    static void close() {
        sample.close();
    }

    @Test
    void allRowsOfATaskAreOfTheSameItemsAndPairedWithBase() {
        EvaluationResult result = run(plan(List.of("math", "code-hard"), Set.of(), base(), classifier()));
        assertThat(result.rows()).hasSize(4);
        for (int task = 0; task < 2; task++) {
            EvaluationRow first = result.rows().get(2 * task);
            EvaluationRow second = result.rows().get(2 * task + 1);
            assertThat(first.strategy()).isEqualTo("base");
            assertThat(first.againstBase()).isEmpty();
            assertThat(ids(second)).hasSize(ITEMS).isEqualTo(ids(first));
            assertThat(second.againstBase().orElseThrow().onlySecond()
                            - second.againstBase().orElseThrow().onlyFirst())
                    .isEqualTo(second.accuracy().correct() - first.accuracy().correct());
        }
        EvaluationRow dispatched = result.rows().get(1);
        assertThat(dispatched.outcomes()).allSatisfy(outcome -> {
            assertThat(outcome.first().orElseThrow().text()).contains("\\boxed{");
            assertThat(outcome.first().orElseThrow().tokens()).isPositive();
            assertThat(outcome.tokens()).isPositive();
        });
    }

    @Test
    void theConfusionMatrixHasTheFamiliesOfTheTasksAsRows() {
        EvaluationResult result =
                run(plan(List.of("math", "math-hard", "reasoning"), Set.of(), base(), prompt(), classifier()));
        assertThat(result.confusions().stream().map(DispatchConfusion::strategy))
                .containsExactly("prompt", "classifier");
        for (DispatchConfusion confusion : result.confusions()) {
            assertThat(confusion.labels()).containsExactly("math", "code", "reasoning", "other");
            DispatchConfusion.Row math = confusion.rows().get(0);
            assertThat(math.tasks()).containsExactly("math", "math-hard");
            assertThat(math.n()).isEqualTo(2 * ITEMS);
            assertThat(confusion.rows().get(1).category()).isEqualTo("reasoning");
            assertThat(confusion.rows().get(1).n()).isEqualTo(ITEMS);
        }
        long mathAsMath = Stream.of(result.rows().get(2), result.rows().get(5))
                .flatMap(row -> row.outcomes().stream())
                .filter(outcome -> outcome.first().orElseThrow().label().equals("math"))
                .count();
        assertThat(result.confusions().get(1).rows().get(0).counts().get(0)).isEqualTo((int) mathAsMath);
    }

    @Test
    void promptsOfOneRouteGetTheAnswersOfThatExpertAlone() {
        EvaluationResult result = run(plan(List.of("math"), Set.of(), classifier(), given("math")));
        EvaluationRow dispatched = result.rows().get(0);
        EvaluationRow alone = result.rows().get(1);
        for (int i = 0; i < ITEMS; i++) {
            if (dispatched.outcomes().get(i).first().orElseThrow().label().equals("math")) {
                assertThat(dispatched.outcomes().get(i).text())
                        .isEqualTo(alone.outcomes().get(i).text());
            }
        }
    }

    /** The paper's few-shot rows leave out the shots, its other rows do not. */
    @Test
    void shotsAreInNoRowTheBaseModelsIncluded() {
        Task math = sample.task("math");
        List<TaskItem> items = math.source().items(Split.TEST, ITEMS, 1);
        List<TaskItem> shots = List.of(items.get(3), items.get(17));
        MixtureFinder finder = (task, progress, token) -> new MixtureFinder.Found(mixture("math"), shots);
        EvaluationResult result = run(new EvaluationPlan(
                List.of(math),
                List.of(base(), new EvaluationPlan.Searched(List.of("math"), finder), classifier()),
                Split.TEST,
                ITEMS,
                1,
                Set.of(items.get(5).id())));
        List<String> left = new ArrayList<>(items.stream().map(TaskItem::id).toList());
        left.removeAll(
                List.of(items.get(3).id(), items.get(17).id(), items.get(5).id()));
        assertThat(result.rows())
                .hasSize(3)
                .allSatisfy(row -> assertThat(ids(row)).isEqualTo(left));
        assertThat(result.notes()).anyMatch(note -> note.contains("3 items of math are in no row"));
    }

    /** The paper reports the best of four configurations on the items it was picked by. */
    @Test
    void noConfigurationCanBePickedOnTheItemsItIsMeasuredOn() {
        MixtureFinder peeking = (task, progress, token) -> {
            task.source().items(Split.TEST, 10, 1);
            return new MixtureFinder.Found(mixture("math"), List.of());
        };
        EvaluationPlan plan = new EvaluationPlan(
                List.of(sample.task("math")),
                List.of(new EvaluationPlan.Searched(List.of("math"), peeking)),
                Split.TEST,
                ITEMS,
                1,
                Set.of());
        assertThatThrownBy(() -> run(plan))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("opened once every configuration is fixed");
    }

    @Test
    void theConfigurationIsOnTheDiskBeforeTheTestSplitIsOpened() {
        AtomicBoolean written = new AtomicBoolean();
        Task watched = with(
                sample.task("math"),
                "math",
                source -> new Watched(source, () -> {
                    assertThat(folder.resolve("configuration.json")).exists();
                    written.set(true);
                }));
        MixtureFinder finder = (task, progress, token) -> {
            assertThat(folder.resolve("configuration.json")).doesNotExist();
            return new MixtureFinder.Found(mixture("math"), task.source().items(Split.SHOTS, 3, 1));
        };
        run(
                new EvaluationPlan(
                        List.of(watched),
                        List.of(new EvaluationPlan.Searched(List.of("math"), finder)),
                        Split.TEST,
                        ITEMS,
                        1,
                        Set.of()),
                Optional.of(folder),
                new CancellationToken());
        assertThat(written).isTrue();
        assertThat(folder.resolve("configuration.json"))
                .content()
                .contains("few-shot")
                .contains("\"alpha\" : 1.0");
    }

    @Test
    void aDispatcherTrainedOnEvaluationItemsIsRefused() {
        List<TaskItem> leaked =
                sample.task("math").source().items(Split.TEST, ITEMS, 1).subList(7, 8);
        TaskItem pair = new TaskItem(
                "Which label fits, math, code, reasoning or other?\n"
                        + leaked.get(0).question() + "\nGive the number.",
                "",
                "math",
                "leaky/1");
        Task leaky =
                with(sample.task("dispatch"), "dispatch", source -> new Listed(Map.of(Split.TRAIN, List.of(pair))));
        assertThatThrownBy(() -> evaluation(
                                plan(List.of("math"), Set.of(), classifier()),
                                name -> Optional.of(leaky),
                                Optional.empty(),
                                new CancellationToken())
                        .run())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("training data of the task dispatch hold 1 evaluation items of the task math")
                .hasMessageContaining("leaky/1")
                .hasMessageContaining(leaked.get(0).id());
    }

    @Test
    void anEvaluationThatWasKilledGoesOnAndComesToTheSame() throws IOException {
        EvaluationPlan plan = plan(List.of("math"), Set.of(), base(), classifier());
        EvaluationResult whole = run(plan, Optional.of(folder), new CancellationToken());
        Path outcomes;
        try (Stream<Path> files = Files.list(folder.resolve("outcomes"))) {
            outcomes = files.filter(file -> file.toString().contains("classifier"))
                    .findFirst()
                    .orElseThrow();
        }
        List<String> lines = Files.readAllLines(outcomes);
        assertThat(lines).hasSize(ITEMS);
        // torn in the middle of the twelfth line, as by a kill
        String kept =
                String.join("\n", lines.subList(0, 11)) + "\n" + lines.get(11).substring(0, 20);
        Files.writeString(outcomes, kept);
        EvaluationResult resumed = run(plan, Optional.of(folder), new CancellationToken());
        for (int row = 0; row < whole.rows().size(); row++) {
            assertThat(texts(resumed.rows().get(row)))
                    .isEqualTo(texts(whole.rows().get(row)));
            assertThat(resumed.rows().get(row).accuracy())
                    .isEqualTo(whole.rows().get(row).accuracy());
        }
        List<String> after = Files.readAllLines(outcomes);
        assertThat(after).hasSize(ITEMS);
        assertThat(after.subList(0, 11)).isEqualTo(lines.subList(0, 11));
    }

    /** A mixture found by shots of one task may be used on another that asks the same. */
    @Test
    void shotsOfOneTaskAreInNoRowOfAnother() {
        Task math = sample.task("math");
        Task twin = with(math, "twin", source -> source);
        List<TaskItem> items = math.source().items(Split.TEST, ITEMS, 1);
        MixtureFinder finder = (task, progress, token) -> new MixtureFinder.Found(
                mixture("math"), task.name().equals("math") ? List.of(items.get(3)) : List.of());
        EvaluationResult result = run(new EvaluationPlan(
                List.of(math, twin),
                List.of(new EvaluationPlan.Searched(List.of("math"), finder)),
                Split.TEST,
                ITEMS,
                1,
                Set.of()));
        assertThat(result.rows())
                .hasSize(2)
                .allSatisfy(row -> assertThat(ids(row))
                        .hasSize(ITEMS - 1)
                        .doesNotContain(items.get(3).id()));
    }

    @Test
    void thePromptsOfTheDispatchTaskAreInNoMatrixAndANoteSaysSo() {
        EvaluationResult result = run(plan(List.of("dispatch", "math"), Set.of(), prompt()));
        assertThat(result.confusions()).hasSize(1);
        assertThat(result.confusions().get(0).rows())
                .extracting(DispatchConfusion.Row::tasks)
                .containsExactly(List.of("math"));
        assertThat(result.notes()).anyMatch(note -> note.startsWith("The prompts of dispatch are in no matrix"));
        assertThat(run(plan(List.of("dispatch"), Set.of(), prompt())).confusions())
                .isEmpty();
    }

    @Test
    void whatAnEvaluationCameToIsToldRowByRowAndReadFromItsFolder() {
        EvaluationPlan plan = plan(List.of("math", "code"), Set.of(), base(), classifier());
        List<EvaluationWatch.Standing> standings = new ArrayList<>();
        List<Integer> rows = new ArrayList<>();
        EvaluationResult result = evaluation(
                        plan, name -> Optional.of(sample.task(name)), Optional.of(folder), new CancellationToken())
                .watchedBy(new EvaluationWatch() {
                    @Override
                    public void measured(Standing standing) {
                        standings.add(standing);
                    }

                    @Override
                    public void finished(EvaluationResult soFar) {
                        rows.add(soFar.rows().size());
                        new EvaluationReport(EvaluationDocument.of(soFar)).write(folder);
                    }
                })
                .run();
        assertThat(rows).isSorted().last().isEqualTo(4);
        assertThat(standings.get(0)).isEqualTo(new EvaluationWatch.Standing("math", "base", 1, 4, 0, ITEMS));
        assertThat(standings.get(standings.size() - 1))
                .isEqualTo(new EvaluationWatch.Standing("code", "classifier", 4, 4, ITEMS, ITEMS));
        EvaluationFolder kept = EvaluationFolder.open(folder);
        EvaluationDocument read = kept.document().orElseThrow();
        assertThat(read.rows()).isEqualTo(EvaluationDocument.of(result).rows());
        assertThat(read.confusions()).isEqualTo(EvaluationDocument.of(result).confusions());
        assertThat(kept.items("code"))
                .extracting(AskedItem::id)
                .isEqualTo(ids(result.rows().get(2)));
        assertThat(kept.items("code").get(0).prompt()).contains("print(");
        assertThat(new ArrayList<>(kept.outcomes("code", 2, "classifier").values()))
                .isEqualTo(result.rows().get(3).outcomes());
        assertThat(kept.outcomes("code", 1, "base")).hasSize(ITEMS);
        assertThatThrownBy(() -> kept.items("../../secret")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> EvaluationFolder.open(store)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aFolderTakesOneEvaluationAlone() {
        run(plan(List.of("math"), Set.of(), base()), Optional.of(folder), new CancellationToken());
        assertThatThrownBy(() -> run(
                        plan(List.of("math"), Set.of(), base(), given("math")),
                        Optional.of(folder),
                        new CancellationToken()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("of other tasks, experts, strategies or items");
    }

    @Test
    void aCancelledEvaluationStops() {
        CancellationToken token = new CancellationToken();
        token.cancel();
        assertThatThrownBy(() -> run(plan(List.of("math"), Set.of(), base()), Optional.empty(), token))
                .isInstanceOf(CancelledException.class);
    }

    private static EvaluationPlan plan(List<String> tasks, Set<String> shots, EvaluationPlan.Entry... entries) {
        return new EvaluationPlan(
                tasks.stream().map(sample::task).toList(), Arrays.asList(entries), Split.TEST, ITEMS, 1, shots);
    }

    private static EvaluationPlan.Entry base() {
        return new EvaluationPlan.Given(Configuration.base());
    }

    private static EvaluationPlan.Entry prompt() {
        return new EvaluationPlan.Given(
                sample.configuration(Strategy.PROMPT, Reading.SCORE, "math", "code", "reasoning"));
    }

    private static EvaluationPlan.Entry classifier() {
        return new EvaluationPlan.Given(
                sample.configuration(Strategy.CLASSIFIER, Reading.GENERATE, "math", "code", "reasoning", "dispatch"));
    }

    private static EvaluationPlan.Entry given(String expert) {
        return new EvaluationPlan.Given(new Configuration.Fixed(Strategy.MANUAL, List.of(expert), mixture(expert)));
    }

    private static Mixture mixture(String expert) {
        return Mixture.offset(new Mixture.Share(sample.expert(expert), Alpha.everywhere(1)));
    }

    private static EvaluationResult run(EvaluationPlan plan) {
        return run(plan, Optional.empty(), new CancellationToken());
    }

    private static EvaluationResult run(EvaluationPlan plan, Optional<Path> folder, CancellationToken token) {
        return evaluation(plan, name -> Optional.of(sample.task(name)), folder, token)
                .run();
    }

    private static StrategyEvaluation evaluation(
            EvaluationPlan plan,
            Function<String, Optional<Task>> tasks,
            Optional<Path> folder,
            CancellationToken token) {
        return new StrategyEvaluation(sample.model, plan, tasks, folder, Progress.NONE, token);
    }

    private static List<String> ids(EvaluationRow row) {
        return row.outcomes().stream().map(ItemOutcome::item).toList();
    }

    private static List<String> texts(EvaluationRow row) {
        return row.outcomes().stream().map(ItemOutcome::text).toList();
    }

    private static Task with(Task task, String name, Function<ItemSource, ItemSource> source) {
        return new Task(
                name,
                task.description(),
                task.systemMessage(),
                task.promptTemplate(),
                task.stops(),
                task.maxTokens(),
                task.mustFinish(),
                task.grader(),
                source.apply(task.source()));
    }

    /** Items that are given. */
    private record Listed(Map<Split, List<TaskItem>> items) implements ItemSource {

        @Override
        public ItemStream stream(Split split, long seed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<TaskItem> items(Split split, int count, long seed) {
            List<TaskItem> all = items.getOrDefault(split, List.of());
            return all.subList(0, Math.min(count, all.size()));
        }
    }

    /** Tells when the test split is read. */
    private record Watched(ItemSource source, Runnable opened) implements ItemSource {

        @Override
        public ItemStream stream(Split split, long seed) {
            return source.stream(split, seed);
        }

        @Override
        public List<TaskItem> items(Split split, int count, long seed) {
            if (split == Split.TEST) {
                opened.run();
            }
            return source.items(split, count, seed);
        }

        @Override
        public String fingerprint() {
            return source.fingerprint();
        }
    }
}
