package org.t2workbench.app.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.evaluation.study.OtherModels;
import org.t2workbench.core.evaluation.study.Study;
import org.t2workbench.core.evaluation.study.StudyRecipe;
import org.t2workbench.core.evaluation.study.StudyResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Parameters(paramLabel = "MODEL", description = "a model folder, or 'sample'")
    private String model = "";

    @Option(names = "--recipe", paramLabel = "FILE", description = "what is trained and measured (default: all of it)")
    private @Nullable Path recipe;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "the folder of all runs and the tables")
    private Path out = Path.of("");

    @Option(names = "--quick", description = "the recipe's quick form: one seed, 10 shots")
    private boolean quick;

    private final Console console;

    StudyCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        StudyRecipe read = StudyRecipe.read(
                recipe == null ? InstalledRecipe.find("self-adaptation", DEFAULT_RECIPE) : recipe, quick);
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
                    .run(out);
            if (common.json) {
                JsonOutput.print(console.out(), result);
            } else {
                console.out().println("The tables are in " + out.resolve("study.md") + ".");
            }
        }
    }
}
