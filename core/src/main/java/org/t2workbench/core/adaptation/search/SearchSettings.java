package org.t2workbench.core.adaptation.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.svf.Mixture;

/**
 * How a mixture is searched. All of it is fixed before the first item is answered. Immutable.
 *
 * @param method how the next generation is made
 * @param scope for what each expert has an α of its own
 * @param normalised whether the α of all experts add up to 1, in each layer or matrix where it has its own
 * @param form how gains add up
 * @param population members of a generation, at least 2
 * @param eliteShare share of the members that the next generation is made from; rounded down, and at least 2 of them
 * @param generations how many there are, at least 1
 * @param shots items that members are scored by, at least 1
 * @param startDeviation of every α in the first generation, whose mean is 1 / experts
 * @param collapse a mean standard deviation of the α below which a generation counts as collapsed
 * @param seed of the items and of all draws
 */
public record SearchSettings(
        SearchMethod method,
        SearchScope scope,
        boolean normalised,
        Mixture.Form form,
        int population,
        double eliteShare,
        int generations,
        int shots,
        double startDeviation,
        double collapse,
        long seed) {

    /** Name of {@link #paper}. */
    public static final String PAPER = "paper";

    /** Name of {@link #light}. */
    public static final String LIGHT = "light";

    private static final int MOST_MEMBERS = 10_000;
    private static final int MOST_GENERATIONS = 100_000;
    private static final int MOST_SHOTS = 10_000;

    /** @throws InvalidInputException when a number is out of its range */
    public SearchSettings {
        require(population >= 2 && population <= MOST_MEMBERS, "population", "from 2 to " + MOST_MEMBERS, population);
        require(eliteShare > 0 && eliteShare <= 1, "elite share", "above 0 and at most 1", eliteShare);
        if ((int) (population * eliteShare) < 2) {
            throw new InvalidInputException("An elite share of " + eliteShare + " leaves "
                    + (int) (population * eliteShare) + " of " + population
                    + " members, but a spread needs 2; choose a larger share or population.");
        }
        require(
                generations >= 1 && generations <= MOST_GENERATIONS,
                "number of generations",
                "at least 1",
                generations);
        if (shots < 1) {
            throw new InvalidInputException("A search needs at least 1 item to score mixtures with, not " + shots
                    + "; the paper takes 10, and 3 for its light search.");
        }
        require(shots <= MOST_SHOTS, "number of shots", "at most " + MOST_SHOTS, shots);
        require(startDeviation > 0 && startDeviation <= 10, "start deviation", "above 0", startDeviation);
        require(collapse >= 0 && collapse <= 1, "collapse threshold", "from 0 to 1", collapse);
    }

    private static void require(boolean holds, String what, String range, Number value) {
        if (!holds) {
            throw new InvalidInputException("The " + what + " must be " + range + ", not " + value + ".");
        }
    }

    /** The paper's: free global α, gains summed up, 32 members of which 6 are elites, 50 generations, 10 shots. */
    public static SearchSettings paper() {
        return new SearchSettings(
                SearchMethod.CEM, SearchScope.GLOBAL, false, Mixture.Form.SUM, 32, 0.2, 50, 10, 0.5, 0.01, 1);
    }

    /** The paper's light search (its Table 10): 3 shots, 10 generations. */
    public static SearchSettings light() {
        return paper().withShots(3).withGenerations(10);
    }

    /** @throws InvalidInputException when no preset has that name */
    public static SearchSettings preset(String name) {
        return switch (name) {
            case PAPER -> paper();
            case LIGHT -> light();
            default ->
                throw new InvalidInputException(
                        "There is no preset '" + name + "' of the search; use " + PAPER + " or " + LIGHT + ".");
        };
    }

    /** Members that the next generation is made from. */
    public int elites() {
        return (int) (population * eliteShare);
    }

    public SearchSettings withMethod(SearchMethod value) {
        return changed("method", value.label());
    }

    public SearchSettings withScope(SearchScope value) {
        return changed("scope", value.label());
    }

    public SearchSettings withNormalised(boolean value) {
        return changed("normalised", value);
    }

    public SearchSettings withForm(Mixture.Form value) {
        return changed("form", value.label());
    }

    /** Both at once, as only together they say how many elites there are. */
    public SearchSettings withPopulation(int members, double share) {
        Map<String, Object> map = toMap();
        map.put("population", members);
        map.put("elite_share", share);
        return fromMap(map);
    }

    public SearchSettings withGenerations(int value) {
        return changed("iterations", value);
    }

    public SearchSettings withShots(int value) {
        return changed("shots", value);
    }

    public SearchSettings withSeed(long value) {
        return changed("seed", value);
    }

    private SearchSettings changed(String key, Object value) {
        Map<String, Object> map = toMap();
        map.put(key, value);
        return fromMap(map);
    }

    /** Options of {@code adapt} that give these settings again, whatever the presets become. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--shots", Integer.toString(shots),
                "--generations", Integer.toString(generations),
                "--population", Integer.toString(population),
                "--elite-share", Double.toString(eliteShare),
                "--scope", scope.label(),
                "--form", form.label(),
                "--optimiser", method.label(),
                "--seed", Long.toString(seed)));
        if (normalised) {
            arguments.add("--normalise");
        }
        return arguments;
    }

    /** For run.json; a generation is an iteration of the run. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("method", method.label());
        map.put("scope", scope.label());
        map.put("normalised", normalised);
        map.put("form", form.label());
        map.put("population", population);
        map.put("elite_share", eliteShare);
        map.put("iterations", generations);
        map.put("shots", shots);
        map.put("start_deviation", startDeviation);
        map.put("collapse", collapse);
        map.put("seed", seed);
        return map;
    }

    /** @throws InvalidInputException when a setting is missing, of another kind or out of its range */
    public static SearchSettings fromMap(Map<String, Object> map) {
        return new SearchSettings(
                value(map, "method", text -> SearchMethod.of(text).orElse(null)),
                value(map, "scope", text -> SearchScope.of(text).orElse(null)),
                value(map, "normalised", text -> List.of("true", "false").contains(text) ? text.equals("true") : null),
                value(map, "form", text -> Mixture.Form.of(text).orElse(null)),
                value(map, "population", Integer::valueOf),
                value(map, "elite_share", Double::valueOf),
                value(map, "iterations", Integer::valueOf),
                value(map, "shots", Integer::valueOf),
                value(map, "start_deviation", Double::valueOf),
                value(map, "collapse", Double::valueOf),
                value(map, "seed", Long::valueOf));
    }

    private static <T> T value(Map<String, Object> map, String key, Function<String, ? extends @Nullable T> read) {
        try {
            T value = read.apply(String.valueOf(map.get(key)));
            if (value != null) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw unreadable(map, key, e);
        }
        throw unreadable(map, key, null);
    }

    private static InvalidInputException unreadable(Map<String, Object> map, String key, @Nullable Throwable cause) {
        return new InvalidInputException(
                "The setting " + key + " of a search is " + map.get(key) + ", which cannot be read.", null, cause);
    }
}
