package org.t2workbench.app.cli;

import java.nio.file.Path;
import java.util.List;
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

    private final Console console;

    PretrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        PretrainingRecipe read = PretrainingRecipe.read(recipe);
        RunDocuments.register(out);
        try (ComputeEngine engine = common.startEngine()) {
            RunFolder run = new Pretraining(engine, read, console.progress(), console.token())
                    .run(out, List.of("pretrain", recipe.toString(), "--out", out.toString()));
            Path model = Pretraining.modelOf(run);
            if (common.json) {
                JsonOutput.print(console.out(), RunDocuments.of(run, model.toString()));
            } else {
                console.out().println("The model is in " + model + ".");
            }
        }
    }
}
