package org.t2workbench.core.training;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.run.Checkpoint;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunWriter;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.task.ItemStream;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

/**
 * Trains an expert by the paper's policy gradient (Transformer², section 3.1): J = E[log π(y|x) r(y)] − λ KL. Each
 * iteration draws answers with the current gains, rewards them with +1 or −1, and takes one step on the very tokens that
 * were drawn, the end of text included. The best gains by validation are kept, the base model being the first candidate.
 *
 * <p>A run that was killed goes on from its last checkpoint with the same metrics and the same expert. Compute thread
 * only; what is passed in stays open.
 */
public final class PolicyGradient {

    /** Kind of these runs in run.json. */
    public static final String KIND = "train";

    private static final String STATE = "gains.safetensors";

    /** Validation items are the same in every run of a task, whatever its seed, so that runs can be compared. */
    private static final long VALIDATION_SEED = 1;

    private final LanguageModel model;
    private final Decomposition decomposition;
    private final PromptEncoder encoder;
    private final Task task;
    private final TrainingSettings settings;
    private final Progress progress;
    private final CancellationToken token;
    private final TaskAnswers answers;
    private final List<TaskItem> validationItems;
    private final String fingerprint;

    /** @param decomposition of the same model, in its dtype */
    public PolicyGradient(
            LanguageModel model,
            Decomposition decomposition,
            PromptEncoder encoder,
            Task task,
            TrainingSettings settings,
            Progress progress,
            CancellationToken token) {
        this.model = model;
        this.decomposition = decomposition;
        this.encoder = encoder;
        this.task = task;
        this.settings = settings;
        this.progress = progress;
        this.token = token;
        this.answers = new TaskAnswers(model, encoder, task);
        this.validationItems = task.source().items(Split.VALIDATION, settings.validationItems(), VALIDATION_SEED);
        this.fingerprint = fingerprint(model);
    }

    /**
     * Starts a run in a new folder, or goes on with the one that is there.
     *
     * @param command the command line that does the same, for run.json
     * @return the finished run; its expert is the best by validation
     * @throws InvalidInputException when the folder holds something else, or a run of other settings
     * @throws WorkbenchException when the gradient is no number any more; the last checkpoint and the best expert stay
     * @throws CancelledException when cancelled; what was learned since the last checkpoint is lost
     */
    public RunFolder run(Path folder, List<String> command) {
        RunConfig config =
                RunConfig.of(KIND, command, configuration(), settings.seed(), versions(), Map.of("model", fingerprint));
        try (RunWriter run = RunStart.startOrResume(folder, config)) {
            if (run.resumedFrom().map(Checkpoint::finished).orElse(false)) {
                return run.run();
            }
            List<MatrixInfo> matrices = settings.matrices(model.matrices());
            decomposition.load(matrices, progress, token);
            try (Trainable gains = new TrainableGains(
                    model, decomposition, matrices, settings.parametrisation(), Dtype.F32, settings.seed())) {
                train(run, gains);
            }
            return run.run();
        }
    }

    private void train(RunWriter run, Trainable gains) {
        BestSoFar best = start(run, gains);
        long done = run.resumedFrom().map(Checkpoint::iteration).orElse(0L);
        for (long iteration = done + 1; iteration <= settings.iterations(); iteration++) {
            token.throwIfCancelled();
            progress.report("training on " + task.name(), iteration - 1, settings.iterations());
            long since = System.nanoTime();
            Map<String, Object> values = iterate(run, gains, iteration);
            boolean last = iteration == settings.iterations();
            BestSoFar before = best;
            if (iteration % settings.validateEvery() == 0 || last) {
                try (AdaptedView adapted = gains.view()) {
                    Accuracy accuracy = validate(adapted.view());
                    values.put(BestSoFar.VALIDATION, BestSoFar.toMap(accuracy));
                    best = best.or(accuracy, iteration);
                }
            }
            values.put("best", best.accuracy().accuracy());
            values.put("best_iteration", best.iteration());
            run.appendMetrics(iteration, values, seconds(since));
            if (best.iteration() > before.iteration()) {
                save(run, gains.adapter(provenance(run, best)));
            }
            if (iteration % settings.checkpointEvery() == 0 || last) {
                run.saveCheckpoint(iteration, last, target -> gains.save(target.resolve(STATE)));
            }
        }
        progress.report("trained on " + task.name(), settings.iterations(), settings.iterations());
    }

