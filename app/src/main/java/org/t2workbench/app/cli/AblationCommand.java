package org.t2workbench.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.evaluation.Ablation;
import org.t2workbench.core.evaluation.AblationRecipe;
import org.t2workbench.core.evaluation.AblationResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Parameters(paramLabel = "MODEL", description = "a model folder, or 'sample'")
    private String model = "";

    @Option(names = "--recipe", paramLabel = "FILE", description = "what is compared (default: the paper's Table 4)")
    private @Nullable Path recipe;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "the folder of all runs and the tables")
    private Path out = Path.of("");

    @Option(names = "--quick", description = "the recipe's quick form: few steps, for trying it out")
    private boolean quick;

    private final Console console;

    AblationCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        AblationRecipe read =
                AblationRecipe.read(recipe == null ? InstalledRecipe.find("ablation", DEFAULT_RECIPE) : recipe, quick);
        try (Opening opening = Opening.of(model, common, console)) {
            AdaptedModel opened = opening.model();
            AblationResult result = new Ablation(
                            opened,
                            read,
                            common.tasks()::find,
                            settings -> TrainArguments.command(model, read.task(), settings, common),
                            console.progress(),
                            console.token())
                    .run(out);
            if (common.json) {
                JsonOutput.print(console.out(), result);
            } else {
                console.out().println("The table is in " + out.resolve("ablation.md") + ".");
            }
        }
    }
}
