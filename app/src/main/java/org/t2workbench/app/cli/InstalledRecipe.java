package org.t2workbench.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.InvalidInputException;

/** A recipe that came with the program. */
final class InstalledRecipe {

    private InstalledRecipe() {}

    /** @throws InvalidInputException when the program was moved away from it */
    static Path find(String folder, String name) {
        return InstallFolder.find()
                .map(install -> install.resources().resolve(folder).resolve(name))
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new InvalidInputException(
                        "The recipe " + name + " is not where the program lies; give one with --recipe."));
    }
}
