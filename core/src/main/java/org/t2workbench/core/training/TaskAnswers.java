package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.BatchGenerator;
import org.t2workbench.core.model.BatchRequest;
import org.t2workbench.core.model.Continuation;
import org.t2workbench.core.model.FinishReason;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.task.UngradedAnswer;

/**
 * Has a model answer a task's items, many at a time, and grades what it says: the rollouts of training and the answers
 * of evaluation. Compute thread only; owns nothing.
 */
public final class TaskAnswers {

    /** Bounds the cache of keys and values; more rows bring no more speed. */
    static final int ROWS = 128;

    private final LanguageModel model;
    private final PromptEncoder encoder;
    private final Task task;

    /** @throws org.t2workbench.core.job.WorkbenchException when the task's grader lacks something to grade with */
    public TaskAnswers(LanguageModel model, PromptEncoder encoder, Task task) {
        task.grader().requireReady();
        this.model = model;
        this.encoder = encoder;
        this.task = task;
    }

    /**
     * One answer per item, in order; an item that stands several times is answered as often.
     *
     * @param sampling each answer draws from a stream of its own, which depends on the seed and its place
     * @throws org.t2workbench.core.job.CancelledException when cancelled
     */
    public List<TaskAnswer> answer(
            WeightView view, List<TaskItem> items, Sampling sampling, Progress progress, CancellationToken token) {
        List<TaskAnswer> answers = new ArrayList<>();
        for (int from = 0; from < items.size(); from += ROWS) {
            progress.report("answering " + task.name(), from, items.size());
            Sampling own = new Sampling(
                    sampling.temperature(), sampling.topK(), sampling.topP(), Seeds.derive(sampling.seed(), from));
            answers.addAll(answerTogether(view, items.subList(from, Math.min(from + ROWS, items.size())), own, token));
        }
        return answers;
    }

    /**
     * As {@link #answer}, all in one batch, so that each item's sequence may have weights of its own.
     *
     * @throws org.t2workbench.core.job.CancelledException when cancelled
     */
    public List<TaskAnswer> answerTogether(
            WeightView view, List<TaskItem> items, Sampling sampling, CancellationToken token) {
        List<int[]> prompts =
                items.stream().map(item -> encoder.prompt(task.messages(item))).toList();
        List<Continuation> continuations = new BatchGenerator(model)
                .generate(view, BatchRequest.of(model, prompts, task.maxTokens(), sampling), token);
        List<UngradedAnswer> ungraded = new ArrayList<>();
        for (int row = 0; row < items.size(); row++) {
            ungraded.add(ungraded(items.get(row), continuations.get(row)));
        }
        List<Grade> grades = task.gradeAll(ungraded, token);
        List<TaskAnswer> answers = new ArrayList<>();
        for (int row = 0; row < items.size(); row++) {
            UngradedAnswer answer = ungraded.get(row);
            Continuation continuation = continuations.get(row);
            answers.add(new TaskAnswer(
                    answer.item(),
                    prompts.get(row),
                    continuation.tokens(),
                    Arrays.stream(continuation.logProbabilities()).sum(),
                    answer.finished(),
                    answer.text(),
                    grades.get(row)));
        }
        return answers;
    }

    private UngradedAnswer ungraded(TaskItem item, Continuation continuation) {
        String text = encoder.text(continuation.tokens());
        boolean finished = continuation.finishReason() == FinishReason.STOP;
        for (String stop : task.stops()) {
            int at = text.indexOf(stop);
            if (at >= 0) {
                text = text.substring(0, at);
                finished = true;
            }
        }
        return new UngradedAnswer(text, finished, item);
    }
}
