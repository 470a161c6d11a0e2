package org.t2workbench.core.adaptation.search;

import java.util.Locale;
import java.util.Optional;

/** How the next generation is made from those before. */
public enum SearchMethod {
    /** The cross-entropy method, the paper's: mean and spread of the elites, each α for itself. */
    CEM,
    /** Covariance matrix adaptation, which also learns how the α go together. */
    CMA_ES;

    /** The name on the command line and in files: {@code cem}, {@code cma-es}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The method of that name; empty when there is none. */
    public static Optional<SearchMethod> of(String label) {
        for (SearchMethod method : values()) {
            if (method.label().equals(label)) {
                return Optional.of(method);
            }
        }
        return Optional.empty();
    }
}
