package org.t2workbench.core.svf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What filling the store came to.
 *
 * @param found matrices that were there already, whole and undamaged
 * @param computed matrices that were decomposed
 * @param failures matrices that cannot be decomposed, each with a plain sentence
 * @param seconds time it took
 */
public record DecompositionReport(int found, int computed, Map<String, String> failures, double seconds) {

    public DecompositionReport {
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }
}
