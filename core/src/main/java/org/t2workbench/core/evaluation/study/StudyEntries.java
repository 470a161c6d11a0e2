package org.t2workbench.core.evaluation.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Configuration;
import org.t2workbench.core.adaptation.DispatchPrompt;
import org.t2workbench.core.adaptation.Experts;
import org.t2workbench.core.adaptation.Reading;
import org.t2workbench.core.adaptation.Strategy;
import org.t2workbench.core.adaptation.search.SearchExpert;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.evaluation.EvaluationPlan;
import org.t2workbench.core.evaluation.SearchedMixtures;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;

/** The rows of a study's evaluations, with what they are called in its tables. Immutable. */
final class StudyEntries {

    static final String BASE = "base";
    static final String UNIFORM = "uniform α";
    static final String AS_TRAINED = "as trained";
    static final String SHUFFLED = "shuffled";
    static final String FEW_SHOT = "few-shot, ";

    private final StudyRecipe recipe;
    private final DispatchPrompt dispatch;
    private final AdaptedModel model;

    /** @param model that is measured */
    StudyEntries(StudyRecipe recipe, DispatchPrompt dispatch, AdaptedModel model) {
        this.recipe = recipe;
        this.dispatch = dispatch;
        this.model = model;
    }

    /** One row and its name. */
    record Line(String label, EvaluationPlan.Entry entry) {}

    /** Whether its first pass chooses for each prompt. */
    static boolean dispatches(Line line) {
        return line.entry() instanceof EvaluationPlan.Given given
                && given.configuration() instanceof Configuration.Dispatched;
    }

    /** Whether its mixture is searched for each task. */
    static boolean searches(Line line) {
        return line.entry() instanceof EvaluationPlan.Searched;
    }

    /** What the line of one expert alone is called. */
    static String alone(String kind, String task) {
        return kind + " " + task;
    }

    /** The base model, and every expert and every other adapter alone. */
    List<Line> own(Study.Trained trained) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(BASE, new EvaluationPlan.Given(Configuration.base())));
        trained.experts()
                .forEach((task, each) -> lines.add(alone(recipe.expert().name(), task, each.expert())));
        trained.beside()
                .forEach((task, adapter) -> lines.add(alone(recipe.beside().name(), task, adapter)));
        return lines;
    }

    /** Those, the experts in equal shares, both dispatchers in both readings, and searches with each number of shots. */
    List<Line> relatives(Study.Trained trained, Path runs, long seed) {
        List<Line> lines = own(trained);
        double share = 1.0 / trained.experts().size();
        List<Mixture.Share> shares = trained.experts().values().stream()
                .map(each -> new Mixture.Share(each.expert(), Alpha.everywhere(share)))
                .toList();
        lines.add(new Line(
                UNIFORM,
                new EvaluationPlan.Given(new Configuration.Fixed(
                        Strategy.MANUAL,
                        List.copyOf(trained.experts().keySet()),
                        new Mixture(Mixture.Form.OFFSET, shares)))));
        List<Expert> dispatched = new ArrayList<>();
        trained.experts().values().forEach(each -> dispatched.add(each.expert()));
        dispatched.add(trained.dispatcher());
        Experts experts = Experts.of(dispatched, dispatch.dispatcher());
        for (Strategy strategy : List.of(Strategy.PROMPT, Strategy.CLASSIFIER)) {
            for (Reading reading : Reading.values()) {
                lines.add(new Line(
                        strategy.label() + ", " + reading.label(),
                        new EvaluationPlan.Given(new Configuration.Dispatched(strategy, dispatch, reading, experts))));
            }
        }
        recipe.shots().forEach(shots -> lines.add(searched(trained, runs, seed, shots)));
        return lines;
    }

    /** One family's expert on another model: as trained, and with its gains in another order. */
    List<Line> carried(Study.Trained trained, String task, long seed) {
        SearchExpert trainedOnIt = trained.experts().get(task);
        if (trainedOnIt == null) {
            throw new IllegalArgumentException("no expert of " + task);
        }
        Expert expert = trainedOnIt.expert();
        return List.of(
                new Line(BASE, new EvaluationPlan.Given(Configuration.base())),
                new Line(AS_TRAINED, given(expert)),
                new Line(SHUFFLED, given(expert.shuffled(seed))));
    }

    /** Mixtures searched on another model, with the most shots that the paper's table of transfers has. */
    List<Line> searched(Study.Trained trained, Path runs, long seed) {
        int shots = recipe.search().shots();
        return List.of(searched(trained, runs, seed, shots));
    }

    private Line searched(Study.Trained trained, Path runs, long seed, int shots) {
        List<SearchExpert> experts = List.copyOf(trained.experts().values());
        SearchSettings settings = recipe.search().withShots(shots).withSeed(seed);
        return new Line(
                FEW_SHOT + shots + " shots",
                new EvaluationPlan.Searched(
                        List.copyOf(trained.experts().keySet()),
                        new SearchedMixtures(model, experts, settings, Optional.of(runs.resolve("shots-" + shots)))));
    }

    private static Line alone(String kind, String task, Adapter adapter) {
        return new Line(alone(kind, task), given(adapter));
    }

    private static EvaluationPlan.Given given(Adapter adapter) {
        return new EvaluationPlan.Given(new Configuration.Fixed(
                Strategy.MANUAL,
                List.of(adapter.name()),
                Mixture.offset(new Mixture.Share(adapter, Alpha.everywhere(1)))));
    }
}
