package org.t2workbench.core.training;

import java.nio.file.Path;
import org.t2workbench.core.job.WorkbenchException;

/** A loss, a logit, a gradient or a parameter of a run is no number any more. */
public final class DivergedException extends WorkbenchException {

    private static final long serialVersionUID = 1L;

    DivergedException(String message, Path run) {
        super(message, run);
    }
}
