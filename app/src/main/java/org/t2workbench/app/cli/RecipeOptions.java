package org.t2workbench.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.InvalidInputException;
import picocli.CommandLine.Option;

/** What a command takes that works through a recipe. */
final class RecipeOptions {

    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description = "what is trained and measured (default: the one that came with the program)")
    private @Nullable Path recipe;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "the folder of all runs and the tables")
    Path out = Path.of("");

    @Option(names = "--quick", description = "the recipe's quick form, for trying it out")
    boolean quick;

    /**
     * The recipe that was given, or the installed one.
     *
     * @throws InvalidInputException when none was given and the program was moved away from its own
     */
    Path recipe(String folder, String name) {
        if (recipe != null) {
            return recipe;
        }
        return InstallFolder.find()
                .map(install -> install.resources().resolve(folder).resolve(name))
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new InvalidInputException(
                        "The recipe " + name + " is not where the program lies; give one with --recipe."));
    }
}
