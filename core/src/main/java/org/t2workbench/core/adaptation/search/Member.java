package org.t2workbench.core.adaptation.search;

import java.util.List;

/**
 * One mixture of a generation.
 *
 * @param point where the optimiser stands: one number from 0 to 1 per α
 * @param alpha the α that belong to it, for each group all experts side by side; the point itself where α are free
 * @param score what it got
 */
public record Member(List<Double> point, List<Double> alpha, Score score) {

    public Member {
        point = List.copyOf(point);
        alpha = List.copyOf(alpha);
    }
}
