package org.t2workbench.app.cli;

import org.t2workbench.core.evaluation.Ablation;
import org.t2workbench.core.evaluation.AblationRecipe;
import org.t2workbench.core.evaluation.AblationResult;
import picocli.CommandLine.Command;

/** Trains and measures every row of a comparison, with as many tries and the same seeds for each. */
@Command(
        name = "ablation",
        description =
                "trains and measures every row of a comparison such as the paper's Table 4; goes on where it stopped")
final class AblationCommand extends RecipeCommand<AblationRecipe> {

    private static final String DEFAULT_RECIPE = "table4.json";

    AblationCommand(Console console) {
        super(console);
    }

    @Override
    AblationRecipe recipe() {
        return AblationRecipe.read(options.recipe("ablation", DEFAULT_RECIPE), options.quick);
    }

    @Override
    AblationResult run(AblationRecipe recipe, Opening opening) {
        return new Ablation(
                        opening.model(),
                        recipe,
                        common.tasks()::find,
                        settings -> TrainArguments.command(model, recipe.task(), settings, common),
                        console.progress(),
                        console.token())
                .run(options.out);
    }

    @Override
    String done() {
        return "The table is in " + options.out.resolve("ablation.md") + ".";
    }
}
