package org.t2workbench.core.svf;

import ai.djl.ndarray.NDManager;
import java.util.Collection;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.MatrixInfo;

/** Where the factors of a model's matrices come from. Compute thread only. */
public interface FactorSource {

    /**
     * Holds the factors of these matrices in memory from now on, for a forward pass.
     *
     * @throws InvalidInputException when one of them cannot be decomposed
     * @throws OutOfResourcesException when the machine has not the memory
     * @throws CancelledException when cancelled; what was loaded stays
     */
    void load(Collection<MatrixInfo> wanted, Progress progress, CancellationToken token);

    /**
     * σ of one matrix from the largest down, in f64; not to be written to.
     *
     * @throws InvalidInputException when the model has no such matrix, or it cannot be decomposed
     */
    double[] singularValues(String name);

    /**
     * The factors of one matrix in the model's type, held in memory until the source is closed.
     *
     * @throws InvalidInputException when the model has no such matrix, or it cannot be decomposed
     */
    Factors factors(String name);

    /**
     * The factors of one matrix in any type, for one use. They live as long as {@code target} does; nothing is held here
     * because of this call, and what is held here already in that type is not read again.
     *
     * @throws InvalidInputException when the model has no such matrix, or it cannot be decomposed
     */
    Factors factors(NDManager target, String name, Dtype type);
}
