package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

/** Next-token prediction on worked solutions, the end of text included: the mean over the tokens of an iteration. */
final class NextTokenIteration implements Iteration {

    private final PromptEncoder encoder;
    private final Task task;
    private final TrainItems items;
    private final TrainingSettings settings;
    private final int context;
    private final CancellationToken token;

    /** @param context most tokens of a prompt with its solution; what is longer is cut */
    NextTokenIteration(
            PromptEncoder encoder,
            Task task,
            TrainItems items,
            TrainingSettings settings,
            int context,
            CancellationToken token) {
        this.encoder = encoder;
        this.task = task;
        this.items = items;
        this.settings = settings;
        this.context = context;
        this.token = token;
    }

    @Override
    public Result gradient(Trainable trainable, long iteration, PhaseTimes times) {
        List<TaskAnswer> solutions = new ArrayList<>();
        for (TaskItem item : items.of(iteration)) {
            solutions.add(solution(item));
        }
        long tokens =
                solutions.stream().mapToLong(answer -> answer.tokens().length).sum();
        times.addTokens(tokens);
        trainable.clearGradient(iteration);
        double loss = 0;
        for (AnswerBatch batch : AnswerBatch.of(solutions, new double[solutions.size()], settings.tokenBudget())) {
            token.throwIfCancelled();
            loss += times.time(PhaseTimes.BACKWARD, () -> trainable.addNextTokenGradient(batch, 1.0 / tokens));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("loss", loss / tokens);
        values.put("answer_tokens", tokens / (double) solutions.size());
        values.put(
                "truncated",
                solutions.stream().filter(answer -> !answer.finished()).count() / (double) solutions.size());
        return new Result(values, List.of(), Double.isFinite(loss), Optional.empty());
    }

    private TaskAnswer solution(TaskItem item) {
        if (item.solution().isEmpty()) {
            throw new InvalidInputException("The item " + item.id() + " of the task " + task.name()
                    + " has no worked solution to learn from; train with --method rl, or on another task.");
        }
        int[] prompt = encoder.prompt(task.messages(item));
        int[] answer = encoder.answer(item.solution());
        int room = context - prompt.length;
        boolean whole = answer.length <= room;
        int[] read = whole ? answer : Arrays.copyOf(answer, room);
        return new TaskAnswer(item, prompt, read, whole, item.solution(), Grade.NONE);
    }
}
