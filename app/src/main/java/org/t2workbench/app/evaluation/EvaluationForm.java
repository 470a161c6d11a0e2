package org.t2workbench.app.evaluation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.app.workbench.EvaluatedStrategy;
import org.t2workbench.app.workbench.EvaluationOffer;
import org.t2workbench.app.workbench.EvaluationRequest;
import org.t2workbench.app.workbench.ExpertSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;

/** What to measure: tasks, strategies and how. FX thread only. */
public final class EvaluationForm {

    /** Chosen at first, where there are tasks of these names. */
    private static final List<String> FIRST = List.of("math", "code", "reasoning");

    private static final int MOST_SHOTS = 1000;

    private final Strings strings;
    private final ObservableList<TaskCheck> tasks = FXCollections.observableArrayList();
    private final Map<EvaluatedStrategy, StrategyCheck> strategies = new EnumMap<>(EvaluatedStrategy.class);
    private final StringProperty reading = new SimpleStringProperty("generate");
    private final StringProperty limit = new SimpleStringProperty("200");
    private final StringProperty split = new SimpleStringProperty("test");
    private final StringProperty seed = new SimpleStringProperty("1");
    private final StringProperty search = new SimpleStringProperty("light");
    private final StringProperty shots = new SimpleStringProperty("");
    private final StringProperty dispatcher = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private List<ExpertSummary> experts = List.of();
    private MixtureSetting mixture = MixtureSetting.NEUTRAL;
    private EvaluationOffer offer = new EvaluationOffer(List.of(), List.of(), "", List.of());

    /** A task that may be measured. */
    public record TaskCheck(String name, BooleanProperty chosen) {}

    /**
     * A strategy that may be measured.
     *
     * @param lack what it needs first, in one sentence; empty where nothing is missing
     */
    public record StrategyCheck(EvaluatedStrategy strategy, BooleanProperty chosen, ReadOnlyStringWrapper lack) {

        boolean counts() {
            return chosen.get() && lack.get().isEmpty();
        }
    }

    EvaluationForm(Strings strings) {
        this.strings = strings;
        for (EvaluatedStrategy strategy : EvaluatedStrategy.values()) {
            boolean first = strategy == EvaluatedStrategy.BASE || strategy == EvaluatedStrategy.CLASSIFIER;
            StrategyCheck check =
                    new StrategyCheck(strategy, new SimpleBooleanProperty(first), new ReadOnlyStringWrapper(""));
            check.chosen().addListener((property, before, now) -> check());
            strategies.put(strategy, check);
        }
        for (StringProperty field : List.of(limit, seed, shots)) {
            field.addListener((property, before, now) -> check());
        }
        dispatcher.addListener((property, before, now) -> look());
        look();
    }

    // Properties

    public ObservableList<TaskCheck> tasks() {
        return tasks;
    }

    public StrategyCheck strategy(EvaluatedStrategy strategy) {
        return Objects.requireNonNull(strategies.get(strategy));
    }

    /** Of the first pass: generate or score. */
    public StringProperty readingProperty() {
        return reading;
    }

    public StringProperty limitProperty() {
        return limit;
    }

    public StringProperty splitProperty() {
        return split;
    }

    public StringProperty seedProperty() {
        return seed;
    }

    /** The preset of the few-shot search. */
    public StringProperty searchProperty() {
        return search;
    }

    /** Empty for the preset's own number. */
    public StringProperty shotsProperty() {
        return shots;
    }

    /** The dispatch expert's file; empty for none. */
    public StringProperty dispatcherProperty() {
        return dispatcher;
    }

    /** Why this cannot be measured, in one sentence; empty when it can. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    // Commands

    /** Takes what the open model has to offer. */
    void offer(EvaluationOffer now) {
        List<String> chosen = chosenTasks();
        boolean begin = tasks.isEmpty();
        offer = now;
        List<TaskCheck> checks = new ArrayList<>();
        for (String name : now.tasks()) {
            boolean wanted = begin ? FIRST.contains(name) : chosen.contains(name);
            TaskCheck check = new TaskCheck(name, new SimpleBooleanProperty(wanted));
            check.chosen().addListener((property, before, after) -> check());
            checks.add(check);
        }
        tasks.setAll(checks);
        if (dispatcher.get().isEmpty()) {
            dispatcher.set(now.dispatcher());
        }
        look();
    }

