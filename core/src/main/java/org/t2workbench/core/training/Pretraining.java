package org.t2workbench.core.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.family.LlamaFamily;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.run.Checkpoint;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunWriter;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskCatalogue;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.text.ChatTemplate;
import org.t2workbench.core.text.Tokenizer;

/**
 * Trains a model from scratch after a recipe. The run folder gets a {@code model} folder, which other tools open too;
 * it is there from the first validation on. A run that was killed goes on from its last checkpoint with the result it
 * would have had. Compute thread only.
 */
public final class Pretraining {

    /** Kind of these runs in run.json. */
    public static final String KIND = "pretrain";

    private static final String MODEL = "model";
    private static final String STATE = "state.safetensors";
    private static final String WEIGHTS = "model.safetensors";
    private static final String TOKENIZER = "tokenizer.json";
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";

    /** Validation items are the same in every run, whatever its seed. */
    private static final long VALIDATION_SEED = 1;

    private final ComputeEngine engine;
    private final PretrainingRecipe recipe;
    private final Progress progress;
    private final CancellationToken token;

    public Pretraining(ComputeEngine engine, PretrainingRecipe recipe, Progress progress, CancellationToken token) {
        this.engine = engine;
        this.recipe = recipe;
        this.progress = progress;
        this.token = token;
    }

    /**
     * Starts a run in a new folder, or goes on with the one that is there.
     *
     * @param command the command line that does the same, for run.json
     * @return the finished run
     * @throws InvalidInputException when the folder holds something else, or a run of another recipe
     * @throws WorkbenchException when the loss is no number any more; the last checkpoint stays
     * @throws CancelledException when cancelled, between two steps; what was learned since the last checkpoint is lost
     */
    public RunFolder run(Path folder, List<String> command) {
        RunConfig config = RunConfig.of(KIND, command, settings(), recipe.seed(), versions(), fingerprints());
        try (RunWriter run = RunStart.startOrResume(folder, config)) {
            if (run.resumedFrom().map(Checkpoint::finished).orElse(false)) {
                return run.run();
            }
            Path model = modelOf(run.run());
            if (run.resumedFrom().isEmpty()) {
                writeTokenizer(model);
            }
            try (Tokenizer tokenizer = Tokenizer.open(model.resolve(TOKENIZER), model.resolve(TOKENIZER_CONFIG))) {
                train(run, tokenizer);
            }
            return run.run();
        }
    }

    /** Learned from the corpus, or the one of the model that is gone on from. */
    private void writeTokenizer(Path model) {
        if (recipe.start().isPresent()) {
            for (String name : List.of(TOKENIZER, TOKENIZER_CONFIG)) {
                Path from = recipe.start().get().resolve(name);
                AtomicFile.writeStream(model.resolve(name), out -> Files.copy(from, out));
            }
            return;
        }
        recipe.tokenizer()
                .write(model, recipe.corpus(), recipe.seed(), recipe.shape().context(), progress, token);
    }

    /** The model folder of a run. */
    public static Path modelOf(RunFolder run) {
        return run.path().resolve(MODEL);
    }

