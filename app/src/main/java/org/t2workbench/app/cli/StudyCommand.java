package org.t2workbench.app.cli;

import org.t2workbench.core.evaluation.study.OtherModels;
import org.t2workbench.core.evaluation.study.Study;
import org.t2workbench.core.evaluation.study.StudyRecipe;
import org.t2workbench.core.evaluation.study.StudyResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The paper's tables of self-adaptation in small, over several seeds. */
@Command(
        name = "study",
        description =
                "trains experts with several seeds and measures every strategy and the transfer to other models, as the"
                        + " paper's tables do; goes on where it stopped")
final class StudyCommand implements Runnable {

    private static final String DEFAULT_RECIPE = "tables.json";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Mixin
    private final RecipeOptions options = new RecipeOptions();

    private final Console console;

    StudyCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        StudyRecipe read = StudyRecipe.read(options.recipe("self-adaptation", DEFAULT_RECIPE), options.quick);
        try (Opening opening = Opening.of(model, common, console)) {
            OtherModels others = new OtherModels(
                    opening.engine(), common.parsedDtype(), Opening.store(), console.progress(), console.token());
            StudyResult result = new Study(
                            opening.model(),
                            read,
                            StrategyOptions.installed(),
                            common.tasks()::find,
                            (task, settings) -> TrainArguments.command(model, task, settings, common),
                            others,
                            console.progress(),
                            console.token())
                    .run(options.out);
            if (common.json) {
                JsonOutput.print(console.out(), result);
            } else {
                console.out().println("The tables are in " + options.out.resolve("study.md") + ".");
            }
        }
    }
}