    /** The model is another one: its dispatch expert is, too. */
    void forget() {
        dispatcher.set("");
    }

    /** Takes the experts that are open and the sliders. */
    void mixture(List<ExpertSummary> open, MixtureSetting sliders) {
        experts = List.copyOf(open);
        mixture = sliders;
        look();
    }

    /** Shows what was asked once. */
    void fill(EvaluationRequest asked) {
        tasks.forEach(task -> task.chosen().set(asked.tasks().contains(task.name())));
        strategies.forEach(
                (strategy, check) -> check.chosen().set(asked.strategies().contains(strategy)));
        reading.set(asked.reading());
        limit.set(Integer.toString(asked.limit()));
        split.set(asked.split());
        seed.set(Long.toString(asked.seed()));
        search.set(asked.search());
        shots.set(asked.shots() == 0 ? "" : Integer.toString(asked.shots()));
    }

    /** What is asked for; empty while there is a problem. */
    Optional<EvaluationRequest> request(ModelSource model) {
        if (!problem.get().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new EvaluationRequest(
                model.location(),
                chosenTasks(),
                strategies.values().stream()
                        .filter(StrategyCheck::counts)
                        .map(StrategyCheck::strategy)
                        .toList(),
                experts.stream()
                        .map(expert -> new EvaluationRequest.Given(
                                expert.name(),
                                expert.file().toAbsolutePath().normalize().toString(),
                                mixture.alpha(expert.id())))
                        .toList(),
                dispatcher.get(),
                reading.get(),
                split.get(),
                Integer.parseInt(limit.get().strip()),
                Long.parseLong(seed.get().strip()),
                search.get(),
                shots.get().isBlank() ? 0 : Integer.parseInt(shots.get().strip()),
                strategy(EvaluatedStrategy.MANUAL).counts() ? offer.shots() : List.of()));
    }

    private List<String> chosenTasks() {
        return tasks.stream()
                .filter(task -> task.chosen().get())
                .map(TaskCheck::name)
                .toList();
    }

    private void look() {
        String none = experts.isEmpty() ? strings.get("evaluate.lack.experts") : "";
        String categories = offer.categories().isEmpty() ? strings.get("evaluate.lack.categories") : "";
        lacks(EvaluatedStrategy.BASE, "");
        boolean moved = experts.stream().anyMatch(expert -> mixture.alpha(expert.id()) != 0);
        lacks(EvaluatedStrategy.MANUAL, !none.isEmpty() ? none : moved ? "" : strings.get("evaluate.lack.mixture"));
        lacks(EvaluatedStrategy.EACH, none);
        lacks(EvaluatedStrategy.PROMPT, !categories.isEmpty() ? categories : none);
        lacks(
                EvaluatedStrategy.CLASSIFIER,
                !categories.isEmpty()
                        ? categories
                        : !none.isEmpty()
                                ? none
                                : dispatcher.get().isEmpty() ? strings.get("evaluate.lack.dispatcher") : "");
        boolean gains = experts.stream().anyMatch(expert -> !Double.isNaN(expert.largestGainChange()));
        lacks(EvaluatedStrategy.FEW_SHOT, !none.isEmpty() ? none : gains ? "" : strings.get("evaluate.lack.gains"));
        check();
    }

    private void lacks(EvaluatedStrategy strategy, String sentence) {
        strategy(strategy).lack().set(sentence);
    }

    private void check() {
        if (chosenTasks().isEmpty()) {
            problem.set(strings.get("evaluate.problem.task"));
        } else if (strategies.values().stream().noneMatch(StrategyCheck::counts)) {
            problem.set(strings.get("evaluate.problem.strategy"));
        } else if (!isNumber(limit.get(), 1, Integer.MAX_VALUE)) {
            problem.set(strings.get("evaluate.problem.limit", limit.get()));
        } else if (!isNumber(seed.get(), Long.MIN_VALUE, Long.MAX_VALUE)) {
            problem.set(strings.get("evaluate.problem.seed", seed.get()));
        } else if (!shots.get().isBlank() && !isNumber(shots.get(), 1, MOST_SHOTS)) {
            problem.set(strings.get("evaluate.problem.shots", shots.get(), MOST_SHOTS));
        } else {
            problem.set("");
        }
    }

    private static boolean isNumber(String text, long least, long most) {
        try {
            long number = Long.parseLong(text.strip());
            return number >= least && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