    private void train(RunWriter run, Tokenizer tokenizer) {
        PretrainingRecipe.Schedule schedule = recipe.schedule();
        int end = PromptEncoder.endTokenOf(tokenizer);
        ModelConfig config = recipe.shape().config(tokenizer.vocabularySize(), tokenizer.bos(), end);
        Path model = modelOf(run.run());
        writeConfig(model, config, end);
        PromptEncoder encoder = new PromptEncoder(tokenizer, ChatTemplate.open(ModelFolder.open(model)), end);
        CorpusBatches batches =
                new CorpusBatches(recipe.corpus(), encoder, recipe.seed(), schedule.batch(), schedule.promptShare());
        try (TrainableWeights weights = new TrainableWeights(engine, config, Dtype.F32)) {
            long done = start(run, weights);
            double loss = 0;
            double norm = 0;
            long tokens = 0;
            long since = System.nanoTime();
            for (long step = done + 1; step <= schedule.steps(); step++) {
                token.throwIfCancelled();
                progress.report("pretraining " + recipe.name(), step - 1, schedule.steps());
                double rate = schedule.learningRateAt(step);
                TokenBatch batch = batches.at(step);
                TrainableWeights.Step result = weights.step(batch, step, rate, recipe.optimiser());
                if (!Double.isFinite(result.loss()) || !Double.isFinite(result.gradientNorm())) {
                    run.log("the loss of step " + step + " is no number; stopped");
                    throw new WorkbenchException(
                            "The loss is no number any more at step " + step
                                    + "; the last checkpoint stays. Lower the learning rate in the recipe.",
                            run.run().path());
                }
                loss += result.loss();
                norm += result.gradientNorm();
                tokens += batch.size();
                boolean last = step == schedule.steps();
                if (step % schedule.metricsEvery() == 0 || last) {
                    long count = (step - 1) % schedule.metricsEvery() + 1;
                    double seconds = (System.nanoTime() - since) / 1e9;
                    Map<String, Object> values = new LinkedHashMap<>();
                    values.put("loss", loss / count);
                    values.put("gradient_norm", norm / count);
                    values.put("learning_rate", rate);
                    if (step % recipe.validation().every() == 0 || last) {
                        values.put("validation", validate(weights, model, encoder));
                    }
                    run.appendMetrics(step, values, Map.of("seconds", seconds, "tokens_per_second", tokens / seconds));
                    loss = 0;
                    norm = 0;
                    tokens = 0;
                    since = System.nanoTime();
                }
                if (step % schedule.checkpointEvery() == 0 || last) {
                    run.saveCheckpoint(step, last, target -> weights.saveState(target.resolve(STATE)));
                }
            }
            progress.report("pretrained " + recipe.name(), schedule.steps(), schedule.steps());
        }
    }

    /** The step that is already done. */
    private long start(RunWriter run, TrainableWeights weights) {
        if (run.resumedFrom().isPresent()) {
            weights.restoreState(run.resumedFrom().get().file(STATE));
            return run.resumedFrom().get().iteration();
        }
        if (recipe.start().isPresent()) {
            weights.restoreModel(recipe.start().get().resolve(WEIGHTS));
        } else {
            weights.initialise(recipe.seed(), recipe.schedule().deviation());
        }
        return 0;
    }

    /** Writes the weights into the model folder and lets them answer; accuracy and form by task. */
    private Map<String, Object> validate(TrainableWeights weights, Path folder, PromptEncoder encoder) {
        weights.saveModel(folder.resolve(WEIGHTS));
        TaskCatalogue catalogue = new TaskCatalogue(List.of(recipe.tasks()));
        Map<String, Object> byTask = new LinkedHashMap<>();
        try (LanguageModel model =
                LanguageModel.open(engine, ModelFolder.open(folder), Dtype.F32, Progress.NONE, token)) {
            for (String name : recipe.validation().tasks()) {
                Task task = catalogue.find(name);
                List<TaskItem> items = task.source()
                        .items(Split.VALIDATION, recipe.validation().items(), VALIDATION_SEED);
                Accuracy accuracy = Accuracy.of(new TaskAnswers(model, encoder, task)
                        .answer(model.baseWeights(), items, Sampling.greedy(), progress, token));
                byTask.put(name, BestSoFar.toMap(accuracy));
            }
        }
        return byTask;
    }

    private static void writeConfig(Path model, ModelConfig config, int end) {
        AtomicFile.writeText(model.resolve("config.json"), LlamaFamily.toJson(config));
        AtomicFile.writeText(
                model.resolve("generation_config.json"),
                "{\n  \"do_sample\": false,\n  \"eos_token_id\": " + end + "\n}\n");
    }

    private Map<String, Object> settings() {
        PretrainingRecipe.Schedule schedule = recipe.schedule();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("recipe", String.valueOf(recipe.file().getFileName()));
        settings.put("model", recipe.name());
        settings.put("steps", schedule.steps());
        settings.put("batch", schedule.batch());
        settings.put("learning_rate", schedule.learningRate());
        settings.put("threads", engine.threads());
        settings.put("device", engine.device());
        settings.put("dtype", Dtype.F32.label());
        return settings;
    }

    /** Of every file that the model is made from. */
    private Map<String, String> fingerprints() {
        Map<String, String> fingerprints = new LinkedHashMap<>();
        fingerprints.put("recipe", sha256(recipe.file()));
        fingerprints.put("words", sha256(recipe.words()));
        recipe.start().ifPresent(model -> fingerprints.put("start", sha256(model.resolve(WEIGHTS))));
        return fingerprints;
    }

    private static String sha256(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + file + ": " + e.getMessage() + ".", file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>(RunConfig.runtimeVersions());
        versions.put("libtorch", engine.version());
        return versions;
    }
}
