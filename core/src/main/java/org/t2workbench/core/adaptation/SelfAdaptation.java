package org.t2workbench.core.adaptation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.FinishReason;
import org.t2workbench.core.model.GeneratedToken;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.model.Generator;
import org.t2workbench.core.model.TokenListener;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.training.PromptEncoder;

/**
 * Answers prompts under a strategy, with what each pass did. The first pass always runs under the base model or the
 * dispatch expert, never under what answered the prompt before; what no expert serves is answered by the base model, bit
 * for bit. Weights of every route stay ready. Compute thread only; closed before the model.
 */
public final class SelfAdaptation implements AutoCloseable {

    private final AdaptedModel model;
    private final Configuration configuration;
    private final RouteWeights weights;
    private final Generator generator;

    public SelfAdaptation(AdaptedModel model, Configuration configuration) {
        this.model = model;
        this.configuration = configuration;
        this.weights = new RouteWeights(model);
        this.generator = new Generator(model.model(), model.tokenizer());
    }

    /**
     * An answer.
     *
     * @param route that led to it
     * @param passes one, or the first pass and the answer
     * @param result of the last pass
     */
    public record Answer(Route route, List<Pass> passes, GenerationResult result) {

        public Answer {
            passes = List.copyOf(passes);
        }
    }

    /**
     * What the first pass came to.
     *
     * @param passes the first pass; none for a strategy without one
     * @param route where it leads
     */
    public record Chosen(List<Pass> passes, Route route) {

        public Chosen {
            passes = List.copyOf(passes);
        }

        /** The passes with the one that answered. */
        private List<Pass> with(GenerationResult result, double switchSeconds) {
            List<Pass> all = new ArrayList<>(passes);
            all.add(new Answered(route, result, switchSeconds).pass());
            return all;
        }
    }

    /**
     * The first pass alone.
     *
     * @param question the user's turn
     * @param tokens positions that the answer will take, with its prompt
     * @throws CancelledException when cancelled
     */
    public Chosen choose(String question, int tokens, CancellationToken token) {
        if (configuration instanceof Configuration.Fixed fixed) {
            return new Chosen(
                    List.of(), new Route("", Optional.empty(), fixed.mixture(), fixed.alpha(), Optional.empty()));
        }
        Configuration.Dispatched dispatched = (Configuration.Dispatched) configuration;
        RouteWeights.Switched first = weights.to(dispatched.firstPass(), tokens, Progress.NONE, token);
        long start = System.nanoTime();
        Choice choice = new FirstPass(
                        model.model(), PromptEncoder.of(model.model()), dispatched.prompt(), dispatched.reading())
                .choose(first.view(), List.of(question), Progress.NONE, token)
                .get(0);
        Pass dispatch = new Pass(
                Pass.DISPATCH,
                choice.text(),
                choice.probabilities(),
                Optional.of(choice.label()),
                firstAlpha(dispatched),
                choice.tokens(),
                (System.nanoTime() - start) / 1e9,
                first.seconds(),
                choice.valid()
                        ? Optional.empty()
                        : Optional.of("The first pass named no category; the base model answers."));
        return new Chosen(List.of(dispatch), dispatched.route(choice.label()));
    }

    /**
     * One answer, streamed; a cancelled one is returned as far as its last pass came.
     *
     * @param question the user's turn, for the first pass
     * @param request of the last pass
     * @throws CancelledException when cancelled before the last pass began
     */
    public Answer answer(String question, GenerationRequest request, TokenListener listener, CancellationToken token) {
        Chosen chosen = choose(question, positions(request), token);
        Answered answered = generate(chosen.route(), request, listener, token);
        return new Answer(chosen.route(), chosen.with(answered.result, answered.switchSeconds), answered.result);
    }

    /**
     * Base and adapted answers.
     *
     * @param passes that led to the adapted one
     */
    public record Compared(Comparison comparison, List<Pass> passes) {

        public Compared {
            passes = List.copyOf(passes);
        }
    }

    /**
     * What the first pass came to beside the base model's answer to the same request.
     *
     * @param listener hears each token with its side as it comes
     * @param top how many of the likeliest tokens to report at each place
     * @throws CancelledException when cancelled before both answers are there
     */
    public Compared compare(
            Chosen chosen,
            GenerationRequest request,
            int top,
            BiConsumer<Side, GeneratedToken> listener,
            CancellationToken token) {
        Mixture mixture = chosen.route().mixture();
        RouteWeights.Switched switched = weights.to(mixture, positions(request), Progress.NONE, token);
        Comparison comparison = model.compare(switched.view(), mixture, request, top, listener, token);
        return new Compared(comparison, chosen.with(comparison.adapted(), switched.seconds()));
    }

    /**
     * What every category but the one that was taken would have led to, in the categories' order; nothing for a strategy without a first pass.
     * Routes of the same weights are answered once.
     *
     * @throws CancelledException when cancelled
     */
    public List<Pass> otherRoutes(Route taken, GenerationRequest request, CancellationToken token) {
        if (!(configuration instanceof Configuration.Dispatched dispatched)) {
            return List.of();
        }
        Map<Optional<String>, Answered> known = new HashMap<>();
        List<Pass> others = new ArrayList<>();
        for (String label : dispatched.prompt().outcomes()) {
            if (label.equals(taken.label())) {
                continue;
            }
            Route route = dispatched.route(label);
            Answered answered = known.get(route.expert());
            if (answered == null) {
                answered = generate(route, request, TokenListener.NONE, token);
                if (answered.result.finishReason() == FinishReason.CANCELLED) {
                    throw new CancelledException();
                }
                known.put(route.expert(), answered);
            }
            others.add(new Answered(route, answered.result, answered.switchSeconds).pass());
        }
        return others;
    }

    private record Answered(Route route, GenerationResult result, double switchSeconds) {

        Pass pass() {
            return new Pass(
                    Pass.ANSWER,
                    result.text(),
                    Map.of(),
                    Optional.of(route.label()).filter(label -> !label.isEmpty()),
                    route.alpha(),
                    result.tokens().size(),
                    result.seconds(),
                    switchSeconds,
                    route.note());
        }
    }

    private Answered generate(Route route, GenerationRequest request, TokenListener listener, CancellationToken token) {
        RouteWeights.Switched switched = weights.to(route.mixture(), positions(request), Progress.NONE, token);
        return new Answered(route, generator.generate(switched.view(), request, listener, token), switched.seconds());
    }

    /** Every expert at 0, and the dispatch expert at 1 where it serves the first pass. */
    private static Map<String, Alpha> firstAlpha(Configuration.Dispatched dispatched) {
        Map<String, Alpha> alpha = new LinkedHashMap<>();
        dispatched.available().byName().keySet().forEach(name -> alpha.put(name, Alpha.everywhere(0)));
        for (Mixture.Share share : dispatched.firstPass().shares()) {
            alpha.put(share.adapter().name(), share.alpha());
        }
        return alpha;
    }

    private static int positions(GenerationRequest request) {
        return request.prompt().length + request.maxTokens();
    }

    @Override
    public void close() {
        weights.close();
    }
}
