package org.t2workbench.app.cli;

import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.evaluation.Ablation;
import org.t2workbench.core.evaluation.AblationRecipe;
import org.t2workbench.core.evaluation.AblationResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Trains and measures every row of a comparison, with as many tries and the same seeds for each. */
@Command(
        name = "ablation",
        description =
                "trains and measures every row of a comparison such as the paper's Table 4; goes on where it stopped")
final class AblationCommand implements Runnable {

    private static final String DEFAULT_RECIPE = "table4.json";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Mixin
    private final RecipeOptions options = new RecipeOptions();

    private final Console console;

    AblationCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        AblationRecipe read = AblationRecipe.read(options.recipe("ablation", DEFAULT_RECIPE), options.quick);
        try (Opening opening = Opening.of(model, common, console)) {
            AdaptedModel opened = opening.model();
            AblationResult result = new Ablation(
                            opened,
                            read,
                            common.tasks()::find,
                            settings -> TrainArguments.command(model, read.task(), settings, common),
                            console.progress(),
                            console.token())
                    .run(options.out);
            if (common.json) {
                JsonOutput.print(console.out(), result);
            } else {
                console.out().println("The table is in " + options.out.resolve("ablation.md") + ".");
            }
        }
    }
}
