package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Strategies without an engine: a prompt that holds the name of a category is of that category, one about a poem is
 * other, one that mumbles cannot be read, and every other one is math.
 */
public final class FakeDispatch implements DispatchSession {

    private static final List<String> CATEGORIES = List.of("math", "code", "reasoning", "other");
    private static final DispatchReport.Times FIRST = new DispatchReport.Times(0.012, 0.004);
    private static final DispatchReport.Times ANSWER = new DispatchReport.Times(0.31, 0.006);

    /** What the strategies find. */
    public volatile DispatchNeeds needs = new DispatchNeeds(
            List.of("math", "code", "reasoning"), List.of("math", "code", "reasoning"), "dispatch", true);

    /** When set, {@link #otherRoutes} waits for it. */
    public volatile @Nullable CountDownLatch gate;

    public volatile int routesCalls;

    private final FakeSession session;

    FakeDispatch(FakeSession session) {
        this.session = session;
    }

    @Override
    public DispatchNeeds needs() {
        return needs;
    }

    @Override
    public void loadDispatcher(Path file) {
        if (!file.toString().contains("dispatch")) {
            throw new InvalidInputException("The expert " + file + " was not trained to dispatch.", file);
        }
        needs = new DispatchNeeds(needs.tasks(), needs.served(), needs.dispatcherTask(), true);
    }

    @Override
    public Comparison compare(
            CompareRequest request,
            Consumer<DispatchReport> onChosen,
            Consumer<SideToken> onToken,
            CancellationToken token) {
        DispatchReport first = report(request, DispatchReport.Times.NONE);
        onChosen.accept(first);
        CompareRequest mixed = new CompareRequest(request.prompt(), first.setting(), request.settings());
        Comparison under = session.compare(mixed, onToken, token);
        return new Comparison(
                request,
                under.base(),
                under.adapted(),
                under.basePlaces(),
                under.adaptedPlaces(),
                under.effect(),
                report(request, ANSWER));
    }

    @Override
    public List<RouteAnswer> otherRoutes(CompareRequest request, String taken, CancellationToken token) {
        routesCalls++;
        CountDownLatch closed = gate;
        while (closed != null && closed.getCount() > 0) {
            token.throwIfCancelled();
            FakeSession.pause(2);
        }
        return CATEGORIES.stream()
                .filter(label -> !label.equals(taken))
                .map(label -> new RouteAnswer(label, alphas(label), "as " + label + " says: 22", ANSWER, ""))
                .toList();
    }

    private static DispatchReport report(CompareRequest request, DispatchReport.Times answer) {
        if (request.strategy().strategy() == Strategy.FEW_SHOT) {
            List<ChosenAlpha> alphas =
                    List.of(new ChosenAlpha("math", "math", 0.8, 0.8), new ChosenAlpha("code", "code", 0.1, 0.4));
            return new DispatchReport("", true, "", Map.of(), alphas, false, DispatchReport.Times.NONE, answer, "");
        }
        String text = request.prompt().text();
        boolean scored = request.strategy().reading() == Reading.SCORE;
        boolean named = scored || !text.contains("mumble");
        String label = CATEGORIES.stream()
                .filter(text::contains)
                .findFirst()
                .orElse(!named || text.contains("poem") ? "other" : "math");
        return new DispatchReport(
                label,
                named,
                scored ? "" : named ? "\\boxed{" + label + "}" : "mumble mumble",
                scored ? probabilities(label) : Map.of(),
                alphas(label),
                true,
                FIRST,
                answer,
                "");
    }

    private static Map<String, Double> probabilities(String label) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        CATEGORIES.forEach(each -> probabilities.put(each, each.equals(label) ? 0.91 : 0.03));
        return probabilities;
    }

    private static List<ChosenAlpha> alphas(String label) {
        List<ChosenAlpha> alphas = new ArrayList<>();
        for (String expert : List.of("math", "code", "reasoning")) {
            double alpha = expert.equals(label) ? 1 : 0;
            alphas.add(new ChosenAlpha(expert, expert, alpha, alpha));
        }
        return alphas;
    }
}
