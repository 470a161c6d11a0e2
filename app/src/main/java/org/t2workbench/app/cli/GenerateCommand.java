package org.t2workbench.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Comparison;
import org.t2workbench.core.adaptation.Pass;
import org.t2workbench.core.adaptation.SelfAdaptation;
import org.t2workbench.core.adaptation.Strategy;
import org.t2workbench.core.adaptation.StrategyInputs;
import org.t2workbench.core.model.FinishReason;
import org.t2workbench.core.model.GeneratedToken;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.svf.EffectCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One answer, or with {@code --compare} the base's and the adapted model's with their differences. */
@Command(name = "generate", description = "an answer; with --compare base and adapted and their differences")
final class GenerateCommand implements Runnable {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final StrategyOptions strategies = new StrategyOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Option(names = "--prompt", required = true, paramLabel = "TEXT", description = "what the model continues")
    private String prompt = "";

    @Option(names = "--chat", description = "the prompt is a user's message in the model's chat template")
    private boolean chat;

    @Option(
            names = "--strategy",
            paramLabel = "S",
            description = "base, manual, prompt, classifier or few-shot (default: manual where experts are given)")
    private @Nullable String strategy;

    @Option(names = "--max-tokens", paramLabel = "N", defaultValue = "128", description = "most tokens of the answer")
    private int maxTokens;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description = "0 always takes the most likely token (default: ${DEFAULT-VALUE})")
    private double temperature;

    @Option(names = "--top-k", paramLabel = "K", defaultValue = "0", description = "draw from the K likeliest; 0: all")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "1",
            description = "draw from the fewest tokens that hold this probability")
    private double topP;

    @Option(names = "--stop", paramLabel = "TEXT", description = "end the answer before this text; may be repeated")
    private List<String> stops = List.of();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "seed of the draws")
    private long seed;

    @Option(names = "--compare", description = "base and adapted answers and their per-token differences")
    private boolean compare;

    @Option(
            names = "--self-test",
            description = "with --compare: also whether the figures of the effect can be believed")
    private boolean selfTest;

    @Option(
            names = "--routes",
            description = "with the strategy prompt or classifier: also what every other category would have led to")
    private boolean routes;

    @Mixin
    private final AttributionOptions attribution = new AttributionOptions();

    private final Console console;

    GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (selfTest && !compare) {
            throw new WrongUsageException(
                    "The self-test is of the effect, which --compare measures; give --compare as well.");
        }
        String asked = strategy;
        Strategy chosen = asked == null
                ? strategies.hasMixture() ? Strategy.MANUAL : Strategy.BASE
                : WrongUsageException.unless(() -> Strategy.of(asked));
        if (routes && (compare || !chosen.dispatches())) {
            throw new WrongUsageException("--routes is for an answer by the strategy prompt or classifier, without"
                    + " --compare: only these choose among categories.");
        }
        strategies.check(List.of(chosen), console);
        try (Opening opening = Opening.of(model, common, console)) {
            AdaptedModel opened = opening.model();
            StrategyInputs inputs = strategies.read(opened, model, List.of(chosen));
            int[] ids = opened.encode(prompt, chat);
            GenerationRequest request = WrongUsageException.unless(() -> new GenerationRequest(
                    ids, maxTokens, new Sampling(temperature, topK, topP, seed), opened.stopTokens(), stops, 0));
            try (SelfAdaptation adaptation = new SelfAdaptation(opened, inputs.configuration(chosen))) {
                if (compare) {
                    compare(opened, adaptation, request);
                } else {
                    answer(opened, adaptation, chosen, request);
                }
            }
        }
    }

    private void compare(AdaptedModel opened, SelfAdaptation adaptation, GenerationRequest request) {
        SelfAdaptation.Chosen first = adaptation.choose(prompt, request.prompt().length + maxTokens, console.token());
        SelfAdaptation.Compared compared = adaptation.compare(first, request, 0, (side, token) -> {}, console.token());
        Comparison comparison = compared.comparison();
        AttributionOptions.Document moved = attribution.isGiven()
                ? attribution.attribute(
                        opened, first.route().mixture(), request.prompt(), comparison.adapted(), console)
                : null;
        List<EffectCheck> checks = selfTest
                ? opened.checkEffects(first.route().mixture(), request.prompt(), console.progress(), console.token())
                : List.of();
        if (common.json) {
            JsonOutput.print(
                    console.out(),
                    GenerationDocuments.comparison(request, comparison, checks, compared.passes(), moved));
        } else {
            first.passes().forEach(pass -> PassText.print(console.out(), pass));
            ComparisonText.print(console.out(), opened.tokenizer(), comparison);
            ComparisonText.printChecks(console.out(), checks);
            if (moved != null) {
                AttributionOptions.print(console.out(), moved);
            }
        }
        failWhenCancelled(comparison.adapted());
    }

    private void answer(AdaptedModel opened, SelfAdaptation adaptation, Strategy chosen, GenerationRequest request) {
        long start = System.nanoTime();
        List<Double> tokenSeconds = new ArrayList<>();
        SelfAdaptation.Answer answer = adaptation.answer(
                prompt,
                request,
                token -> {
                    tokenSeconds.add((System.nanoTime() - start) * 1e-9);
                    stream(token);
                },
                console.token());
        failWhenCancelled(answer.result());
        List<Pass> others = routes ? adaptation.otherRoutes(answer.route(), request, console.token()) : List.of();
        AttributionOptions.Document moved = attribution.isGiven()
                ? attribution.attribute(opened, answer.route().mixture(), request.prompt(), answer.result(), console)
                : null;
        if (common.json) {
            JsonOutput.print(
                    console.out(),
                    new GenerationDocuments.Adapted(
                            GenerationDocuments.answer(request, answer.result()),
                            tokenSeconds,
                            chosen.label(),
                            GenerationDocuments.passes(answer.passes()),
                            routes ? GenerationDocuments.passes(others) : null,
                            moved));
            return;
        }
        console.out().println();
        others.forEach(pass -> PassText.print(console.out(), pass));
        if (moved != null) {
            AttributionOptions.print(console.out(), moved);
        }
        if (chosen.dispatches()) {
            answer.passes().forEach(pass -> PassText.printFigures(console.err(), pass));
        }
        GenerationResult result = answer.result();
        console.err()
                .printf(
                        Locale.ROOT,
                        "%d tokens, %s, %.2f s, %.1f tokens/s%n",
                        result.tokens().size(),
                        result.finishReason().label(),
                        result.seconds(),
                        result.tokensPerSecond());
    }

    private void stream(GeneratedToken token) {
        if (!common.json) {
            console.out().print(token.text());
            console.out().flush();
        }
    }

    private void failWhenCancelled(GenerationResult result) {
        if (result.finishReason() == FinishReason.CANCELLED) {
            console.token().throwIfCancelled();
        }
    }
}
