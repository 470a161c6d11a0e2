package org.t2workbench.core.checkpoint;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.gguf.GgufModel;
import org.t2workbench.core.checkpoint.hub.HubException;
import org.t2workbench.core.checkpoint.hub.HubId;
import org.t2workbench.core.checkpoint.hub.HubLook;
import org.t2workbench.core.checkpoint.hub.HubModels;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;

/**
 * Finds the model that a user's MODEL stands for: a folder, a GGUF file, {@code sample}, or a model of a hub,
 * {@code org/name[@revision]}, where there is no such folder or file. Immutable; safe from any thread.
 */
public final class ModelLocator {

    public static final String SAMPLE = "sample";

    private final Optional<InstallFolder> install;
    private final Supplier<HubModels> hub;

    /** @param install where the sample lies; empty when the program was moved away from it */
    public ModelLocator(Optional<InstallFolder> install) {
        this(install, HubModels::ofThisProcess);
    }

    /** @param hub asked for when a model of a hub is meant, and not before: an environment that names no hub harms nobody else */
    public ModelLocator(Optional<InstallFolder> install, Supplier<HubModels> hub) {
        this.install = install;
        this.hub = hub;
    }

    /** A locator that finds the sample from where the program lies. */
    public static ModelLocator ofThisInstallation() {
        return new ModelLocator(InstallFolder.find());
    }

    /** As {@link #locate(String, Progress, CancellationToken)}, for a model that is here already. */
    public ModelFiles locate(String model) {
        return locate(model, Progress.NONE, new CancellationToken());
    }

    /**
     * Fetches a model of a hub, where the cache has not all of it. Blocks as long as that takes.
     *
     * @throws InvalidInputException when there is no such model; the message says what may be given instead
     * @throws HubException when the hub does not give it
     * @throws org.t2workbench.core.job.CancelledException when cancelled; the next call goes on where this one stopped
     */
    public ModelFiles locate(String model, Progress progress, CancellationToken token) {
        return onHub(model, (hub, id) -> opened(id, hub.fetch(id, progress, token)))
                .orElseGet(() -> here(model));
    }

    /** As {@link #locate}, but a model of a hub is asked about even when the cache has it: its revision may have moved. */
    public ModelFiles locateNewest(String model, Progress progress, CancellationToken token) {
        return onHub(model, (hub, id) -> opened(id, hub.fetchNewest(id, progress, token)))
                .orElseGet(() -> here(model));
    }

    /**
     * Looks at a model without fetching or reading its weights. What the files of weights that are here say of themselves is
     * checked.
     *
     * @param ask whether a hub is asked even when the cache has all of the model
     * @throws InvalidInputException as {@link #locate}, and when the weights are cut off or do not fit the configuration
     * @throws HubException as {@link #locate}
     */
    public Sight look(String model, boolean ask, Progress progress, CancellationToken token) {
        return onHub(model, (hub, id) -> look(hub, id, ask, progress, token))
                .orElseGet(() -> checked(here(model), Optional.empty()));
    }

    /** Whatever a hub has not given yet is none of the model's faults. */
    private static Sight checked(ModelFiles files, Optional<HubLook> hub) {
        if (hub.map(HubLook::complete).orElse(true)) {
            files.checkWeights();
        }
        return new Sight(files, hub);
    }

    private static Sight look(HubModels hub, HubId id, boolean ask, Progress progress, CancellationToken token) {
        Optional<Path> cached = ask ? Optional.empty() : hub.cached(id);
        if (cached.isPresent()) {
            return checked(opened(id, cached.get()), Optional.empty());
        }
        HubLook look = hub.look(id, progress, token);
        return checked(opened(id, look.snapshot()), Optional.of(look));
    }

    /** What the hub has to say; empty when the text means something here. */
    private <T> Optional<T> onHub(String model, BiFunction<HubModels, HubId, T> question) {
        Optional<HubId> id = exists(model) ? Optional.empty() : HubId.parse(model);
        try {
            return id.map(known -> question.apply(hub.get(), known));
        } catch (HubException e) {
            throw e.orNoFolder(model);
        }
    }

    /**
     * A model before its weights are there.
     *
     * @param files with the configuration; without more, as long as the rest is missing
     * @param hub what fetching it would take; empty for a model that is no hub's, or that is here and was not asked about
     */
    public record Sight(ModelFiles files, Optional<HubLook> hub) {}

    private static ModelFiles opened(HubId id, Path snapshot) {
        // the cache names a snapshot after its commit
        return ModelFolder.open(snapshot).named(id.text()).at(String.valueOf(snapshot.getFileName()));
    }

    private ModelFiles here(String model) {
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
                        + "\": give a folder that holds config.json and the weights, a GGUF file,"
                        + " the name of a model on a hub (org/name), or \"" + SAMPLE + "\".",
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

    private static boolean exists(String model) {
        Path path = pathOrNull(model);
        return path != null && Files.exists(path);
    }

    private static Path path(String model) {
        Path path = pathOrNull(model);
        if (path == null) {
            throw new InvalidInputException("\"" + model + "\" is not the name of a folder or a file.");
        }
        return path;
    }

    private static @Nullable Path pathOrNull(String model) {
        try {
            return Path.of(model).toAbsolutePath();
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
