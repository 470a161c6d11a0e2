package org.t2workbench.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.training.Pretraining;
import org.t2workbench.core.training.PretrainingRecipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a model from scratch after a recipe; a run that was stopped goes on. */
@Command(name = "pretrain", description = "trains a model from scratch after a recipe, or goes on with a stopped run")
final class PretrainCommand implements Runnable {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "RECIPE", description = "a recipe file, as samples/recipe.json")
    private Path recipe = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "the run folder; the model is in model/")
    private Path out = Path.of("");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of the first weights and the examples; the recipe's own without")
    private @Nullable Long seed;

    @Option(
            names = "--from",
            paramLabel = "MODEL",
            description = "go on from the weights and the tokenizer of this model: " + CommonOptions.MODEL)
    private @Nullable String from;

    @Option(names = "--steps", paramLabel = "N", description = "how many; with --from (default: the recipe's)")
    private @Nullable Integer steps;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "at its highest; with --from (default: the recipe's)")
    private @Nullable Double learningRate;

    private final Console console;

    PretrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        PretrainingRecipe read = chosen();
        RunDocuments.register(out);
        try (ComputeEngine engine = common.startEngine()) {
            RunFolder run =
                    new Pretraining(engine, read, console.progress(), console.token()).run(out, read.commandLine(out));
            Path model = Pretraining.modelOf(run);
            if (common.json) {
                JsonOutput.print(console.out(), RunDocuments.of(run, model.toString()));
            } else {
                console.out().println("The model is in " + model + ".");
            }
        }
    }

    private PretrainingRecipe chosen() {
        PretrainingRecipe read = PretrainingRecipe.read(recipe);
        if (seed != null) {
            read = read.withSeed(seed);
        }
        if (from == null) {
            if (steps != null || learningRate != null) {
                throw new WrongUsageException(
                        "--steps and --learning-rate are for going on from a model; give it with --from, or change"
                                + " the recipe.");
            }
            return read;
        }
        return read.goingOnFrom(
                common.locate(from, console).path(),
                steps == null ? read.schedule().steps() : steps,
                learningRate == null ? read.schedule().learningRate() : learningRate);
    }
}
