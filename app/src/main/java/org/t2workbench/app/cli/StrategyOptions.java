package org.t2workbench.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static final String DEFAULT_READING = "generate";

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
            description =
                    "how the first pass is read: generate writes its answer out, score compares the likelihoods of"
                            + " the labels (default: " + DEFAULT_READING + ")")
    private @Nullable String reading;

    /** Ids of the items that the mixture file was found by. */
    Set<String> shots() {
        return mixture.shots();
    }

    /** Whether experts or a mixture were given. */
    boolean hasMixture() {
        return mixture.isGiven();
    }

    /** Whether one of the strategies looks for a mixture itself. */
    boolean searches(List<Strategy> strategies) {
        return strategies.contains(Strategy.FEW_SHOT) && !mixture.hasFile();
    }

    private static boolean dispatches(List<Strategy> strategies) {
        return strategies.stream().anyMatch(Strategy::dispatches);
    }

    /** Whether experts were given one by one. */
    boolean hasExperts() {
        return !mixture.experts().isEmpty();
    }

    /**
     * Looks at the options alone, before a model is opened for them. One that these strategies leave aside is noted: scripts
     * give the same ones to each strategy in turn.
     *
     * @throws WrongUsageException when options exclude each other, or the strategy manual has nothing to mix
     */
    void check(List<Strategy> strategies, Console console) {
        boolean manual = strategies.contains(Strategy.MANUAL);
        boolean dispatches = dispatches(strategies);
        mixture.check(strategies.contains(Strategy.FEW_SHOT));
        if (manual && !mixture.isGiven()) {
            throw new WrongUsageException("The strategy manual mixes what it is given; name an expert with --expert,"
                    + " or a mixture file with --mixture.");
        }
        if (hasExperts() && !manual && !dispatches && !searches(strategies)) {
            console.note("--expert has no effect with " + words(strategies) + ".");
        }
        if (mixture.hasFile() && !strategies.contains(Strategy.FEW_SHOT) && !(manual && !hasExperts())) {
            console.note("--mixture has no effect with " + words(strategies) + "; it is of manual and few-shot.");
        }
        if (reading != null && !dispatches) {
            console.note("--reading has no effect with " + words(strategies)
                    + "; only prompt and classifier have a first pass.");
        }
        // which expert dispatches also says which one is not mixed with others
        if (dispatch != null
                && !dispatches
                && !searches(strategies)
                && mixture.experts().size() < 2) {
            console.note("--dispatch has no effect with " + words(strategies)
                    + "; only prompt and classifier have a first pass.");
        }
    }

    private static String words(List<Strategy> strategies) {
        return (strategies.size() == 1 ? "the strategy " : "the strategies ")
                + strategies.stream().map(Strategy::label).collect(Collectors.joining(" and "));
    }

    /**
     * @param model as it stands on the command line
     * @param strategies that will be used; where one of them dispatches and no experts are given, the sample has its own
     */
    StrategyInputs read(AdaptedModel opened, String model, List<Strategy> strategies) {
        boolean dispatches = dispatches(strategies);
        List<String> experts = mixture.experts();
        boolean chooses = dispatches || searches(strategies);
        boolean ownExperts = experts.isEmpty() && chooses && model.equals(ModelLocator.SAMPLE);
        return new StrategyInputs(
                (ownExperts ? sampleExperts() : experts)
                        .stream()
                                .map(text -> mixture.share(text, opened::readAdapter))
                                .toList(),
                mixture.mixture(opened::readAdapter),
                prompt(dispatches),
                WrongUsageException.unless(() -> Reading.of(Objects.requireNonNullElse(reading, DEFAULT_READING))));
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
