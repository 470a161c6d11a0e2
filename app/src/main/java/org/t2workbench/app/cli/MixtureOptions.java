package org.t2workbench.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.StrategyInputs;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.MixtureFile;
import picocli.CommandLine.Option;

/** The experts of a command and their strengths. */
final class MixtureOptions {

    @Option(
            names = "--expert",
            paramLabel = "FILE=ALPHA",
            description = "an expert file or a LoRA folder and its strength; without =ALPHA it is 1; may be repeated")
    private List<String> experts = List.of();

    @Option(names = "--mixture", paramLabel = "FILE", description = "a mixture file instead of --expert")
    private @Nullable Path mixture;

    /**
     * The mixture of these options.
     *
     * @param reader reads one adapter and checks that it fits the model
     */
    Mixture read(Function<Path, Adapter> reader) {
        Optional<StrategyInputs.NamedMixture> file = mixture(reader);
        return file.isPresent()
                ? file.get().mixture()
                : new Mixture(
                        Mixture.Form.OFFSET,
                        experts.stream()
                                .map(text -> share(text, reader).share())
                                .toList());
    }

    /**
     * Looks at the options alone, before a model is opened for them.
     *
     * @param besideExperts whether experts may be given beside a mixture file, for other strategies
     * @throws WrongUsageException when they exclude each other, or an expert has no name or no number for its strength
     */
    void check(boolean besideExperts) {
        if (mixture != null && !experts.isEmpty() && !besideExperts) {
            throw new WrongUsageException("Give either --mixture or --expert, not both.");
        }
        experts.forEach(MixtureOptions::given);
    }

    boolean isGiven() {
        return mixture != null || !experts.isEmpty();
    }

    /** Whether a mixture file was given. */
    boolean hasFile() {
        return mixture != null;
    }

    /** Ids of the items that the mixture file was found by; none without one, or where it does not say them. */
    Set<String> shots() {
        return mixture == null
                ? Set.of()
                : MixtureFile.read(mixture)
                        .shots()
                        .map(shots -> Set.copyOf(shots.items()))
                        .orElse(Set.of());
    }

    /** As they stand on the command line. */
    List<String> experts() {
        return experts;
    }

    /** The mixture file's mixture, where one is given. */
    Optional<StrategyInputs.NamedMixture> mixture(Function<Path, Adapter> reader) {
        if (mixture == null) {
            return Optional.empty();
        }
        return Optional.of(new StrategyInputs.NamedMixture(
                mixture.toString(), MixtureFile.read(mixture).resolve(reader)));
    }

    StrategyInputs.NamedShare share(String text, Function<Path, Adapter> reader) {
        Given given = given(text);
        return new StrategyInputs.NamedShare(text, new Mixture.Share(reader.apply(given.file()), given.alpha()));
    }

    private record Given(Path file, Alpha alpha) {}

    /** A name may hold '=', so a text that is a file as it stands is that file. */
    private static Given given(String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 0 || Files.exists(Path.of(text))) {
            return new Given(Path.of(text), Alpha.everywhere(1));
        }
        String name = text.substring(0, equals);
        if (name.isBlank()) {
            throw new WrongUsageException(
                    "The name in --expert " + text + " is empty; write --expert FILE=0.8, for example.");
        }
        double number = number(text.substring(equals + 1));
        return new Given(Path.of(name), WrongUsageException.unless(() -> Alpha.everywhere(number)));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new WrongUsageException(
                    "The α '" + text + "' is not a number; write --expert FILE=0.8, for example.");
        }
    }
}
