package org.t2workbench.core.training;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.Parametrisation;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.ItemSource;
import org.t2workbench.core.task.ItemStream;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.text.ChatTemplate;
import org.t2workbench.core.text.Tokenizer;

class PolicyGradientTest {

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
        // a finished run stays as it is
        assertThat(run(settings(0.05), stopped, Long.MAX_VALUE).metrics()).hasSize(9);
    }

    @Test
    void trainingBringsOutWhatIsRewardedAndTheExpertCarriesItsScores() {
        TrainingSettings settings = settings(0.2);
        RunFolder run = run(settings, temp.resolve("run"), Long.MAX_VALUE);
        RunLine last = run.lastMetrics().orElseThrow();
        Expert expert = expert(run);
        assertThat(last.values()).containsKeys("reward", "kl", "gradient_norm", "signal", "validation", "best");
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
    void aGradientThatIsNoNumberStopsTheRunAndKeepsTheExpert() {
        Path folder = temp.resolve("run");
        assertThatThrownBy(() -> run(settings(9e29), folder, Long.MAX_VALUE))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("no number any more at iteration 2");
        assertThat(expert(RunFolder.open(folder)).isNeutral()).isTrue();
    }

    @Test
    void aRunOfOtherSettingsIsNotContinued() {
        assertThatThrownBy(() -> run(settings(0.05), temp.resolve("run"), 1)).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> run(settings(0.04), temp.resolve("run"), 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("other settings");
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
        PromptEncoder encoder =
                new PromptEncoder(tokenizer, ChatTemplate.open(model.folder()), PromptEncoder.endTokenOf(tokenizer));
        return new PolicyGradient(model, decomposition, encoder, letters(), settings, progress, token)
                .run(folder, List.of("train"));
    }

    /** Rewarded is whoever writes an e. */
    private static Task letters() {
        return new Task(
                "letters",
                "Write an e.",
                Optional.empty(),
                "{question}",
                List.of(),
                6,
                false,
                (text, item) -> {
                    boolean right = LETTER_E.matcher(text).find();
                    return new Grade(right, true, Optional.of(text));
                },
                new ItemSource() {
                    @Override
                    public ItemStream stream(Split split, long seed) {
                        long[] next = {seed};
                        return () -> item(split, Math.floorMod(next[0]++, 40));
                    }

                    @Override
                    public List<TaskItem> items(Split split, int count, long seed) {
                        List<TaskItem> items = new ArrayList<>();
                        for (int i = 0; i < count; i++) {
                            items.add(item(split, i));
                        }
                        return items;
                    }
                });
    }

    private static TaskItem item(Split split, int number) {
        String question = "What comes after " + number + "? (" + split + ")";
        return new TaskItem(question, "", "e", split + "/" + number);
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
