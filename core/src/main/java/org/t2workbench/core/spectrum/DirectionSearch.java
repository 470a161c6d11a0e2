package org.t2workbench.core.spectrum;

import java.util.List;
import java.util.Map;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.text.Tokenizer;

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
     * The tokens that a text is looked for as: its own, or where it takes fewer after a space, as a word within a sentence
     * does, those.
     */
    public static int[] tokens(Tokenizer tokenizer, String text) {
        int[] alone = tokenizer.encode(text, false);
        int[] after = tokenizer.encode(" " + text, false);
        return after.length < alone.length ? after : alone;
    }

    /**
     * A component.
     *
     * @param cosine of the angle between its direction and the text: the lengths of both are divided out, so that matrices
     *     compare; below 0 where it lies against it
     */
    public record Match(MatrixInfo matrix, int component, double sigma, double cosine) {}
}
