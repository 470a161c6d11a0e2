package org.t2workbench.core.task;

/** An endless sequence of examples, the same for the same corpus and seed. For one thread at a time. */
@FunctionalInterface
public interface CorpusStream {

    CorpusItem next();
}
