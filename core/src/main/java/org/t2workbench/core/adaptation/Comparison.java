package org.t2workbench.core.adaptation;

import java.util.List;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.model.Scoring.Place;
import org.t2workbench.core.svf.Effect;

/**
 * Base and adapted answers to one prompt, and how both models see either answer.
 *
 * @param base the base model's answer
 * @param adapted the mixture's answer
 * @param alongBase both models' next-token distributions at every token of the base answer
 * @param alongAdapted the same along the adapted answer
 * @param divergence KL(base‖adapted) in nats at every token of the adapted answer
 * @param effect what the mixture changes
 */
public record Comparison(
        GenerationResult base,
        GenerationResult adapted,
        Views alongBase,
        Views alongAdapted,
        List<Double> divergence,
        Effect effect) {

    public Comparison {
        divergence = List.copyOf(divergence);
    }

    /**
     * How the two models see one answer, token by token; each list is as long as the answer.
     *
     * @param base the base model's likeliest next tokens where each token of the answer stands
     * @param adapted the adapted model's
     */
    public record Views(List<Place> base, List<Place> adapted) {
        public Views {
            base = List.copyOf(base);
            adapted = List.copyOf(adapted);
        }
    }
}
