package org.t2workbench.core.adaptation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;

/** A strategy with all that its α follow from: nothing is left to choose when prompts are answered. Immutable. */
public sealed interface Configuration {

    Strategy strategy();

    /** The experts it may use, as they stand in a table. */
    List<String> experts();

    /** Everything that decides an answer, as JSON can hold it: two with the same description answer alike. */
    Map<String, Object> description();

    /** The model as it is. */
    static Configuration base() {
        return new Fixed(Strategy.BASE, List.of(), Mixture.offset());
    }

    /** One mixture for every prompt. */
    record Fixed(Strategy strategy, List<String> experts, Mixture mixture) implements Configuration {

        public Fixed {
            experts = List.copyOf(experts);
        }

        /** α of every expert of the mixture, by name. */
        public Map<String, Alpha> alpha() {
            Map<String, Alpha> alpha = new LinkedHashMap<>();
            for (Mixture.Share share : mixture.shares()) {
                String name = share.adapter().name();
                for (int number = 2; alpha.containsKey(name); number++) {
                    name = share.adapter().name() + "-" + number;
                }
                alpha.put(name, share.alpha());
            }
            return Collections.unmodifiableMap(alpha);
        }

        @Override
        public Map<String, Object> description() {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("strategy", strategy.label());
            all.put("form", mixture.form().label());
            all.put(
                    "experts",
                    mixture.shares().stream()
                            .map(share -> {
                                Map<String, Object> each = new LinkedHashMap<>(adapter(share.adapter()));
                                each.put("alpha", share.alpha().json());
                                return each;
                            })
                            .toList());
            return all;
        }
    }

    /** A first pass for each prompt, and one expert or the base model for the second. */
    record Dispatched(Strategy strategy, DispatchPrompt prompt, Reading reading, Experts available)
            implements Configuration {

        /** @throws org.t2workbench.core.job.InvalidInputException when the classifier has no dispatch expert */
        public Dispatched {
            if (!strategy.dispatches()) {
                throw new IllegalArgumentException(strategy + " has no first pass");
            }
            if (strategy == Strategy.CLASSIFIER) {
                available.requireDispatcher(prompt.dispatcher());
            }
        }

        @Override
        public List<String> experts() {
            return List.copyOf(available.byName().keySet());
        }

        /** What the first pass always runs under: the base model, or the dispatch expert. */
        public Mixture firstPass() {
            return dispatcher()
                    .map(expert -> Mixture.offset(new Mixture.Share(expert, Alpha.everywhere(1))))
                    .orElse(Mixture.offset());
        }

        /** The expert that the first pass runs under; empty: the base model. */
        public Optional<Expert> dispatcher() {
            return strategy == Strategy.CLASSIFIER
                    ? Optional.of(available.requireDispatcher(prompt.dispatcher()))
                    : Optional.empty();
        }

        public Route route(String label) {
            return Route.of(label, prompt, available);
        }

        @Override
        public Map<String, Object> description() {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("strategy", strategy.label());
            all.put("reading", reading.label());
            all.put("system", prompt.system().orElse(""));
            all.put("prompt", prompt.prompt());
            all.put("max_tokens", prompt.maxTokens());
            Map<String, Object> routes = new LinkedHashMap<>();
            prompt.outcomes()
                    .forEach(label -> routes.put(label, route(label).expert().orElse("")));
            all.put("routes", routes);
            all.put("first_pass", dispatcher().map(Configuration::adapter).orElse(Map.of()));
            all.put(
                    "experts",
                    available.byName().values().stream()
                            .map(Configuration::adapter)
                            .toList());
            return all;
        }
    }

    private static Map<String, Object> adapter(Adapter adapter) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", adapter.name());
        if (adapter instanceof Expert expert) {
            all.put("task", expert.task());
        }
        all.put(adapter instanceof Expert ? "gains" : "vectors", adapter.fingerprint());
        return all;
    }
}
