package org.t2workbench.core.task;

import java.util.List;
import org.t2workbench.core.job.CancellationToken;

/**
 * Runs programs that a model wrote where they can do no harm, and says which pass their tests. Safe from any thread; who
 * made it closes it.
 */
public interface CodeRunner extends AutoCloseable {

    /**
     * Blocks until every trial has a verdict.
     *
     * @return one verdict a trial, in order
     * @throws org.t2workbench.core.job.CancelledException when cancelled
     * @throws org.t2workbench.core.job.WorkbenchException when the sandbox cannot start on this machine
     */
    List<CodeVerdict> run(List<CodeTrial> trials, CancellationToken token);

    @Override
    void close();
}