    /** Measures the base model as iteration 0, or takes up where an earlier start stopped. */
    private BestSoFar start(RunWriter run, Trainable gains) {
        if (run.resumedFrom().isPresent()) {
            gains.restore(run.resumedFrom().get().file(STATE));
            return BestSoFar.after(run.run().metrics());
        }
        long since = System.nanoTime();
        BestSoFar best = BestSoFar.base(validate(model.baseWeights()));
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(BestSoFar.VALIDATION, BestSoFar.toMap(best.base()));
        values.put("best", best.accuracy().accuracy());
        values.put("best_iteration", 0L);
        run.appendMetrics(0, values, seconds(since));
        save(run, gains.neutral(provenance(run, best)));
        run.saveCheckpoint(0, false, target -> gains.save(target.resolve(STATE)));
        return best;
    }

    /** Draws answers, rewards them and takes one step. */
    private Map<String, Object> iterate(RunWriter run, Trainable gains, long iteration) {
        Rollouts rollouts = draw(gains, iteration);
        gains.clearGradient(iteration);
        Objective sum = Objective.NOTHING;
        double scale = 1.0 / rollouts.answers().size();
        for (AnswerBatch batch : AnswerBatch.of(rollouts.answers(), rollouts.advantages(), settings.tokenBudget())) {
            token.throwIfCancelled();
            try (Reference reference = gains.reference(batch)) {
                sum = sum.plus(gains.addPolicyGradient(
                        batch, reference, scale, settings.coefficient(), settings.divergence()));
            }
        }
        double rate = settings.learningRateAt(iteration);
        double norm = gains.step(iteration, rate, settings.optimiser());
        if (!Double.isFinite(norm) || !Double.isFinite(sum.loss())) {
            run.log("the gradient of iteration " + iteration + " is no number; stopped");
            throw new WorkbenchException(
                    "The gradient is no number any more at iteration " + iteration
                            + "; the last checkpoint and the best expert stay. Lower the learning rate.",
                    run.run().path());
        }
        run.appendRollouts(iteration, rollouts.lines());
        Accuracy accuracy = Accuracy.of(rollouts.answers());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("reward", rollouts.meanReward());
        values.put("accuracy", accuracy.accuracy());
        values.put("form", accuracy.form());
        values.put("loss", sum.loss() * scale);
        values.put("kl", sum.divergence() * scale);
        values.put("answer_tokens", rollouts.meanTokens());
        values.put("signal", rollouts.signal());
        values.put("gradient_norm", norm);
        values.put("learning_rate", rate);
        values.put("max_gain_change", gains.maxChange());
        return values;
    }

    /** Answers to fresh prompts under the current gains. */
    private Rollouts draw(Trainable gains, long iteration) {
        List<TaskItem> items = new ArrayList<>();
        ItemStream stream = task.source().stream(Split.TRAIN, Seeds.derive(settings.seed(), 2 * iteration));
        for (int i = 0; i < settings.prompts(); i++) {
            items.addAll(Collections.nCopies(settings.samples(), stream.next()));
        }
        Sampling sampling = settings.temperature() == 0
                ? Sampling.greedy()
                : Sampling.atTemperature(settings.temperature(), Seeds.derive(settings.seed(), 2 * iteration + 1));
        try (AdaptedView adapted = gains.view()) {
            return Rollouts.of(
                    answers.answer(adapted.view(), items, sampling, Progress.NONE, token), settings, task.maxTokens());
        }
    }

    private Accuracy validate(WeightView view) {
        return Accuracy.of(answers.answer(view, validationItems, Sampling.greedy(), progress, token));
    }

    private Provenance provenance(RunWriter run, BestSoFar best) {
        return new Provenance(
                task.name(),
                new BaseModel(model.folder().name(), Optional.of(fingerprint)),
                task.name(),
                settings.seed(),
                Instant.parse(run.run().config().created()),
                RunStart.json(settings.toMap()),
                RunStart.json(best.scores()));
    }

    private static void save(RunWriter run, Adapter adapter) {
        if (adapter instanceof Expert expert) {
            run.saveExpert(ExpertFile.body(expert));
        } else {
            throw new IllegalStateException("no file for " + adapter.getClass());
        }
    }

    private static Map<String, Object> seconds(long since) {
        return Map.of("seconds", (System.nanoTime() - since) / 1e9);
    }

    private Map<String, Object> configuration() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", model.folder().name());
        all.put("task", task.name());
        all.putAll(settings.toMap());
        all.put("dtype", model.dtype().label());
        all.put("device", model.engine().device());
        all.put("threads", model.engine().threads());
        return all;
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>(RunConfig.runtimeVersions());
        versions.put("libtorch", model.engine().version());
        return versions;
    }

    private static String fingerprint(LanguageModel model) {
        try (TensorSource source = model.folder().openTensors()) {
            return Fingerprint.ofModel(source);
        }
    }
}
