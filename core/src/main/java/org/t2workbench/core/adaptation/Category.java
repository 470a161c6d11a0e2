package org.t2workbench.core.adaptation;

import java.util.List;
import java.util.Optional;

/**
 * What a prompt can be about. Immutable.
 *
 * @param label what the first pass puts into its box
 * @param description for the first pass, and for people
 * @param task whose expert serves it; empty: the base model does
 * @param relatives other tasks whose prompts belong here
 */
public record Category(String label, String description, Optional<String> task, List<String> relatives) {

    public Category {
        relatives = List.copyOf(relatives);
    }

    boolean holds(String name) {
        return task.filter(name::equals).isPresent() || relatives.contains(name);
    }
}
