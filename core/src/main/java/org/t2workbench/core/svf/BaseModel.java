package org.t2workbench.core.svf;

import java.util.List;
import java.util.Optional;
import org.t2workbench.core.model.MatrixInfo;

/**
 * The model an expert belongs to.
 *
 * @param name what people call it
 * @param fingerprint the hash of its weights; absent where a file does not say it
 */
public record BaseModel(String name, Optional<String> fingerprint) {

    /**
     * What to say loudly when an adapter made for this model is used with another.
     *
     * @param adapter what is used, as in "expert math"
     */
    List<String> warnings(String adapter, BaseModel used) {
        if (fingerprint.isEmpty()) {
            return List.of("The " + adapter + " does not say which weights it was made for (its base model is named "
                    + name + "); its effect on " + used.name() + " may differ from what was measured.");
        }
        if (used.fingerprint().isPresent() && !used.fingerprint().equals(fingerprint)) {
            return List.of("The " + adapter + " was made for " + name + ", whose weights differ from those of "
                    + used.name() + "; this is a transfer between models, and its effect may differ from what was"
                    + " measured.");
        }
        return List.of();
    }

    /** The model that adapters are to be used with: its name, its hash and the matrices it has. */
    public record Target(BaseModel model, List<MatrixInfo> matrices) {}
}
