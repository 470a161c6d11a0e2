package org.t2workbench.core.training;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunState;
import org.t2workbench.core.run.Snapshot;
import org.t2workbench.core.svf.AdapterOrigin;
import org.t2workbench.core.svf.AddedAdapter;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.Parametrisation;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.Grader;
import org.t2workbench.core.task.ItemSource;
import org.t2workbench.core.task.ItemStream;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.text.ChatTemplate;
import org.t2workbench.core.text.Tokenizer;

class TrainingRunTest {

    /** A reward that an untrained model gets now and then, and more often after a few steps. */
    private static final Pattern LETTER_E = Pattern.compile("e");

    @TempDir
    Path temp;

    private ComputeEngine engine;
    private LanguageModel model;
    private Decomposition decomposition;
    private Tokenizer tokenizer;

    @BeforeEach
    void open() throws IOException {
        engine = ComputeEngine.start(1, "cpu");
        ModelFolder folder = ModelFolder.open(SmallChatModel.write(engine, temp.resolve("model")));
        model = LanguageModel.open(engine, folder, Dtype.F32, Progress.NONE, new CancellationToken());
        decomposition = Decomposition.open(engine, folder, Dtype.F32, new DecompositionStore(temp.resolve("store")));
        tokenizer = Tokenizer.open(folder);
    }

    @AfterEach
    void close() {
        tokenizer.close();
        decomposition.close();
        model.close();
        engine.close();
    }

    @Test
    void aRunThatWasStoppedTwiceEndsAsOneThatWasNot() throws IOException {
        RunFolder whole = run(settings(0.05), temp.resolve("whole"), Long.MAX_VALUE);
        Path stopped = temp.resolve("stopped");
        assertThatThrownBy(() -> run(settings(0.05), stopped, 2)).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> run(settings(0.05), stopped, 5)).isInstanceOf(CancelledException.class);
        // what a kill in the middle of a write leaves behind
        Files.writeString(
                stopped.resolve("rollouts.jsonl"),
                Files.readString(stopped.resolve("rollouts.jsonl")) + "{\"iteration\":6,\"te");
        RunFolder resumed = run(settings(0.05), stopped, Long.MAX_VALUE);

