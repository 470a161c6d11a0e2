package org.t2workbench.app.cli;

import org.t2workbench.core.evaluation.study.OtherModels;
import org.t2workbench.core.evaluation.study.Study;
import org.t2workbench.core.evaluation.study.StudyRecipe;
import org.t2workbench.core.evaluation.study.StudyResult;
import picocli.CommandLine.Command;

/** The paper's tables of self-adaptation in small, over several seeds. */
@Command(
        name = "study",
        description =
                "trains experts with several seeds and measures every strategy and the transfer to other models, as the"
                        + " paper's tables do; goes on where it stopped")
final class StudyCommand extends RecipeCommand<StudyRecipe> {

    private static final String DEFAULT_RECIPE = "tables.json";

    StudyCommand(Console console) {
        super(console);
    }

    @Override
    StudyRecipe recipe() {
        return StudyRecipe.read(options.recipe("self-adaptation", DEFAULT_RECIPE), options.quick);
    }

    @Override
    StudyResult run(StudyRecipe recipe, Opening opening) {
        OtherModels others = new OtherModels(
                opening.engine(), common.parsedDtype(), Opening.store(), console.progress(), console.token());
        return new Study(
                        opening.model(),
                        recipe,
                        StrategyOptions.installed(),
                        common.tasks()::find,
                        (task, settings) -> TrainArguments.command(model, task, settings, common),
                        others,
                        console.progress(),
                        console.token())
                .run(options.out);
    }

    @Override
    String done() {
        return "The tables are in " + options.out.resolve("study.md") + ".";
    }
}
