package org.t2workbench.core.adaptation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.AdaptedWeights;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.WeightAdapter;

/**
 * The weights of several mixtures at once, so that going from one to another costs nothing after its first use. Where the
 * memory is too small for all, the others are given up and made again when they are next needed. Compute thread only;
 * closed before the model.
 */
public final class RouteWeights implements AutoCloseable {

    private final AdaptedModel model;
    private final WeightAdapter adapter;
    private final Map<Mixture, AdaptedWeights> made = new LinkedHashMap<>();

    public RouteWeights(AdaptedModel model) {
        this.model = model;
        this.adapter = new WeightAdapter(model.model(), model.decomposition());
    }

    /**
     * Weights in use.
     *
     * @param view holds until this object is closed or runs out of memory for another mixture
     * @param seconds that it took to get them
     */
    public record Switched(WeightView view, double seconds) {}

    /**
     * The weights of a mixture; of one without shares the model's own.
     *
     * @param tokens positions they will be used for, prompt and answer together
     */
    public Switched to(Mixture mixture, int tokens, Progress progress, CancellationToken token) {
        long start = System.nanoTime();
        WeightView view = mixture.shares().isEmpty()
                ? model.model().baseWeights()
                : weights(mixture, tokens, progress, token).view();
        return new Switched(view, (System.nanoTime() - start) / 1e9);
    }

    private AdaptedWeights weights(Mixture mixture, int tokens, Progress progress, CancellationToken token) {
        AdaptedWeights known = made.get(mixture);
        if (known != null) {
            return known;
        }
        AdaptedWeights weights;
        try {
            weights = adapter.adapt(mixture.adaptation(model.model().matrices()), tokens, progress, token);
        } catch (OutOfResourcesException e) {
            if (made.isEmpty()) {
                throw e;
            }
            release();
            weights = adapter.adapt(mixture.adaptation(model.model().matrices()), tokens, progress, token);
        }
        made.put(mixture, weights);
        return weights;
    }

    private void release() {
        made.values().forEach(AdaptedWeights::close);
        made.clear();
    }

    @Override
    public void close() {
        release();
        adapter.close();
    }
}