        assertThat(values(resumed)).isEqualTo(values(whole)).hasSize(9);
        assertThat(rollouts(resumed)).isEqualTo(rollouts(whole)).hasSize(8 * 16);
        Expert expert = expert(resumed);
        assertThat(expert.gains())
                .usingRecursiveComparison()
                .isEqualTo(expert(whole).gains());
        assertThat(expert.raw())
                .usingRecursiveComparison()
                .isEqualTo(expert(whole).raw());
        assertThat(expert.scores()).isEqualTo(expert(whole).scores());
        assertThat(way(resumed)).usingRecursiveComparison().isEqualTo(way(whole));
        // a finished run stays as it is
        assertThat(run(settings(0.05), stopped, Long.MAX_VALUE).metrics()).hasSize(9);
    }

    /** The gains of one matrix on the way, by iteration: those of the start are 1. */
    private static Map<Long, float[]> way(RunFolder run) {
        Map<Long, float[]> way = new LinkedHashMap<>();
        for (Snapshot snapshot : run.trajectory()) {
            way.put(
                    snapshot.iteration(),
                    ExpertFile.read(snapshot.file()).gains().values().iterator().next());
        }
        assertThat(way.get(0L)).containsOnly(1);
        assertThat(way).hasSizeGreaterThan(2).containsKey(8L);
        return way;
    }

    @Test
    void trainingBringsOutWhatIsRewardedAndTheExpertCarriesItsScores() {
        TrainingSettings settings = settings(0.2);
        RunFolder run = run(settings, temp.resolve("run"), Long.MAX_VALUE);
        RunLine last = run.lastMetrics().orElseThrow();
        Expert expert = expert(run);
        assertThat(last.values())
                .containsKeys(
                        "reward",
                        "kl",
                        "gradient_norm",
                        "equal_groups",
                        "entropy",
                        "truncated",
                        "steps",
                        "validation",
                        "best");
        assertThat(expert.task()).isEqualTo("letters");
        assertThat(expert.seed()).hasValue(settings.seed());
        assertThat(expert.parametrisation()).isEqualTo(Parametrisation.DIRECT);
        assertThat(TrainingSettings.fromMap(run.config().config())).isEqualTo(settings);
        assertThat(expert.training()).contains("\"baseline\":\"leave-one-out\"");
        assertThat(expert.scores()).contains("\"base\"").contains("\"trained\"");
        // mlp: three matrices in each of two layers
        assertThat(expert.gains()).hasSize(6);
        assertThat(number(last, "best")).isGreaterThan(number(run.metrics().get(0), "best"));
    }

    /** The authors' code: one greedy answer per prompt, sigmoid parameters, KL from the base, nothing clipped. */
    @Test
    void theReferenceFormTrainsFromItsOwnStart() {
        TrainingSettings settings = TrainingSettings.of(
                TrainingPreset.of("reference"),
                Map.of(
                        "iterations",
                        "2",
                        "prompts",
                        "6",
                        "kl_coefficient",
                        "0.1",
                        "seed",
                        "5",
                        "validation_items",
                        "6",
                        "validate_every",
                        "2",
                        "checkpoint_every",
                        "2",
                        "token_budget",
                        "4096",
                        "draw",
                        "stream"));
        RunFolder run = run(settings, temp.resolve("run"), Long.MAX_VALUE);
        assertThat(number(run.lastMetrics().orElseThrow(), "gradient_norm")).isPositive();
        // gains scatter around 1, as the sum of the singular values is kept
        assertThat(number(run.lastMetrics().orElseThrow(), "max_gain_change")).isBetween(1e-3, 0.1);
    }

    @Test
    void withoutAnImprovementTheExpertIsTheBaseModel() {
        RunFolder run = run(settings(1e-9), temp.resolve("run"), Long.MAX_VALUE);
        assertThat(expert(run).isNeutral()).isTrue();
        assertThat(run.lastMetrics().orElseThrow().values()).containsEntry("best_iteration", 0);
    }

    @Test
    void aLogitThatIsNoNumberStopsTheRunAndKeepsTheExpert() {
        Path folder = temp.resolve("run");
        assertThatThrownBy(() -> run(settings(9e29), folder, Long.MAX_VALUE))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("A logit is no number any more at iteration 2")
                .hasMessageContaining("Lower the learning rate");
        assertThat(expert(RunFolder.open(folder)).isNeutral()).isTrue();
    }

    @Test
    void aRunOfOtherSettingsIsNotContinued() {
        assertThatThrownBy(() -> run(settings(0.05), temp.resolve("run"), 1)).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> run(settings(0.04), temp.resolve("run"), 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("other settings");
    }

    /** A rate that changes nothing: validations 2 and 4 are not better than the base model's. */
    @Test
    void aRunWithoutProgressStopsWhenItsPatienceIsOver() {
        RunFolder run = run(settings(1e-9).with("patience", "2"), temp.resolve("run"), Long.MAX_VALUE);
        RunLine last = run.lastMetrics().orElseThrow();
        assertThat(last.iteration()).isEqualTo(4);
        assertThat(last.values()).containsEntry("stopped_early", true);
        assertThat(run.state()).isEqualTo(RunState.FINISHED);
        assertThat(run(settings(1e-9).with("patience", "2"), temp.resolve("run"), Long.MAX_VALUE)
                        .metrics())
                .hasSize(5);
    }

    @Test
    void whatWasReachedIsKeptWhenARunIsCancelledBetweenCheckpoints() {
        Path folder = temp.resolve("run");
        TrainingSettings settings = settings(0.05).with("checkpoint_every", "100");
        assertThatThrownBy(() -> run(settings, folder, 3)).isInstanceOf(CancelledException.class);
        assertThat(RunFolder.open(folder).metrics()).hasSize(4);
        RunFolder resumed = run(settings, folder, Long.MAX_VALUE);
        assertThat(values(resumed)).isEqualTo(values(run(settings, temp.resolve("whole"), Long.MAX_VALUE)));
    }

    /** The second validation is the one of iteration 2. */
    @Test
    void aCancelledValidationTakesItsStepBack() throws IOException {
        Path folder = temp.resolve("run");
        CancellationToken token = new CancellationToken();
        int[] validations = {0};
        Progress progress = (stage, done, total) -> {
            if (stage.startsWith("answering") && done == 0 && ++validations[0] == 2) {
                token.cancel();
            }
        };
        assertThatThrownBy(() ->
                        training(settings(0.05), letters(), progress, token).run(folder, List.of("train")))
                .isInstanceOf(CancelledException.class);
        assertThat(RunFolder.open(folder).metrics()).hasSize(2);
        assertThat(folder.resolve("before-validation.tmp")).doesNotExist();
        RunFolder resumed = run(settings(0.05), folder, Long.MAX_VALUE);
        RunFolder whole = run(settings(0.05), temp.resolve("whole"), Long.MAX_VALUE);
        assertThat(values(resumed)).isEqualTo(values(whole));
        assertThat(rollouts(resumed)).isEqualTo(rollouts(whole));
    }

    @Test
    void nextTokenTrainingLearnsTheSolutionsAndResumesToTheSameEnd() {
        TrainingSettings settings = TrainingSettings.of(
                TrainingPreset.of("sft"),
                Map.of(
                        "iterations",
                        "6",
                        "prompts",
                        "8",
                        "learning_rate",
                        "0.05",
                        "validation_items",
                        "4",
                        "validate_every",
                        "3",
                        "draw",
                        "epoch",
                        "train_items",
                        "20"));
        RunFolder whole = run(settings, temp.resolve("whole"), Long.MAX_VALUE);
        List<RunLine> metrics = whole.metrics();
        assertThat(number(metrics.get(6), "loss")).isLessThan(number(metrics.get(1), "loss") - 0.1);
        assertThat(rollouts(whole)).isEmpty();
        Path stopped = temp.resolve("stopped");
        assertThatThrownBy(() -> run(settings, stopped, 4)).isInstanceOf(CancelledException.class);
        assertThat(values(run(settings, stopped, Long.MAX_VALUE))).isEqualTo(values(whole));
    }

    @Test
    void withABaselineABatchOfEqualRewardsMakesNoStepAndWarnsWhenItStaysSo() throws IOException {
        Task hopeless = letters((text, item) -> new Grade(false, true, Optional.of(text)), number -> "e" + number);
        Path folder = temp.resolve("run");
        RunFolder run = training(settings(0.05), hopeless, Progress.NONE, new CancellationToken())
                .run(folder, List.of("train"));
        List<RunLine> metrics = run.metrics();
        assertThat(metrics.get(1).values()).containsKey("no_step").doesNotContainKeys("gradient_norm", "warning");
        assertThat(number(metrics.get(8), "max_gain_change")).isZero();
        assertThat(number(metrics.get(8), "equal_groups")).isEqualTo(1);
        assertThat(metrics.get(4).values()).doesNotContainKey("warning");
        assertThat(metrics.get(5).values()).containsKey("warning");
        assertThat(Files.readString(folder.resolve("log.txt")))
                .containsOnlyOnce("little to learn from")
                .contains("iteration 3 took no step");
    }

    @Test
    void promptsThatDoNotFitTheContextAreNamedAndARunWithoutAnyOtherIsRefused() throws IOException {
        Path folder = temp.resolve("run");
        String long1 = "e".repeat(400);
        Task some = letters((text, item) -> Grade.NONE, number -> number % 2 == 0 ? "short" : long1);
        training(settings(0.05).with("iterations", "1"), some, Progress.NONE, new CancellationToken())
                .run(folder, List.of("train"));
        assertThat(Files.readString(folder.resolve("log.txt")))
                .contains("the prompt of item VALIDATION/1 has")
                .contains("6 of 12 validation items are left out")
                .contains("the prompt of item TRAIN/");
        Task none = letters((text, item) -> Grade.NONE, number -> long1);
        assertThatThrownBy(() -> training(settings(0.05), none, Progress.NONE, new CancellationToken())
                        .run(temp.resolve("none"), List.of("train")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("No prompt of the validation items of the task letters fits");
    }

    @Test
    void everyLineOfMetricsSaysHowItWentAndPutsTimesApart() {
        RunFolder run = run(settings(0.05), temp.resolve("run"), Long.MAX_VALUE);
        RunLine line = run.metrics().get(2);
        assertThat(line.values())
                .containsKeys(
                        "reward",
                        "reward_deviation",
                        "accuracy",
                        "kl",
                        "entropy",
                        "gradient_norm",
                        "max_gain_change",
                        "change_norm",
                        "accuracy_low",
                        "accuracy_high",
                        "truncated",
                        "equal_groups",
                        "answer_tokens",
                        "learning_rate",
                        "steps",
                        "best");
        assertThat(line.values().get("validation")).asInstanceOf(MAP).containsKeys("accuracy", "low", "high", "n");
        assertThat(line.machine())
                .containsKeys(
                        "seconds",
                        "rollout_seconds",
                        "scoring_seconds",
                        "backward_seconds",
                        "update_seconds",
                        "validation_seconds",
                        "tokens_per_second");
    }

    @Test
    void aGridTellsEveryTryAsItBeginsKeepsItAndPicksTheBestOfThoseThatEnded() {
        List<String> begun = new ArrayList<>();
        GridRun grid = new GridRun(
                settings -> training(settings, letters(), Progress.NONE, new CancellationToken()),
                settings -> List.of("train"),
                run -> begun.add(run.getFileName() + (Files.exists(run) ? " late" : "")));
        TrainingGrid tries = TrainingGrid.product(List.of(0.0, 0.1), List.of(9e29, 0.2));
        Path folder = temp.resolve("grid");
        GridResult result = grid.run(folder, settings(0.05), tries);
        assertThat(begun).containsExactly("try-01", "try-02", "try-03", "try-04");
        assertThat(result.tries())
                .extracting(GridResult.Try::folder)
                .containsExactly("try-01", "try-02", "try-03", "try-04");
        assertThat(result.tries().get(0).failure()).contains("no number any more at iteration 2");
        assertThat(result.tries().get(1).failure()).isNull();
        assertThat(result.tries().get(1).correct())
                .isGreaterThan(result.tries().get(1).base());
        assertThat(result.chosen()).isIn(1, 3);
        assertThat(folder.resolve("summary.md"))
                .content()
                .contains("| try-01 |")
                .contains("| chosen |");
        assertThat(RunFolder.open(folder.resolve("try-04")).config().config()).containsEntry("kl_coefficient", 0.1);
        assertThat(grid.run(folder, settings(0.05), tries)).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lora", "ia3"})
    void otherAdaptersTrainResumeAndAreKeptInPeftsLayout(String adapter) throws IOException {
        TrainingSettings settings = settings(0.05)
                .with(Map.of("adapter", adapter, "rank", "3", "dropout", "0.1", "matrices", "all", "iterations", "6"));
        RunFolder whole = run(settings, temp.resolve("whole"), Long.MAX_VALUE);
        Path stopped = temp.resolve("stopped");
        assertThatThrownBy(() -> run(settings, stopped, 3)).isInstanceOf(CancelledException.class);
        RunFolder resumed = run(settings, stopped, Long.MAX_VALUE);
        assertThat(values(resumed)).isEqualTo(values(whole));
        Path kept = resumed.trained().orElseThrow();
        assertThat(kept).isEqualTo(stopped.resolve("adapter"));
        for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
            assertThat(kept.resolve(file))
                    .hasSameBinaryContentAs(whole.trained().orElseThrow().resolve(file));
        }
        AdapterOrigin origin = AdapterOrigin.beside(kept).orElseThrow();
        assertThat(origin.task()).isEqualTo("letters");
        assertThat(origin.seed()).isEqualTo(settings.seed());
        assertThat(origin.scores())
                .contains("\"trained\"")
                .isEqualTo(AdapterOrigin.beside(whole.trained().orElseThrow())
                        .orElseThrow()
                        .scores());
        assertThat(TrainingRun.adapterOf(resumed)).isInstanceOf(AddedAdapter.class);
        assertThat(number(resumed.metrics().get(6), "max_gain_change")).isPositive();
    }

    private static TrainingSettings settings(double learningRate) {
        return TrainingSettings.of(
                TrainingPreset.of("rloo"),
                Map.ofEntries(
                        entry("iterations", "8"),
                        entry("prompts", "4"),
                        entry("samples", "4"),
                        entry("kl_coefficient", "0.01"),
                        entry("learning_rate", Double.toString(learningRate)),
                        entry("seed", "5"),
                        entry("validation_items", "12"),
                        entry("validate_every", "2"),
                        entry("checkpoint_every", "2"),
                        entry("token_budget", "4096")));
    }

    private RunFolder run(TrainingSettings settings, Path folder, long iterations) {
        CancellationToken token = new CancellationToken();
        Progress progress = (stage, done, total) -> {
            if (stage.startsWith("training") && done >= iterations) {
                token.cancel();
            }
        };
        return training(settings, letters(), progress, token).run(folder, List.of("train"));
    }

    private TrainingRun training(TrainingSettings settings, Task task, Progress progress, CancellationToken token) {
        PromptEncoder encoder =
                new PromptEncoder(tokenizer, ChatTemplate.open(model.files()), PromptEncoder.endTokenOf(tokenizer));
        return new TrainingRun(model, decomposition, encoder, task, settings, progress, token);
    }

    /** Rewarded is whoever writes an e. */
    private static Task letters() {
        return letters(
                (text, item) -> new Grade(LETTER_E.matcher(text).find(), true, Optional.of(text)),
                number -> "What comes after " + number + "?");
    }

    private static Task letters(Grader grader, IntFunction<String> question) {
        return new Task(
                "letters",
                "Write an e.",
                Optional.empty(),
                "{question}",
                List.of(),
                6,
                false,
                grader,
                new ItemSource() {
                    @Override
                    public ItemStream stream(Split split, long seed) {
                        long[] next = {seed};
                        return () -> item(split, Math.floorMod(next[0]++, 40), question);
                    }

                    @Override
                    public List<TaskItem> items(Split split, int count, long seed) {
                        List<TaskItem> items = new ArrayList<>();
                        for (int i = 0; i < count; i++) {
                            items.add(item(split, i, question));
                        }
                        return items;
                    }
                });
    }

    private static TaskItem item(Split split, int number, IntFunction<String> question) {
        return new TaskItem(question.apply(number) + " (" + split + ")", "ee", "e", split + "/" + number);
    }

    private static double number(RunLine line, String key) {
        return line.values().get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static List<Map<String, Object>> values(RunFolder run) {
        return run.metrics().stream().map(RunLine::values).toList();
    }

    private static List<Map<String, Object>> rollouts(RunFolder run) {
        List<Map<String, Object>> all = new ArrayList<>();
        run.rollouts(line -> all.add(line.values()));
        return all;
    }

    private static Expert expert(RunFolder run) {
        return ExpertFile.read(run.expert().orElseThrow());
    }
}
