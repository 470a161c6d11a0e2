package org.t2workbench.core.adaptation.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Generations made of scores that no model gave. */
final class Generations {

    private static final int SHOTS = 10;

    private Generations() {}

    static Generation of(
            SearchSettings settings, List<Generation> past, List<double[]> points, Function<double[], Score> scores) {
        List<Member> members = new ArrayList<>();
        for (double[] point : points) {
            List<Double> list = Arrays.stream(point).boxed().toList();
            members.add(new Member(list, list, scores.apply(point)));
        }
        List<Integer> ranked = Generation.ranked(members);
        Member best = members.get(ranked.get(0));
        if (!past.isEmpty()
                && !best.score().beats(past.get(past.size() - 1).best().score())) {
            best = past.get(past.size() - 1).best();
        }
        return new Generation(
                past.size() + 1,
                members,
                ranked.subList(0, settings.elites()),
                best,
                past.size() + 1,
                SHOTS,
                members.size(),
                settings.collapse());
    }

    /** Runs an optimiser on scores alone. */
    static List<Generation> run(
            SearchSettings settings, Optimiser optimiser, int count, Function<double[], Score> scores) {
        List<Generation> past = new ArrayList<>();
        while (past.size() < count) {
            List<double[]> points = optimiser.ask(past).orElse(List.of());
            if (points.isEmpty()) {
                break;
            }
            past.add(of(settings, past, points, scores));
        }
        return past;
    }
}
