package org.t2workbench.app.experts.adapt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.core.adaptation.search.Generation;
import org.t2workbench.core.adaptation.search.Member;
import org.t2workbench.core.adaptation.search.Score;
import org.t2workbench.core.adaptation.search.SearchScope;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.statistics.Spread;
import org.t2workbench.core.svf.Mixture;

/** Searches in sentences. */
public final class SearchWords {

    /** Σα this near to 1 is 1: what normalising leaves of rounding. */
    private static final double ROUNDING = 1e-9;

    private final Strings strings;

    SearchWords(Strings strings) {
        this.strings = strings;
    }

    /** "8 of 10 right, ln p −0.42". */
    public String score(Score score, int shots) {
        if (score.refused()) {
            return strings.get("adapt.score.refused");
        }
        return score.correct() == 0
                ? strings.get("adapt.score.none", shots)
                : strings.get(
                        "adapt.score",
                        score.correct(),
                        shots,
                        String.format(Locale.ROOT, "%.3f", score.logLikelihood())
                                .replace('-', '−'));
    }

    /** "math 0.83 · code 0.12 ± 0.05": each expert's α, with their spread where it has several. */
    public String alphas(Member member, List<String> names) {
        List<String> words = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            double[] own = Pictures.alphasOf(member, k, names.size(), FoundMixture.EVERYWHERE);
            Spread spread = Spread.of(own);
            words.add(names.get(k) + " " + number(spread.mean())
                    + (own.length > 1
                            ? " ± " + number(spread.standardDeviation().orElse(0))
                            : ""));
        }
        return String.join("  ·  ", words);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** What is not as it should be with a generation, and what it means; empty for nothing. */
    public String warning(Generation generation) {
        List<Member> members = generation.members();
        if (members.stream().allMatch(member -> member.score().refused())) {
            return strings.get("adapt.warning.refused", members.size());
        }
        if (generation.collapsed()) {
            return strings.get("adapt.warning.collapsed", String.format(Locale.ROOT, "%.4f", generation.alphaSpread()));
        }
        Set<Score> scores = new HashSet<>();
        Set<Integer> correct = new HashSet<>();
        members.forEach(member -> {
            scores.add(member.score());
            correct.add(member.score().correct());
        });
        int right = members.get(0).score().correct();
        if (scores.size() == 1) {
            return strings.get("adapt.warning.equal", members.size(), right, generation.shots());
        }
        return correct.size() == 1 ? strings.get("adapt.warning.ties", members.size(), right, generation.shots()) : "";
    }

    /** Why one slider per expert cannot show a mixture; empty when it can. */
    String sliderProblem(SearchSettings settings, Member member) {
        if (settings.scope() != SearchScope.GLOBAL) {
            return strings.get(settings.scope() == SearchScope.LAYER ? "adapt.apply.layer" : "adapt.apply.matrix");
        }
        double sum = member.alpha().stream().mapToDouble(Double::doubleValue).sum();
        return settings.form() == Mixture.Form.SUM && Math.abs(sum - 1) > ROUNDING
                ? strings.get("adapt.apply.sum", number(sum))
                : "";
    }

    /** How large the search of these settings is. */
    public String size(SearchSettings settings, int experts, int layers, int matrices) {
        int groups =
                switch (settings.scope()) {
                    case GLOBAL -> 1;
                    case LAYER -> layers;
                    case MATRIX -> matrices;
                };
        return strings.get(
                "adapt.size", groups * experts, settings.population() * settings.generations(), settings.shots());
    }

    /** What the form of a search means for the sliders. */
    public String form(SearchSettings settings) {
        if (settings.scope() != SearchScope.GLOBAL) {
            return strings.get("adapt.form.scope");
        }
        return settings.form() == Mixture.Form.SUM && !settings.normalised()
                ? strings.get("adapt.form.sum")
                : strings.get("adapt.form.sliders");
    }
}
