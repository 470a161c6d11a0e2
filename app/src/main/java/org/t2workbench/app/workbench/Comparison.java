package org.t2workbench.app.workbench;

import java.util.List;

/** Both answers, and at every place of each what both models thought of what comes next. */
public record Comparison(
        CompareRequest request,
        Answer base,
        Answer adapted,
        List<NextTokens> basePlaces,
        List<NextTokens> adaptedPlaces,
        EffectSummary effect) {

    public Comparison {
        basePlaces = List.copyOf(basePlaces);
        adaptedPlaces = List.copyOf(adaptedPlaces);
    }
}
