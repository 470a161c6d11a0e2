package org.t2workbench.core.checkpoint;

import java.util.Locale;

/**
 * What a model's weights are stored in.
 *
 * @param label the type that most of them have, as people write it: {@code bf16}, {@code q4_k}
 * @param quantised whether they are blocks of small whole numbers with scales; whatever is computed from them is then a
 *     matter of the dequantised matrices, their spectra included
 */
public record StoredWeights(String label, boolean quantised) {

    static StoredWeights plain(StoredDtype dtype) {
        return new StoredWeights(dtype.name().toLowerCase(Locale.ROOT), false);
    }
}
