package org.t2workbench.core.task;

import java.util.List;

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

    /** Stands for the content that the items come from; the same content has the same one. Empty where there is none. */
    default String fingerprint() {
        return "";
    }
}
