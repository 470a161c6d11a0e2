package org.t2workbench.core.adaptation.search;

import java.util.Locale;
import java.util.Optional;

/** For what each expert has an α of its own. */
public enum SearchScope {
    /** One α per expert: the paper's "per vector". */
    GLOBAL,
    /** One per expert and layer. */
    LAYER,
    /** One per expert and matrix: what the authors' code calls per layer. */
    MATRIX;

    /** The name on the command line and in files: {@code global}, {@code layer}, {@code matrix}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of that name; empty when there is none. */
    public static Optional<SearchScope> of(String label) {
        for (SearchScope scope : values()) {
            if (scope.label().equals(label)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
