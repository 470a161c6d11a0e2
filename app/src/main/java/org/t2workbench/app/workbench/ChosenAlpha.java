package org.t2workbench.app.workbench;

/**
 * How much of an expert a strategy takes.
 *
 * @param expert its id in the window; empty where it is not open there
 * @param lowest α of all layers or matrices
 * @param highest equal to the lowest where there is one α
 */
public record ChosenAlpha(String expert, String name, double lowest, double highest) {

    public boolean isSingle() {
        return lowest == highest;
    }

    public boolean isZero() {
        return lowest == 0 && highest == 0;
    }
}
