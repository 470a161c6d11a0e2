package org.t2workbench.core.task;

import java.util.List;
import java.util.OptionalInt;

/** Where a task's items come from. Immutable, safe from any thread. */
public interface ItemSource {

    /** Endless items of a split; an item may come again. */
    ItemStream stream(Split split, long seed);

    /**
     * Items of a split, no two with the same question, in an order that follows from the seed; a larger count begins
     * with the same items.
     *
     * @param count how many are wanted
     * @return that many, or all there are
     */
    List<TaskItem> items(Split split, int count, long seed);

    /** How many different items a split has; empty where there is no end, or nobody counted. */
    default OptionalInt size(Split split) {
        return OptionalInt.empty();
    }

    /** What was left out of the data and why, one sentence each. */
    default List<String> notes() {
        return List.of();
    }

    /** Stands for the content that the items come from; the same content has the same one. Empty where there is none. */
    default String fingerprint() {
        return "";
    }
}
