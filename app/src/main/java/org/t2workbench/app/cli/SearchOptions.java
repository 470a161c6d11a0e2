package org.t2workbench.app.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.search.SearchMethod;
import org.t2workbench.core.adaptation.search.SearchScope;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.svf.Mixture;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a mixture is searched: {@code adapt}'s own search, and the one of {@code eval --strategy few-shot}. */
final class SearchOptions {

    @Option(
            names = {"--preset", "--search"},
            paramLabel = "P",
            description = "of the few-shot search: paper (10 shots, 50 generations) or light (3 shots, 10 generations)"
                    + " (default: ${DEFAULT-VALUE})")
    private String preset = SearchSettings.PAPER;

    @Option(names = "--shots", paramLabel = "N", description = "items that mixtures are scored by")
    private @Nullable Integer shots;

    @Option(names = "--generations", paramLabel = "N", description = "how many generations")
    private @Nullable Integer generations;

    @Option(names = "--population", paramLabel = "N", description = "mixtures of a generation (paper: 32)")
    private @Nullable Integer population;

    @Option(
            names = "--elite-share",
            paramLabel = "X",
            description = "share of them that the next generation is made from (paper: 0.2)")
    private @Nullable Double eliteShare;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "one α per expert (global), or one in each layer or matrix (presets: global)")
    private @Nullable String scope;

    @Option(names = "--normalise", description = "the α of all experts add up to 1 (presets: they are free)")
    private boolean normalise;

    @Option(
            names = "--form",
            paramLabel = "FORM",
            description = "offset, g = 1 + Σ α (g − 1), or sum, g = Σ α g (presets: sum)")
    private @Nullable String form;

    @Option(
            names = "--optimiser",
            paramLabel = "NAME",
            description = "cem, the cross-entropy method, or cma-es (presets: cem)")
    private @Nullable String optimiser;

    @Spec(Spec.Target.SELF)
    private CommandSpec own = CommandSpec.create();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /**
     * @throws ParameterException for a word that is unknown
     * @throws WrongUsageException for a number out of its range
     */
    SearchSettings settings() {
        return WrongUsageException.unless(this::read);
    }

    /** Names of those that stand on the command line. */
    List<String> given() {
        return spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> own.optionsMap().containsKey(option.longestName()))
                .map(option -> String.join("/", option.names()))
                .distinct()
                .toList();
    }

    private SearchSettings read() {
        SearchSettings settings = SearchSettings.preset(preset);
        settings = shots == null ? settings : settings.withShots(shots);
        settings = generations == null ? settings : settings.withGenerations(generations);
        settings = settings.withPopulation(
                population == null ? settings.population() : population,
                eliteShare == null ? settings.eliteShare() : eliteShare);
        settings = normalise ? settings.withNormalised(true) : settings;
        if (scope != null) {
            settings = settings.withScope(
                    SearchScope.of(scope).orElseThrow(() -> unknown("--scope", scope, "global, layer or matrix")));
        }
        if (form != null) {
            settings = settings.withForm(
                    Mixture.Form.of(form).orElseThrow(() -> unknown("--form", form, "offset or sum")));
        }
        if (optimiser != null) {
            settings = settings.withMethod(
                    SearchMethod.of(optimiser).orElseThrow(() -> unknown("--optimiser", optimiser, "cem or cma-es")));
        }
        return settings;
    }

    private ParameterException unknown(String option, @Nullable String value, String known) {
        return new ParameterException(
                spec.commandLine(), "The value '" + value + "' of " + option + " is unknown; use " + known + ".");
    }
}
