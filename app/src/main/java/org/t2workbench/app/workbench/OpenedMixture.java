package org.t2workbench.app.workbench;

import java.util.List;

/**
 * A mixture from a file.
 *
 * @param experts those it names, loaded
 * @param setting its α by the experts' ids
 */
public record OpenedMixture(List<ExpertSummary> experts, MixtureSetting setting) {

    public OpenedMixture {
        experts = List.copyOf(experts);
    }
}
