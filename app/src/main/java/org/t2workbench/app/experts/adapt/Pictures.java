package org.t2workbench.app.experts.adapt;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.chart.CurveChart.Curve;
import org.t2workbench.app.chart.CurveChart.Form;
import org.t2workbench.app.chart.CurveChart.Point;
import org.t2workbench.app.chart.StripChart.Kind;
import org.t2workbench.app.chart.StripChart.Mark;
import org.t2workbench.app.chart.StripChart.Strips;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.SearchRequest;
import org.t2workbench.core.adaptation.search.Generation;
import org.t2workbench.core.adaptation.search.Member;
import org.t2workbench.core.statistics.Spread;

/** A search's generations as what charts draw. */
final class Pictures {

    private static final int GREY = 0;
    private static final int ACCENT = 1;

    private final AdaptViewModel viewModel;
    private final Strings strings;
    private final Map<Generation, List<Spread>> known = new IdentityHashMap<>();
    private Shown shown = new Shown(null, FoundMixture.EVERYWHERE);

    private record Shown(@Nullable SearchRequest request, int place) {}

    Pictures(AdaptViewModel viewModel, Strings strings) {
        this.viewModel = viewModel;
        this.strings = strings;
    }

    /**
     * The α of one expert in a member.
     *
     * @param place a layer's or matrix's place among those that have their own, or −1 for each of them
     */
    static double[] alphasOf(Member member, int expert, int experts, int place) {
        List<Double> all = member.alpha();
        return place >= 0
                ? new double[] {all.get(place * experts + expert)}
                : IntStream.range(0, all.size() / experts)
                        .mapToDouble(group -> all.get(group * experts + expert))
                        .toArray();
    }

    private double mean(Member member, int expert, int experts) {
        return Spread.of(alphasOf(member, expert, experts, place(member, experts)))
                .mean();
    }

    /** The chosen place, where the member has it. */
    private int place(Member member, int experts) {
        int wanted = viewModel.found().placeProperty().get();
        return wanted < member.alpha().size() / experts ? wanted : FoundMixture.EVERYWHERE;
    }

    /** The generation that is looked at: each expert a strip, its members from the best to the worst. */
    Strips strips() {
        List<String> names = viewModel.found().names();
        Generation generation = viewModel.scrub().generation().orElse(null);
        if (generation == null || names.isEmpty()) {
            return Strips.EMPTY;
        }
        List<Mark> marks = new ArrayList<>();
        Set<Integer> elites = new LinkedHashSet<>(generation.elites());
        List<Integer> ranked = generation.ranked();
        for (int i = 0; i < ranked.size(); i++) {
            Member member = generation.members().get(ranked.get(i));
            Kind kind = !elites.contains(ranked.get(i)) ? Kind.MEMBER : i == 0 ? Kind.BEST : Kind.ELITE;
            marks.add(new Mark(words(member, i + 1, generation.shots()), kind, values(member, names.size())));
        }
        List<Spread> spreads = spreads(generation, names.size());
        return new Strips(
                names,
                marks,
                spreads.stream().map(Spread::mean).toList(),
                spreads.stream()
                        .map(spread -> spread.standardDeviation().orElse(0))
                        .toList());
    }

    private String words(Member member, int rank, int shots) {
        return strings.get("adapt.member", rank, viewModel.words().score(member.score(), shots));
    }

    private List<Double> values(Member member, int experts) {
        return IntStream.range(0, experts)
                .mapToObj(expert -> mean(member, expert, experts))
                .toList();
    }

    /** Each generation's is worked out once for the place that is shown. */
    private List<Spread> spreads(Generation generation, int experts) {
        Shown now = new Shown(
                viewModel.requestProperty().get(),
                viewModel.found().placeProperty().get());
        if (!now.equals(shown)) {
            shown = now;
            known.clear();
        }
        return known.computeIfAbsent(generation, unknown -> measure(unknown, experts));
    }

    private List<Spread> measure(Generation generation, int experts) {
        return IntStream.range(0, experts)
                .mapToObj(expert -> Spread.of(generation.members().stream()
                        .mapToDouble(member -> mean(member, expert, experts))
                        .toArray()))
                .toList();
    }

    /** Shares of right answers by generation: the best so far, and the members with their spread. */
    List<Curve> scores() {
        List<Generation> all = viewModel.scrub().generationsProperty().get();
        if (all.isEmpty()) {
            return List.of();
        }
        // the first one is drawn over the others
        return List.of(
                new Curve(
                        strings.get("adapt.legend.best"),
                        ACCENT,
                        Form.LINE,
                        all.stream()
                                .map(generation -> Point.of(generation.number(), generation.bestAccuracy()))
                                .toList()),
                new Curve(
                        strings.get("adapt.legend.members"),
                        GREY,
                        Form.LINE,
                        points(all, number -> all.get(number).accuracy(), 0, 1)));
    }

    /** Mean and spread of each expert's α by generation. */
    List<Curve> alphas() {
        List<Generation> all = viewModel.scrub().generationsProperty().get();
        List<String> names = viewModel.found().names();
        if (all.isEmpty()) {
            return List.of();
        }
        List<List<Spread>> spreads = all.stream()
                .map(generation -> spreads(generation, names.size()))
                .toList();
        List<Curve> curves = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            int expert = k;
            curves.add(new Curve(
                    names.get(k),
                    ACCENT + k,
                    Form.LINE,
                    points(
                            all,
                            number -> spreads.get(number).get(expert),
                            Double.NEGATIVE_INFINITY,
                            Double.POSITIVE_INFINITY)));
        }
        return curves;
    }

    private static List<Point> points(List<Generation> all, IntFunction<Spread> figure, double lowest, double highest) {
        List<Point> points = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            Spread spread = figure.apply(i);
            double deviation = spread.standardDeviation().orElse(0);
            points.add(new Point(
                    all.get(i).number(),
                    spread.mean(),
                    Math.max(lowest, spread.mean() - deviation),
                    Math.min(highest, spread.mean() + deviation)));
        }
        return points;
    }
}
