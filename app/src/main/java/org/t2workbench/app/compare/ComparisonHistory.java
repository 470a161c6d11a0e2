package org.t2workbench.app.compare;

import java.util.List;
import java.util.Locale;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.Comparison;
import org.t2workbench.app.workbench.DispatchReport;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.GenerationSettings;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.StrategySetting;

/** The finished comparisons, and the words that tell one from another. FX thread only. */
final class ComparisonHistory {

    private static final int MOST = 50;

    private final ObservableList<ExpertSummary> experts;
    private final Strings strings;
    private final ObservableList<Comparison> kept = FXCollections.observableArrayList();

    ComparisonHistory(ObservableList<ExpertSummary> experts, Strings strings) {
        this.experts = experts;
        this.strings = strings;
    }

    /** Newest first. */
    ObservableList<Comparison> kept() {
        return kept;
    }

    /** Of two that were asked alike the later one stays. */
    void add(Comparison comparison) {
        kept.removeIf(old -> old.request().equals(comparison.request()));
        kept.add(0, comparison);
        if (kept.size() > MOST) {
            kept.remove(MOST);
        }
    }

    void clear() {
        kept.clear();
    }

    /** One line: how α was chosen, how the answers were drawn, what was asked. */
    String describe(Comparison comparison) {
        CompareRequest request = comparison.request();
        return strings.get(
                "compare.history.entry",
                strategyWords(comparison),
                drawWords(request.settings()),
                request.prompt().text().strip().replaceAll("\\s+", " "));
    }

    /** "greedy", or the temperature with its seed. */
    String drawWords(GenerationSettings drawn) {
        return drawn.isGreedy()
                ? strings.get("compare.greedy")
                : strings.get("compare.temperature", String.valueOf(drawn.temperature()), String.valueOf(drawn.seed()));
    }

    private String strategyWords(Comparison comparison) {
        StrategySetting setting = comparison.request().strategy();
        DispatchReport dispatch = comparison.dispatch();
        String name = strings.get(
                switch (setting.strategy()) {
                    case BASE -> "strategy.base";
                    case MANUAL -> "strategy.manual";
                    case PROMPT -> "strategy.prompt";
                    case CLASSIFIER -> "strategy.classifier";
                    case FEW_SHOT -> "strategy.fewShot";
                });
        return switch (setting.strategy()) {
            case BASE -> name;
            case MANUAL -> mixtureWords(comparison.request().mixture());
            case PROMPT, CLASSIFIER ->
                strings.get(
                        "compare.history.dispatched",
                        name,
                        setting.reading().name().toLowerCase(Locale.ROOT),
                        dispatch == null ? "" : dispatch.label());
            case FEW_SHOT ->
                strings.get(
                        "compare.history.fewShot",
                        name,
                        setting.mixture() == null
                                ? ""
                                : String.valueOf(setting.mixture().getFileName()));
        };
    }

    private String mixtureWords(MixtureSetting mixture) {
        List<String> words = experts.stream()
                .filter(expert -> mixture.alpha(expert.id()) != 0)
                .map(expert -> expert.name() + " " + mixture.alpha(expert.id()))
                .toList();
        return words.isEmpty() ? strings.get("compare.neutral") : String.join(", ", words);
    }
}
