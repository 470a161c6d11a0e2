package org.t2workbench.core.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.family.LlamaFamily;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.Corpus;

/**
 * What a model is made from: its shape, tokenizer, corpus and schedule. Immutable.
 *
 * <p>File names in a recipe are relative to it. The keys of {@code model} are those of Hugging Face's config.json.
 *
 * @param name of the model
 * @param seed of the first weights and of the corpus
 * @param start a model folder whose weights and tokenizer are gone on from; empty: new ones
 * @param shape of the model
 * @param tokenizer how it is learned
 * @param tasks folder with the tasks that validation names
 * @param words the file of words that the corpus is made of
 */
public record PretrainingRecipe(
        Path file,
        String name,
        long seed,
        Optional<Path> start,
        Shape shape,
        TokenizerPlan tokenizer,
        Path tasks,
        Path words,
        Corpus corpus,
        Schedule schedule,
        AdamWSettings optimiser,
        Validation validation) {

    private static final int MAX_SIZE = 1 << 20;

    /** Weights are f32, which holds a little more. */
    private static final double MAX_NUMBER = 1e30;

    /** The numbers of {@link ModelConfig} that a recipe chooses; the embedding also serves as the output matrix. */
    public record Shape(
            int hiddenSize,
            int intermediateSize,
            int layers,
            int heads,
            int keyValueHeads,
            int headSize,
            int context,
            double ropeTheta,
            double normEpsilon) {

        ModelConfig config(int vocabulary, OptionalInt bos, int eos) {
            return LlamaFamily.config(
                    new LlamaFamily.Sizes(
                            hiddenSize, intermediateSize, layers, heads, keyValueHeads, headSize, vocabulary, context),
                    normEpsilon,
                    ropeTheta,
                    true,
                    bos,
                    List.of(eos));
        }
    }

    /**
     * How long and how fast it learns.
     *
     * @param steps in all
     * @param batch examples per step
     * @param promptShare weight of a prompt's tokens in the loss, where an answer's have 1
     * @param deviation of the first weights
     * @param learningRate at its highest
     * @param warmupSteps over which the rate rises from 0
     * @param finalShare of the highest rate at the end of the cosine half wave
     * @param metricsEvery steps per line of metrics.jsonl
     * @param checkpointEvery steps, a multiple of metricsEvery
     */
    public record Schedule(
            int steps,
            int batch,
            double promptShare,
            double deviation,
            double learningRate,
            int warmupSteps,
            double finalShare,
            int metricsEvery,
            int checkpointEvery) {

        Schedule of(int otherSteps, double otherRate) {
            return new Schedule(
                    otherSteps,
                    batch,
                    promptShare,
                    deviation,
                    otherRate,
                    warmupSteps,
                    finalShare,
                    metricsEvery,
                    checkpointEvery);
        }

        /** @param step counts from 1 */
        double learningRateAt(long step) {
            double rise = Math.min(1, step / (double) warmupSteps);
            double wave = 0.5 * (1 + Math.cos(Math.PI * (step - 1) / steps));
            return learningRate * rise * (finalShare + (1 - finalShare) * wave);
        }
    }

    /**
     * What is measured on the way.
     *
     * @param tasks names in the tasks folder
     * @param items of the validation split, per task
     * @param every so many steps, and at the end
     */
    public record Validation(List<String> tasks, int items, int every) {

        public Validation {
            tasks = List.copyOf(tasks);
        }
    }

    /** @throws InvalidInputException when the file is missing or malformed; the message names file and key */
    public static PretrainingRecipe read(Path file) {
        JsonFile json = JsonFile.read(file);
        JsonFile model = section(json, "model");
        JsonFile corpus = section(json, "corpus");
        JsonFile training = section(json, "training");
        JsonFile validation = section(json, "validation");
        Schedule schedule = schedule(training);
        return new PretrainingRecipe(
                file,
                json.text("name").orElseThrow(() -> json.missing("name")),
                json.wholeNumber("seed").orElseThrow(() -> json.missing("seed")),
                Optional.empty(),
                shape(model),
                TokenizerPlan.read(section(json, "tokenizer")),
                file.resolveSibling(json.text("tasks").orElseThrow(() -> json.missing("tasks"))),
                file.resolveSibling(corpus.text("words").orElseThrow(() -> corpus.missing("words"))),
                Corpus.read(corpus),
                schedule,
                new AdamWSettings(
                        share(training, "beta1"),
                        share(training, "beta2"),
                        positive(training, "epsilon"),
                        notNegative(training, "weight_decay"),
                        notNegative(training, "clip")),
                new Validation(
                        validation.texts("tasks"),
                        validation.count("items", MAX_SIZE),
                        multiple(validation, "every", schedule.metricsEvery())));
    }

    /** The same recipe with other first weights and another order of examples. */
    public PretrainingRecipe withSeed(long other) {
        return new PretrainingRecipe(
                file, name, other, start, shape, tokenizer, tasks, words, corpus, schedule, optimiser, validation);
    }

    /**
     * The same recipe, going on from a model of its shape with that model's tokenizer.
     *
     * @param model its folder
     * @param steps more, over which the rate rises and falls once
     * @param learningRate at its highest
     * @throws InvalidInputException when the numbers make no sense
     */
    public PretrainingRecipe goingOnFrom(Path model, int steps, double learningRate) {
        if (steps < 1 || !(learningRate > 0 && learningRate < MAX_NUMBER)) {
            throw new InvalidInputException(
                    "To go on from a model takes at least one step and a learning rate above 0.");
        }
        return new PretrainingRecipe(
                file,
                name,
                seed,
                Optional.of(model),
                shape,
                tokenizer,
                tasks,
                words,
                corpus,
                schedule.of(steps, learningRate),
                optimiser,
                validation);
    }

    /** The command line that makes this model in a folder. */
    public List<String> commandLine(Path out) {
        List<String> command = new ArrayList<>(
                List.of("pretrain", file.toString(), "--seed", Long.toString(seed), "--out", out.toString()));
        start.ifPresent(model -> command.addAll(List.of(
                "--from",
                model.toString(),
                "--steps",
                Integer.toString(schedule.steps()),
                "--learning-rate",
                Double.toString(schedule.learningRate()))));
        return command;
    }

    private static Shape shape(JsonFile model) {
        Shape shape = new Shape(
                model.count("hidden_size", MAX_SIZE),
                model.count("intermediate_size", MAX_SIZE),
                model.count("num_hidden_layers", MAX_SIZE),
                model.count("num_attention_heads", MAX_SIZE),
                model.count("num_key_value_heads", MAX_SIZE),
                model.count("head_dim", MAX_SIZE),
                model.count("max_position_embeddings", MAX_SIZE),
                positive(model, "rope_theta"),
                positive(model, "rms_norm_eps"));
        if (shape.heads() % shape.keyValueHeads() != 0) {
            throw model.wrong("num_key_value_heads", "a divisor of num_attention_heads (" + shape.heads() + ")");
        }
        if (shape.headSize() % 2 != 0) {
            throw model.wrong("head_dim", "an even number");
        }
        return shape;
    }

    private static Schedule schedule(JsonFile training) {
        int metricsEvery = training.count("metrics_every", MAX_SIZE);
        return new Schedule(
                training.count("steps", Integer.MAX_VALUE),
                training.count("batch", MAX_SIZE),
                share(training, "prompt_share"),
                positive(training, "deviation"),
                positive(training, "learning_rate"),
                training.count("warmup_steps", Integer.MAX_VALUE),
                share(training, "final_share"),
                metricsEvery,
                multiple(training, "checkpoint_every", metricsEvery));
    }

    private static JsonFile section(JsonFile json, String key) {
        return json.object(key).orElseThrow(() -> json.missing(key));
    }

    /** Checkpoints and validations fall on lines of metrics, so that no half-summed line has to be kept. */
    private static int multiple(JsonFile json, String key, int of) {
        int value = json.count(key, Integer.MAX_VALUE);
        if (value % of != 0) {
            throw json.wrong(key, "a multiple of metrics_every (" + of + ")");
        }
        return value;
    }

    private static double positive(JsonFile json, String key) {
        double value = json.number(key).orElseThrow(() -> json.missing(key));
        if (!(value > 0 && value < MAX_NUMBER)) {
            throw json.wrong(key, "a number above 0 and below 1e30");
        }
        return value;
    }

    private static double notNegative(JsonFile json, String key) {
        double value = json.number(key).orElseThrow(() -> json.missing(key));
        if (!(value >= 0)) {
            throw json.wrong(key, "a number from 0");
        }
        return value;
    }

    private static double share(JsonFile json, String key) {
        double value = json.number(key).orElseThrow(() -> json.missing(key));
        if (!(value >= 0 && value <= 1)) {
            throw json.wrong(key, "a number from 0 to 1");
        }
        return value;
    }
}
