package org.t2workbench.core.checkpoint;

import java.util.HashMap;
import java.util.Map;
import org.t2workbench.core.job.InvalidInputException;

/** A model's tensors under every name the model uses, checked against its configuration. */
public final class ModelTensors {

    private ModelTensors() {}

    /**
     * Takes over what is stored: the caller closes the result, and what is refused is closed here.
     *
     * @throws InvalidInputException naming file, tensor, expected and actual shape
     */
    public static TensorSource checked(ModelFiles model, TensorSource stored) {
        boolean complete = false;
        try {
            Map<String, String> storedNames = new HashMap<>(stored.metadata());
            ModelLayout layout = model.config().layout();
            storedNames.putAll(layout.secondNames(model.config().tieEmbeddings(), stored));
            TensorSource tensors = new SharedTensors(stored, storedNames);
            layout.check(model, tensors);
            complete = true;
            return tensors;
        } finally {
            if (!complete) {
                stored.close();
            }
        }
    }
}
