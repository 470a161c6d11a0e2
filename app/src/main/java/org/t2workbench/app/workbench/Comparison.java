package org.t2workbench.app.workbench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Both answers, and at every place of each what both models thought of what comes next.
 *
 * @param dispatch how a strategy chose; null where the sliders did
 */
public record Comparison(
        CompareRequest request,
        Answer base,
        Answer adapted,
        List<NextTokens> basePlaces,
        List<NextTokens> adaptedPlaces,
        EffectSummary effect,
        @Nullable DispatchReport dispatch) {

    public Comparison {
        basePlaces = List.copyOf(basePlaces);
        adaptedPlaces = List.copyOf(adaptedPlaces);
    }

    /** Under the sliders. */
    public Comparison(
            CompareRequest request,
            Answer base,
            Answer adapted,
            List<NextTokens> basePlaces,
            List<NextTokens> adaptedPlaces,
            EffectSummary effect) {
        this(request, base, adapted, basePlaces, adaptedPlaces, effect, null);
    }

    /** The same, as a strategy led to it. */
    public Comparison under(DispatchReport report) {
        return new Comparison(request, base, adapted, basePlaces, adaptedPlaces, effect, report);
    }
}
