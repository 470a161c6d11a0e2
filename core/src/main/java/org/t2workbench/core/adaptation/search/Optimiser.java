package org.t2workbench.core.adaptation.search;

import java.util.List;
import java.util.Optional;

/**
 * Where to look next. What it says follows from the settings and the generations so far alone, so that a search that goes
 * on needs nothing but its history.
 */
interface Optimiser {

    /**
     * The points of the next generation, each number from 0 to 1; empty when there is nothing more to look for.
     *
     * @param past every generation so far, in order
     */
    Optional<List<double[]>> ask(List<Generation> past);
}
