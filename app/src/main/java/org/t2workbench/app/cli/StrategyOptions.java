package org.t2workbench.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.DispatchPrompt;
import org.t2workbench.core.adaptation.Reading;
import org.t2workbench.core.adaptation.Strategy;
import org.t2workbench.core.adaptation.StrategyInputs;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the strategies of a command work with. */
final class StrategyOptions {

    @Mixin
    private final MixtureOptions mixture = new MixtureOptions();

    @Option(
            names = "--dispatch",
            paramLabel = "FILE",
            description = "the first pass's question and its categories (default: resources/tasks/dispatch.json)")
    private @Nullable Path dispatch;

    @Option(
            names = "--reading",
            paramLabel = "READING",
            defaultValue = "generate",
            description =
                    "how the first pass is read: generate writes its answer out, score compares the likelihoods of"
                            + " the labels (default: ${DEFAULT-VALUE})")
    private String reading = "generate";

    /** Ids of the items that the mixture file was found by. */
    Set<String> shots() {
        return mixture.shots();
    }

    /** Whether experts or a mixture were given. */
    boolean hasMixture() {
        return mixture.isGiven();
    }

    /**
     * @param model as it stands on the command line
     * @param strategies that will be used; where one of them dispatches and no experts are given, the sample has its own
     */
    StrategyInputs read(AdaptedModel opened, String model, List<Strategy> strategies) {
        boolean dispatches = strategies.stream().anyMatch(Strategy::dispatches);
        List<String> experts = mixture.experts();
        boolean chooses = dispatches || strategies.contains(Strategy.FEW_SHOT) && !mixture.hasFile();
        boolean ownExperts = experts.isEmpty() && chooses && model.equals(ModelLocator.SAMPLE);
        return new StrategyInputs(
                (ownExperts ? sampleExperts() : experts)
                        .stream()
                                .map(text -> mixture.share(text, opened::readAdapter))
                                .toList(),
                mixture.mixture(opened::readAdapter, strategies.contains(Strategy.FEW_SHOT)),
                prompt(dispatches),
                WrongUsageException.unless(() -> Reading.of(reading)));
    }

    private DispatchPrompt prompt(boolean dispatches) {
        if (dispatch != null) {
            return DispatchPrompt.read(dispatch);
        }
        DispatchPrompt installed = installed();
        if (dispatches && installed.categories().isEmpty()) {
            throw new InvalidInputException(
                    "The file resources/tasks/dispatch.json is not beside the program; give one with --dispatch.");
        }
        return installed;
    }

    /** The installation's own categories; none where the program was moved away from them. */
    static DispatchPrompt installed() {
        return DispatchPrompt.ofInstallation(InstallFolder.find());
    }

    private static List<String> sampleExperts() {
        Optional<Path> folder =
                InstallFolder.find().map(InstallFolder::sampleExperts).filter(Files::isDirectory);
        if (folder.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new OutOfResourcesException(
                    "The folder of experts " + folder.get() + " cannot be read.", folder.get(), e);
        }
    }
}
