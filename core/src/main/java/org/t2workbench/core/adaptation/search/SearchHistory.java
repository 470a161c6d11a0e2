package org.t2workbench.core.adaptation.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;

/**
 * The generations of a search as lines of {@code metrics.jsonl}, to the bit: read again, they are what the search goes on
 * from, and what a screen scrubs through.
 */
public final class SearchHistory {

    private SearchHistory() {}

    /**
     * Every generation of a search run, in order; another process may be writing to it.
     *
     * @throws InvalidInputException when the run is of another kind, or a line is not a search's
     */
    public static List<Generation> of(RunFolder run) {
        if (!run.config().kind().equals(MixtureSearch.KIND)) {
            throw new InvalidInputException("The run in " + run.path() + " did not search a mixture.", run.path());
        }
        double collapse = SearchSettings.fromMap(run.config().config()).collapse();
        List<Generation> generations = new ArrayList<>();
        for (RunLine line : run.metrics()) {
            generations.add(generation(line, collapse));
        }
        return List.copyOf(generations);
    }

    /**
     * One generation.
     *
     * @param collapse the settings' threshold
     * @throws InvalidInputException when the line is not a search's
     */
    public static Generation generation(RunLine line, double collapse) {
        try {
            Map<String, Object> values = line.values();
            List<Member> members = new ArrayList<>();
            for (Object member : list(values, "members")) {
                members.add(member(map(member)));
            }
            List<Integer> elites = list(values, "elites").stream()
                    .map(place -> ((Number) place).intValue())
                    .toList();
            return new Generation(
                    Math.toIntExact(line.iteration()),
                    members,
                    elites,
                    member(map(values.get("best_member"))),
                    number(values, "best_generation").intValue(),
                    number(values, "shots").intValue(),
                    number(values, "evaluated").intValue(),
                    collapse);
        } catch (ClassCastException | ArithmeticException | MissingValueException e) {
            throw new InvalidInputException(
                    "Generation " + line.iteration() + " of a search cannot be read: a value is missing or of another"
                            + " kind.",
                    null,
                    e);
        }
    }

    /** What metrics.jsonl says of a generation. */
    static Map<String, Object> values(Generation generation) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("best", generation.bestAccuracy());
        values.put("best_generation", generation.bestGeneration());
        values.put("mean", generation.accuracy().mean());
        values.put("spread", generation.accuracy().standardDeviation().orElse(0));
        values.put("alpha_spread", generation.alphaSpread());
        values.put("evaluated", generation.evaluated());
        values.put("shots", generation.shots());
        warning(generation).ifPresent(sentence -> values.put("warning", sentence));
        values.put("best_member", values(generation.best()));
        values.put("elites", generation.elites());
        values.put(
                "members",
                generation.members().stream().map(SearchHistory::values).toList());
        return values;
    }

    /** What to say loudly of a generation; empty when nothing. */
    public static Optional<String> warning(Generation generation) {
        if (generation.members().stream().allMatch(member -> member.score().refused())) {
            return Optional.of(
                    "no member of generation " + generation.number() + " can be made into a mixture: all α are 0");
        }
        return generation.collapsed()
                ? Optional.of("the members are nearly the same mixture; the search hardly looks further")
                : Optional.empty();
    }

    private static Map<String, Object> values(Member member) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("point", member.point());
        if (!member.alpha().equals(member.point())) {
            values.put("alpha", member.alpha());
        }
        values.put("correct", member.score().correct());
        // −∞ is written as null
        values.put("log_likelihood", member.score().logLikelihood());
        if (member.score().refused()) {
            values.put("refused", true);
        }
        return values;
    }

    private static Member member(Map<?, ?> values) {
        List<Double> point = numbers(list(values, "point"));
        List<Double> alpha = values.get("alpha") == null ? point : numbers(list(values, "alpha"));
        Object likelihood = values.get("log_likelihood");
        Score score = Boolean.TRUE.equals(values.get("refused"))
                ? Score.REFUSED
                : Score.of(
                        number(values, "correct").intValue(),
                        likelihood == null ? Double.NEGATIVE_INFINITY : ((Number) likelihood).doubleValue());
        return new Member(point, alpha, score);
    }

    private static List<Double> numbers(List<?> list) {
        return list.stream().map(value -> ((Number) value).doubleValue()).toList();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) present(value);
    }

    private static List<?> list(Map<?, ?> values, String key) {
        return (List<?>) present(values.get(key));
    }

    private static Number number(Map<?, ?> values, String key) {
        return (Number) present(values.get(key));
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new MissingValueException();
        }
        return value;
    }

    /** A line lacks something. */
    private static final class MissingValueException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingValueException() {
            super("a value is missing");
        }
    }
}
