package org.t2workbench.app.cli;

import java.util.List;
import java.util.stream.IntStream;
import org.t2workbench.core.adaptation.Comparison;
import org.t2workbench.core.model.GeneratedToken;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.svf.Effect;

/** What {@code generate --json} prints. */
final class GenerationDocuments {

    private GenerationDocuments() {}

    record Answer(
            List<Integer> promptTokens,
            List<Integer> tokens,
            String text,
            String finishReason,
            double seconds,
            double tokensPerSecond,
            List<Double> logProbabilities) {}

    record EffectDocument(
            double maxGainChange,
            double relativeWeightChange,
            List<Double> relativeWeightChangePerLayer,
            double meanKl,
            int flippedTokens,
            int comparedTokens,
            boolean none) {}

    record Pair(Answer base, Answer adapted, EffectDocument effect, List<Double> divergence) {}

    static Answer answer(GenerationRequest request, GenerationResult result) {
        return new Answer(
                IntStream.of(request.prompt()).boxed().toList(),
                result.tokens().stream().map(GeneratedToken::id).toList(),
                result.text(),
                result.finishReason().label(),
                result.seconds(),
                result.tokensPerSecond(),
                result.tokens().stream().map(GeneratedToken::logProbability).toList());
    }

    static Pair comparison(GenerationRequest request, Comparison comparison) {
        Effect effect = comparison.effect();
        return new Pair(
                answer(request, comparison.base()),
                answer(request, comparison.adapted()),
                new EffectDocument(
                        effect.maxGainChange(),
                        effect.relativeWeightChange(),
                        effect.relativeWeightChangePerLayer(),
                        effect.meanKl().orElse(0),
                        effect.flippedTokens(),
                        effect.comparedTokens(),
                        effect.verdict() == Effect.Verdict.SAME_WEIGHTS),
                comparison.divergence());
    }
}
