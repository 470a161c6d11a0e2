package org.t2workbench.app.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.Comparison;
import org.t2workbench.core.adaptation.Pass;
import org.t2workbench.core.model.GeneratedToken;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.svf.Effect;
import org.t2workbench.core.svf.EffectCheck;

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

    /**
     * An answer under a strategy, with what each of its passes did and where the others would have led.
     *
     * @param tokenSeconds when each token was there, from the start of the first pass on
     */
    record Adapted(
            @JsonUnwrapped Answer answer,
            List<Double> tokenSeconds,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String strategy,

            List<PassDocument> passes,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<PassDocument> routes,

            @JsonInclude(JsonInclude.Include.NON_NULL) AttributionOptions.@Nullable Document attribution) {}

    /** α by expert: a number, a list with one per layer, or an object with one per matrix. */
    record PassDocument(
            String name,
            @Nullable String label,
            String text,
            @Nullable Map<String, Double> probabilities,
            Map<String, Object> alpha,
            int tokens,
            double seconds,
            double switchSeconds,
            @Nullable String note) {}

    record EffectDocument(
            double maxGainChange,
            double relativeWeightChange,
            List<Double> relativeWeightChangePerLayer,
            double meanKl,
            int flippedTokens,
            int comparedTokens,
            boolean none,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<CheckDocument> selfTest) {}

    /** @param expected what must come out; the least that must where a large effect may not be missed */
    record CheckDocument(String name, boolean passed, double expected, double measured) {}

    record Pair(
            Answer base,
            Answer adapted,
            EffectDocument effect,
            List<Double> divergence,
            List<PassDocument> passes,

            @JsonInclude(JsonInclude.Include.NON_NULL) AttributionOptions.@Nullable Document attribution) {}

    static List<PassDocument> passes(List<Pass> passes) {
        return passes.stream()
                .map(pass -> {
                    Map<String, Object> alpha = new LinkedHashMap<>();
                    pass.alpha().forEach((name, value) -> alpha.put(name, value.json()));
                    return new PassDocument(
                            pass.name(),
                            pass.label().orElse(null),
                            pass.text(),
                            pass.probabilities().isEmpty() ? null : pass.probabilities(),
                            alpha,
                            pass.tokens(),
                            pass.seconds(),
                            pass.switchSeconds(),
                            pass.note().orElse(null));
                })
                .toList();
    }

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

    /** @param checks empty where the self-test was not asked for */
    static EffectDocument effect(Effect effect, List<EffectCheck> checks) {
        return new EffectDocument(
                effect.maxGainChange(),
                effect.relativeWeightChange(),
                effect.relativeWeightChangePerLayer(),
                effect.meanKl().orElse(0),
                effect.flippedTokens(),
                effect.comparedTokens(),
                effect.verdict() == Effect.Verdict.SAME_WEIGHTS,
                checks.isEmpty()
                        ? null
                        : checks.stream()
                                .map(check -> new CheckDocument(
                                        check.kind().label(), check.passed(), check.expected(), check.measured()))
                                .toList());
    }

    static Pair comparison(
            GenerationRequest request,
            Comparison comparison,
            List<EffectCheck> checks,
            List<Pass> passes,
            AttributionOptions.@Nullable Document attribution) {
        return new Pair(
                answer(request, comparison.base()),
                answer(request, comparison.adapted()),
                effect(comparison.effect(), checks),
                comparison.divergence(),
                passes(passes),
                attribution);
    }
}
