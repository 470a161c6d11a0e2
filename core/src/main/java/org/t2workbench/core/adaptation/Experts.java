package org.t2workbench.core.adaptation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;

/**
 * The experts that a strategy may choose from, by name. The one whose task is dispatching serves the first pass and is
 * never mixed. Immutable.
 *
 * @param byName adapters that can be mixed, in order
 * @param dispatcher serves the first pass of {@link Strategy#CLASSIFIER}
 */
public record Experts(Map<String, Adapter> byName, Optional<Expert> dispatcher) {

    public Experts {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /**
     * @param adapters of two with the same name the second gets a number behind it
     * @param dispatcher the task of a dispatch expert
     * @throws InvalidInputException for two dispatch experts
     */
    public static Experts of(List<? extends Adapter> adapters, String dispatcher) {
        Map<String, Adapter> byName = new LinkedHashMap<>();
        List<Expert> dispatchers = new ArrayList<>();
        for (Adapter adapter : adapters) {
            if (adapter instanceof Expert expert && expert.task().equals(dispatcher)) {
                dispatchers.add(expert);
                continue;
            }
            String name = adapter.name();
            for (int number = 2; byName.containsKey(name); number++) {
                name = adapter.name() + "-" + number;
            }
            byName.put(name, adapter);
        }
        if (dispatchers.size() > 1) {
            throw new InvalidInputException("Two experts are trained on the task " + dispatcher
                    + ", but only one can serve the first pass; give one of them.");
        }
        return new Experts(byName, dispatchers.stream().findFirst());
    }

    /** The name of the first expert that was trained on a task; an adapter that does not say its task goes by its name. */
    public Optional<String> of(String task) {
        return byName.entrySet().stream()
                .filter(entry -> task.equals(
                        entry.getValue() instanceof Expert expert
                                        && !expert.task().isEmpty()
                                ? expert.task()
                                : entry.getKey()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** @throws InvalidInputException when there is none */
    Expert requireDispatcher(String task) {
        return dispatcher.orElseThrow(() -> new InvalidInputException(
                "The strategy classifier needs a dispatch expert, which is one that was trained on the task " + task
                        + "; give its file with --expert, or train it with: train MODEL --task " + task
                        + " --out DIR."));
    }

    /** That one alone, at α = 1. */
    Mixture alone(String name) {
        Adapter adapter = byName.get(name);
        if (adapter == null) {
            throw new IllegalArgumentException("no expert " + name);
        }
        return Mixture.offset(new Mixture.Share(adapter, Alpha.everywhere(1)));
    }
}
