package org.t2workbench.app.workbench;

import java.util.List;
import org.t2workbench.core.svf.ExpertOperation;

/**
 * An expert to be made from others.
 *
 * @param experts ids, in order: of a difference, the second is taken away
 * @param name what it is to be called
 */
public record ExpertCombination(ExpertOperation operation, List<String> experts, String name) {

    public ExpertCombination {
        experts = List.copyOf(experts);
    }

    /** Whether the operation takes so many, and it has a name. */
    public boolean isComplete() {
        return operation.takes(experts.size()) && !name.isBlank();
    }
}
