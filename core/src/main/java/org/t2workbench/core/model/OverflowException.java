package org.t2workbench.core.model;

import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.Dtype;

/** What a model computed is no number any more, so that there is no next token to choose. */
public final class OverflowException extends WorkbenchException {

    private static final long serialVersionUID = 1L;

    /** @param position of the last token that was read, from 1, the prompt counted */
    OverflowException(LanguageModel model, int position) {
        super("The numbers of the model " + model.name() + " ran over in "
                + model.dtype().label() + " at position " + position
                + " of the text, so there is no next token to choose; use smaller α"
                + (model.dtype() == Dtype.F64 ? "" : ", or a dtype with a wider range (f64)")
                + ", and where no expert is mixed in, get the model's weights again: they are damaged.");
    }
}
