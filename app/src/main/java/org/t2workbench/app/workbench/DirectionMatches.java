package org.t2workbench.app.workbench;

import java.util.List;

/**
 * The components that read or write a text.
 *
 * @param tokens that the text was taken as
 * @param matches the nearest first
 * @param problems of matrices that could not be searched
 */
public record DirectionMatches(
        String text, boolean writes, List<String> tokens, List<Match> matches, List<String> problems) {

    public DirectionMatches {
        tokens = List.copyOf(tokens);
        matches = List.copyOf(matches);
        problems = List.copyOf(problems);
    }

    /** A component and the cosine between its direction and the text. */
    public record Match(MatrixSummary matrix, int component, double value) {}
}
