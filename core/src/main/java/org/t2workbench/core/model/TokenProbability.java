package org.t2workbench.core.model;

/**
 * A token and how likely the model holds it.
 *
 * @param logProbability natural logarithm
 */
public record TokenProbability(int id, double logProbability) {

    public double probability() {
        return Math.exp(logProbability);
    }
}
