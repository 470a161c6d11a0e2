package org.t2workbench.app.workbench;

import java.util.List;

/** What base and adapted would say next at one place, most probable first; divergence is KL(base ‖ adapted) in nats. */
public record NextTokens(String after, List<TokenProbability> base, List<TokenProbability> adapted, double divergence) {

    public NextTokens {
        base = List.copyOf(base);
        adapted = List.copyOf(adapted);
    }
}
