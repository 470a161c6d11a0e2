package org.t2workbench.core.spectrum;

import java.util.List;
import java.util.Map;
import org.t2workbench.core.model.MatrixInfo;

/**
 * The components of a whole model whose directions lie nearest to a text.
 *
 * @param matches in falling order of |cosine|
 * @param skipped matrices that could not be searched, and why
 */
public record DirectionSearch(List<Match> matches, Map<String, String> skipped) {

    public DirectionSearch {
        matches = List.copyOf(matches);
        skipped = Map.copyOf(skipped);
    }

    /**
     * A component.
     *
     * @param cosine of the angle between its direction and the text: the lengths of both are divided out, so that matrices
     *     compare; below 0 where it lies against it
     */
    public record Match(MatrixInfo matrix, int component, double sigma, double cosine) {}
}
