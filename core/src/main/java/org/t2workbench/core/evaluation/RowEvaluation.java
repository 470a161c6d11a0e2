package org.t2workbench.core.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Choice;
import org.t2workbench.core.adaptation.Configuration;
import org.t2workbench.core.adaptation.FirstPass;
import org.t2workbench.core.adaptation.RouteWeights;
import org.t2workbench.core.evaluation.ItemOutcome.Times;
import org.t2workbench.core.evaluation.OutcomeFolder.Placed;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.training.PromptEncoder;
import org.t2workbench.core.training.TaskAnswer;
import org.t2workbench.core.training.TaskAnswers;

/**
 * Answers one task's items under one configuration after another. Prompts with the same α are answered together. Compute
 * thread only; owns nothing.
 */
final class RowEvaluation {

    /** Items whose first passes are all done before their second: enough that each route fills batches. */
    private static final int BLOCK = 1024;

    /** Answers made together and then written down. */
    private static final int BATCH = 128;

    /** Positions a short answer takes; the batches decide, so the weights are folded. */
    private static final int POSITIONS = 1 << 16;

    private final AdaptedModel model;
    private final RouteWeights weights;
    private final PromptEncoder encoder;
    private final Task task;
    private final TaskAnswers answers;
    private final List<TaskItem> items;
    private final Progress progress;
    private final CancellationToken token;

    RowEvaluation(
            AdaptedModel model,
            RouteWeights weights,
            Task task,
            List<TaskItem> items,
            Progress progress,
            CancellationToken token) {
        this.model = model;
        this.weights = weights;
        this.encoder = PromptEncoder.of(model.model());
        this.task = task;
        this.answers = new TaskAnswers(model.model(), encoder, task);
        this.items = items;
        this.progress = progress;
        this.token = token;
    }

    /**
     * All items' outcomes: those that are known, and the others made and added to them.
     *
     * @param answered hears how many are there
     */
    EvaluationRow row(Configuration configuration, OutcomeFolder.Outcomes outcomes, IntConsumer answered) {
        @Nullable ItemOutcome[] all = new ItemOutcome[items.size()];
        for (Placed placed : outcomes.known()) {
            requireOfTheseItems(placed);
            all[placed.place()] = placed.outcome();
        }
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            if (all[i] == null) {
                open.add(i);
            }
        }
        int there = all.length - open.size();
        answered.accept(there);
        for (int from = 0; from < open.size(); from += BLOCK) {
            List<Integer> block = open.subList(from, Math.min(from + BLOCK, open.size()));
            Map<Mixture, List<Asked>> byRoute = configuration instanceof Configuration.Dispatched dispatched
                    ? dispatch(dispatched, block)
                    : together((Configuration.Fixed) configuration, block);
            for (Map.Entry<Mixture, List<Asked>> route : byRoute.entrySet()) {
                List<Asked> asked = route.getValue();
                for (int at = 0; at < asked.size(); at += BATCH) {
                    List<Placed> made = answer(route.getKey(), asked.subList(at, Math.min(at + BATCH, asked.size())));
                    outcomes.add(made);
                    made.forEach(placed -> all[placed.place()] = placed.outcome());
                    there += made.size();
                    answered.accept(there);
                }
            }
        }
        List<ItemOutcome> complete = new ArrayList<>();
        Collections.addAll(complete, all);
        return new EvaluationRow(
                task.name(), configuration.strategy().label(), configuration.experts(), complete, Optional.empty());
    }

    private void requireOfTheseItems(Placed placed) {
        if (placed.place() >= items.size()
                || !items.get(placed.place()).id().equals(placed.outcome().item())) {
            throw new InvalidInputException("The kept outcomes of " + task.name() + " hold the item "
                    + placed.outcome().item() + " in a place that is another item's; choose a new folder.");
        }
    }

    /** An item on its way to the second pass. */
    private record Asked(int place, Optional<Choice> choice, double firstSeconds, double switchSeconds) {}

    private static Map<Mixture, List<Asked>> together(Configuration.Fixed fixed, List<Integer> places) {
        return Map.of(
                fixed.mixture(),
                places.stream()
                        .map(place -> new Asked(place, Optional.empty(), 0, 0))
                        .toList());
    }

    private Map<Mixture, List<Asked>> dispatch(Configuration.Dispatched dispatched, List<Integer> places) {
        RouteWeights.Switched first = weights.to(dispatched.firstPass(), POSITIONS, progress, token);
        long start = System.nanoTime();
        List<Choice> choices = new FirstPass(model.model(), encoder, dispatched.prompt(), dispatched.reading())
                .choose(
                        first.view(),
                        places.stream()
                                .map(place -> task.prompt(items.get(place)))
                                .toList(),
                        progress,
                        token);
        double each = (System.nanoTime() - start) / 1e9 / places.size();
        Map<Mixture, List<Asked>> byRoute = new LinkedHashMap<>();
        // in the categories' order, so that the batches are the same whichever item comes first
        dispatched
                .prompt()
                .outcomes()
                .forEach(
                        label -> byRoute.computeIfAbsent(dispatched.route(label).mixture(), any -> new ArrayList<>()));
        for (int i = 0; i < choices.size(); i++) {
            Choice choice = choices.get(i);
            byRoute.computeIfAbsent(dispatched.route(choice.label()).mixture(), any -> new ArrayList<>())
                    .add(new Asked(places.get(i), Optional.of(choice), each, first.seconds() / places.size()));
        }
        return byRoute;
    }

    private List<Placed> answer(Mixture mixture, List<Asked> asked) {
        RouteWeights.Switched second = weights.to(mixture, POSITIONS, progress, token);
        long start = System.nanoTime();
        List<TaskAnswer> made = answers.answer(
                second.view(),
                asked.stream().map(each -> items.get(each.place)).toList(),
                Sampling.greedy(),
                progress,
                token);
        double seconds = (System.nanoTime() - start) / 1e9 / asked.size();
        List<Placed> outcomes = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Asked each = asked.get(i);
            TaskAnswer answer = made.get(i);
            outcomes.add(new Placed(
                    each.place,
                    new ItemOutcome(
                            answer.item().id(),
                            each.choice,
                            answer.text(),
                            answer.grade().correct(),
                            answer.grade().inForm(),
                            answer.tokens().length,
                            new Times(
                                    each.firstSeconds,
                                    each.switchSeconds + second.seconds() / asked.size(),
                                    seconds))));
        }
        return outcomes;
    }
}
