package org.t2workbench.core.adaptation;

import java.util.List;
import java.util.Optional;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;

/**
 * What somebody gives a strategy to work with. Immutable.
 *
 * @param experts with their α, which counts for {@link Strategy#MANUAL} alone
 * @param mixture that a search has found, or somebody saved
 * @param prompt of the first pass
 * @param reading of the first pass
 */
public record StrategyInputs(
        List<NamedShare> experts, Optional<NamedMixture> mixture, DispatchPrompt prompt, Reading reading) {

    public StrategyInputs {
        experts = List.copyOf(experts);
    }

    /** An expert with its α, and how it stands in a table. */
    public record NamedShare(String label, Mixture.Share share) {}

    /** A mixture, and how it stands in a table. */
    public record NamedMixture(String label, Mixture mixture) {}

    /**
     * All that a strategy's α follow from.
     *
     * @throws InvalidInputException when it lacks what it needs
     */
    public Configuration configuration(Strategy strategy) {
        return switch (strategy) {
            case BASE -> Configuration.base();
            case MANUAL -> manual();
            case FEW_SHOT ->
                fixed(
                        strategy,
                        mixture.orElseThrow(() -> new InvalidInputException(
                                "The strategy few-shot needs the mixture that a search has found; give its file with"
                                        + " --mixture.")));
            case PROMPT, CLASSIFIER -> dispatched(strategy);
        };
    }

    /** The experts as one mixture, or the mixture that was given instead of them. */
    private Configuration manual() {
        if (experts.isEmpty() && mixture.isPresent()) {
            return fixed(Strategy.MANUAL, mixture.get());
        }
        List<NamedShare> mixed = mixable();
        return new Configuration.Fixed(
                Strategy.MANUAL,
                mixed.stream().map(NamedShare::label).toList(),
                new Mixture(
                        Mixture.Form.OFFSET,
                        mixed.stream().map(NamedShare::share).toList()));
    }

    /** Each expert alone at its α: a row of its own for each. */
    public List<Configuration> each() {
        return experts.stream()
                .<Configuration>map(expert -> new Configuration.Fixed(
                        Strategy.MANUAL, List.of(expert.label()), Mixture.offset(expert.share())))
                .toList();
    }

    /** The experts that a search may mix: all but the one that dispatches. */
    public List<NamedShare> searchable() {
        return experts.stream()
                .filter(expert -> !isDispatcher(expert.share().adapter()))
                .toList();
    }

    /** A dispatch expert is never mixed with others; alone it may be looked at. */
    private List<NamedShare> mixable() {
        return experts.size() == 1 ? experts : searchable();
    }

    private boolean isDispatcher(Adapter adapter) {
        return adapter instanceof Expert expert && expert.task().equals(prompt.dispatcher());
    }

    private Configuration dispatched(Strategy strategy) {
        if (experts.isEmpty()) {
            throw new InvalidInputException(
                    "The strategy " + strategy.label() + " chooses between experts; give their files with --expert.");
        }
        return new Configuration.Dispatched(
                strategy,
                prompt,
                reading,
                Experts.of(
                        experts.stream().map(expert -> expert.share().adapter()).toList(), prompt.dispatcher()));
    }

    private static Configuration fixed(Strategy strategy, NamedMixture given) {
        return new Configuration.Fixed(strategy, List.of(given.label()), given.mixture());
    }
}
