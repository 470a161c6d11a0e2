package org.t2workbench.core.evaluation;

import java.util.List;
import java.util.Optional;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.training.PromptEncoder;
import org.t2workbench.core.training.TaskAnswers;

/**
 * Answers a task's items greedily, many at a time, under the base model or an adapted one. The items follow from the
 * split and the seed, so rows of one task are of the same items. Compute thread only; owns nothing.
 */
public final class Evaluation {

    /** Strategy of the model as it is. */
    public static final String BASE = "base";

    /** Strategy of a mixture that somebody set. */
    public static final String MANUAL = "manual";

    private final LanguageModel model;
    private final PromptEncoder encoder;
    private final Split split;
    private final int limit;
    private final long seed;

    /**
     * @param split which items; reports are of {@link Split#TEST}
     * @param limit most items of a task
     * @param seed their order
     */
    public Evaluation(LanguageModel model, PromptEncoder encoder, Split split, int limit, long seed) {
        if (limit < 1) {
            throw new InvalidInputException("An evaluation needs at least 1 item, not " + limit + ".");
        }
        this.model = model;
        this.encoder = encoder;
        this.split = split;
        this.limit = limit;
        this.seed = seed;
    }

    /**
     * One row, not yet compared with base ({@link EvaluationRow#against}).
     *
     * @param strategy {@link #BASE} or {@link #MANUAL}
     * @param experts with their α, for the row
     * @throws InvalidInputException when the task has no item of the split
     * @throws CancelledException when cancelled; asked once per token
     */
    public EvaluationRow row(
            Task task,
            String strategy,
            List<String> experts,
            WeightView view,
            Progress progress,
            CancellationToken token) {
        List<TaskItem> items = task.source().items(split, limit, seed);
        if (items.isEmpty()) {
            throw new InvalidInputException("The task " + task.name() + " has no items to evaluate on.");
        }
        long start = System.nanoTime();
        List<EvaluationRow.ItemOutcome> outcomes = new TaskAnswers(model, encoder, task)
                .answer(view, items, Sampling.greedy(), progress, token).stream()
                        .map(answer -> new EvaluationRow.ItemOutcome(
                                answer.item().id(),
                                answer.text(),
                                answer.grade().correct(),
                                answer.grade().inForm()))
                        .toList();
        return new EvaluationRow(
                task.name(), strategy, experts, outcomes, Optional.empty(), (System.nanoTime() - start) / 1e9);
    }
}
