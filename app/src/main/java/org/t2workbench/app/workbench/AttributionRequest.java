package org.t2workbench.app.workbench;

/** A token of one of the two answers of a comparison, by its place from 0. */
public record AttributionRequest(Comparison comparison, Side side, int index) {

    public AnswerToken token() {
        return (side == Side.BASE ? comparison.base() : comparison.adapted())
                .tokens()
                .get(index);
    }
}
