package org.t2workbench.core.adaptation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Mixture;

/**
 * Where a category leads. Immutable.
 *
 * @param label the category's
 * @param expert that serves it; empty: the base model, bit for bit
 * @param mixture what the second pass answers with; without shares for the base model
 * @param alpha of every expert there is, by name
 * @param note why the base model serves it, where that is not what the category asks for
 */
public record Route(
        String label, Optional<String> expert, Mixture mixture, Map<String, Alpha> alpha, Optional<String> note) {

    public Route {
        alpha = Collections.unmodifiableMap(new LinkedHashMap<>(alpha));
    }

    static Route of(String label, DispatchPrompt prompt, Experts experts) {
        Optional<String> task = prompt.category(label).flatMap(Category::task);
        Optional<String> expert = task.flatMap(experts::of);
        Optional<String> note = task.isPresent() && expert.isEmpty()
                ? Optional.of("No expert serves the category " + label + ", as none was trained on the task "
                        + task.get() + "; the base model answers.")
                : Optional.empty();
        Map<String, Alpha> alpha = new LinkedHashMap<>();
        experts.byName()
                .keySet()
                .forEach(name -> alpha.put(
                        name, Alpha.everywhere(expert.filter(name::equals).isPresent() ? 1 : 0)));
        return new Route(label, expert, expert.map(experts::alone).orElse(Mixture.offset()), alpha, note);
    }
}
