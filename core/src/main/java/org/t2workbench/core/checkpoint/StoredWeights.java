package org.t2workbench.core.checkpoint;

import java.util.Locale;
import java.util.Optional;

/**
 * What a model's weights are stored in.
 *
 * @param label the type that most of them have, as people write it: {@code bf16}, {@code q4_k}
 * @param quantised whether they are blocks of small whole numbers with scales; whatever is computed from them is then a
 *     matter of the dequantised matrices, their spectra included
 */
public record StoredWeights(String label, boolean quantised) {

    /** What to say beside whatever is computed from the weights; empty where there is nothing to say. */
    public Optional<String> note() {
        return quantised
                ? Optional.of("The weights are stored as " + label
                        + "; whatever is computed from them, spectra included, is that of the dequantised matrices.")
                : Optional.empty();
    }

    static StoredWeights plain(StoredDtype dtype) {
        return new StoredWeights(dtype.name().toLowerCase(Locale.ROOT), false);
    }
}
