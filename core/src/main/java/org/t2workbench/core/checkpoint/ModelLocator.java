package org.t2workbench.core.checkpoint;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.t2workbench.core.checkpoint.gguf.GgufModel;
import org.t2workbench.core.job.InvalidInputException;

/** Finds the model that a user's MODEL stands for: a folder, a GGUF file, or {@code sample}. */
public final class ModelLocator {

    public static final String SAMPLE = "sample";

    private final Optional<InstallFolder> install;

    /** @param install where the sample lies; empty when the program was moved away from it */
    public ModelLocator(Optional<InstallFolder> install) {
        this.install = install;
    }

    /** A locator that finds the sample from where the program lies. */
    public static ModelLocator ofThisInstallation() {
        return new ModelLocator(InstallFolder.find());
    }

    /** @throws InvalidInputException when there is no such model; the message says what may be given instead */
    public ModelFiles locate(String model) {
        if (model.equals(SAMPLE)) {
            return sample();
        }
        Path path = path(model);
        if (Files.isDirectory(path)) {
            return ModelFolder.open(path);
        }
        if (Files.exists(path)) {
            return file(model, path);
        }
        throw new InvalidInputException(
                "There is no model \"" + model
                        + "\": give a folder that holds config.json and the weights, a GGUF file, or \"" + SAMPLE
                        + "\".",
                path);
    }

    private static ModelFiles file(String model, Path path) {
        if (!GgufModel.isGguf(path)) {
            throw new InvalidInputException(
                    model + " is no GGUF file; give one, or the folder that holds config.json and the weights.", path);
        }
        return GgufModel.open(path);
    }

    private ModelFiles sample() {
        InstallFolder found = install.orElseThrow(() -> new InvalidInputException(
                "The sample model is not where the program lies; set -Dt2.home to the folder that holds samples."));
        if (!Files.isDirectory(found.sampleModel())) {
            throw new InvalidInputException(
                    "The sample model is missing: there is no folder " + found.sampleModel() + ".",
                    found.sampleModel());
        }
        return ModelFolder.open(found.sampleModel()).named(SAMPLE);
    }

    private static Path path(String model) {
        try {
            return Path.of(model).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new InvalidInputException("\"" + model + "\" is not the name of a folder or a file.", null, e);
        }
    }
}
