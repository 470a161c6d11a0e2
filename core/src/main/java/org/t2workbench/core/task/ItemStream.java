package org.t2workbench.core.task;

/** An endless sequence of items, the same for the same source, split and seed. For one thread at a time. */
@FunctionalInterface
public interface ItemStream {

    TaskItem next();
}
