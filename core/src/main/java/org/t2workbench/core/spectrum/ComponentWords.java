package org.t2workbench.core.spectrum;

import java.util.List;
import org.t2workbench.core.model.MatrixInfo;

/**
 * One component of a matrix in words. u and v share one sign: where the stream lies along what v reads, what u writes is
 * added, where it lies against it, taken away; turned round together they are the same component.
 *
 * @param component its number, from 0 for the largest σ
 * @param sigma its σ
 * @param side what the words are: of v, what is read, or of u, what is written
 * @param along tokens that lie along the direction, the nearest first
 * @param against tokens that lie against it, the farthest first
 * @param standing whether the direction is the component's own
 */
public record ComponentWords(
        MatrixInfo matrix,
        int component,
        double sigma,
        StreamSide side,
        List<Token> along,
        List<Token> against,
        Standing standing) {

    public ComponentWords {
        along = List.copyOf(along);
        against = List.copyOf(against);
    }

    /**
     * A token and the cosine of the angle between its row (of the embedding for what is read, of the output matrix for what is
     * written) and the direction.
     */
    public record Token(int id, double cosine) {}

    /** What a direction is worth. */
    public enum Standing {
        /** There is no other with this σ. */
        OWN(""),
        /** A neighbour has the same σ: the two could be turned into each other. */
        SHARED(
                "A neighbouring component has the same σ, so these two directions could as well be any other pair in their plane."),
        /** σ is 0. */
        NONE("The σ of this component is 0: it reads and writes nothing, and its direction means nothing.");

        private final String sentence;

        Standing(String sentence) {
            this.sentence = sentence;
        }

        /** What is to be said with the words; empty where all is well. */
        public String sentence() {
            return sentence;
        }
    }
}
