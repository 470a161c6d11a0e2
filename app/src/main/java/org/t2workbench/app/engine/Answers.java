package org.t2workbench.app.engine;

import java.util.ArrayList;
import java.util.List;
import org.t2workbench.app.workbench.Answer;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.EffectSummary;
import org.t2workbench.app.workbench.GenerationSettings;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Comparison;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.svf.Effect;

/** A comparison of the engine as the window shows it. */
final class Answers {

    private final Words words;

    Answers(Words words) {
        this.words = words;
    }

    static GenerationRequest request(AdaptedModel model, int[] prompt, GenerationSettings settings) {
        Sampling sampling = settings.isGreedy()
                ? Sampling.greedy()
                : new Sampling(settings.temperature(), settings.topK(), settings.topP(), settings.seed());
        return new GenerationRequest(prompt, settings.maxTokens(), sampling, model.stopTokens(), List.of(), 0);
    }

    org.t2workbench.app.workbench.Comparison comparison(CompareRequest request, int[] prompt, Comparison comparison) {
        return new org.t2workbench.app.workbench.Comparison(
                request,
                answer(comparison.base()),
                answer(comparison.adapted()),
                places(prompt, comparison.base(), comparison.alongBase(), List.of()),
                places(prompt, comparison.adapted(), comparison.alongAdapted(), comparison.divergence()),
                effect(comparison.effect()));
    }

    private Answer answer(GenerationResult result) {
        return new Answer(
                result.tokens().stream().map(words::token).toList(),
                result.finishReason().label(),
                result.seconds());
    }

    /** What both models thought where each token of an answer stands. */
    private List<NextTokens> places(
            int[] prompt, GenerationResult answer, Comparison.Views views, List<Double> divergence) {
        List<NextTokens> places = new ArrayList<>();
        for (int i = 0; i < answer.tokens().size(); i++) {
            int before = i == 0
                    ? prompt[prompt.length - 1]
                    : answer.tokens().get(i - 1).id();
            places.add(new NextTokens(
                    words.piece(before),
                    words.of(views.base().get(i).next()),
                    words.of(views.adapted().get(i).next()),
                    i < divergence.size() ? divergence.get(i) : Double.NaN));
        }
        return places;
    }

    private static EffectSummary effect(Effect effect) {
        return new EffectSummary(
                effect.meanKl().orElse(0),
                effect.flippedTokens(),
                effect.comparedTokens(),
                effect.relativeWeightChange(),
                effect.maxGainChange(),
                effect.verdict() == Effect.Verdict.SAME_WEIGHTS);
    }
}
