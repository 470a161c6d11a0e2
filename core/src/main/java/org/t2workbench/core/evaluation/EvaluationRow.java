package org.t2workbench.core.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.statistics.Interval;
import org.t2workbench.core.statistics.McNemar;
import org.t2workbench.core.statistics.Wilson;
import org.t2workbench.core.training.Accuracy;

/**
 * What one strategy got on one task. Immutable.
 *
 * @param task its name
 * @param strategy its label, as {@code base}
 * @param experts with their α, as in {@code math=1.0}; empty for the base model
 * @param outcomes item by item, in the same order for every row of a task
 * @param againstBase the paired test on the same items; empty for the base model itself
 */
public record EvaluationRow(
        String task, String strategy, List<String> experts, List<ItemOutcome> outcomes, Optional<McNemar> againstBase) {

    public EvaluationRow {
        experts = List.copyOf(experts);
        outcomes = List.copyOf(outcomes);
    }

    /** How many were right and how many in the asked form. */
    public Accuracy accuracy() {
        return new Accuracy(
                outcomes.size(),
                (int) outcomes.stream().filter(ItemOutcome::correct).count(),
                (int) outcomes.stream().filter(ItemOutcome::inForm).count());
    }

    /** Wilson's 95 % interval of the share of right answers. */
    public Interval interval() {
        return Wilson.interval(accuracy().correct(), outcomes.size());
    }

    /**
     * This row with the exact paired test against the base model's row of the same task: {@code onlyFirst} counts the
     * items that only the base model got right, {@code onlySecond} those that only this strategy did.
     *
     * @throws InvalidInputException when the rows are not of the same items
     */
    public EvaluationRow against(EvaluationRow base) {
        if (!task.equals(base.task) || !items().equals(base.items())) {
            throw new InvalidInputException("The rows of " + task + " and " + base.task
                    + " cannot be compared: they are not of the same items.");
        }
        return new EvaluationRow(
                task, strategy, experts, outcomes, Optional.of(McNemar.exact(base.correct(), correct())));
    }

    /** Seconds of all passes and switches. */
    public double seconds() {
        return outcomes.stream().mapToDouble(outcome -> outcome.times().total()).sum();
    }

    /** Whether each item had a first pass. */
    public boolean dispatches() {
        return outcomes.stream().allMatch(outcome -> outcome.first().isPresent());
    }

    /** Of the items, the mean of a figure of theirs. */
    double mean(ToDoubleFunction<ItemOutcome> figure) {
        return outcomes.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    private List<String> items() {
        return outcomes.stream().map(ItemOutcome::item).toList();
    }

    private boolean[] correct() {
        boolean[] correct = new boolean[outcomes.size()];
        for (int i = 0; i < correct.length; i++) {
            correct[i] = outcomes.get(i).correct();
        }
        return correct;
    }
}
