package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.statistics.Interval;
import org.t2workbench.core.statistics.Wilson;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

/**
 * The paper's objective (Transformer², equation 1): J = E[log π(y|x) r(y)] − λ KL. Answers are drawn with the current
 * parameters and rewarded; the gradient is of the very tokens that were drawn, the end of text included.
 */
final class PolicyGradientIteration implements Iteration {

    private final TaskAnswers answers;
    private final Task task;
    private final TrainItems items;
    private final TrainingSettings settings;
    private final CancellationToken token;

    PolicyGradientIteration(
            TaskAnswers answers, Task task, TrainItems items, TrainingSettings settings, CancellationToken token) {
        this.answers = answers;
        this.task = task;
        this.items = items;
        this.settings = settings;
        this.token = token;
    }

    @Override
    public Result gradient(Trainable trainable, long iteration, PhaseTimes times) {
        Rollouts rollouts = times.time(PhaseTimes.ROLLOUT, () -> draw(trainable, iteration));
        times.addTokens(rollouts.tokens());
        trainable.clearGradient(iteration);
        Objective sum = Objective.NOTHING;
        double scale = 1.0 / rollouts.answers().size();
        for (AnswerBatch batch : AnswerBatch.of(rollouts.answers(), rollouts.advantages(), settings.tokenBudget())) {
            token.throwIfCancelled();
            try (Reference reference = times.time(PhaseTimes.SCORING, () -> trainable.reference(batch))) {
                sum = sum.plus(times.time(
                        PhaseTimes.BACKWARD,
                        () -> trainable.addPolicyGradient(
                                batch, reference, scale, settings.coefficient(), settings.divergence())));
            }
        }
        return new Result(
                values(rollouts, sum, scale), rollouts.lines(), Double.isFinite(sum.loss()), noStep(rollouts));
    }

    /** Answers to the iteration's prompts under the current parameters. */
    private Rollouts draw(Trainable trainable, long iteration) {
        List<TaskItem> asked = new ArrayList<>();
        for (TaskItem item : items.of(iteration)) {
            asked.addAll(Collections.nCopies(settings.samples(), item));
        }
        Sampling sampling = settings.temperature() == 0
                ? Sampling.greedy()
                : Sampling.atTemperature(settings.temperature(), Seeds.derive(settings.seed(), 2 * iteration + 1));
        return Rollouts.of(
                answers.answer(trainable.view(), asked, sampling, Progress.NONE, token), settings, task.maxTokens());
    }

    private static Map<String, Object> values(Rollouts rollouts, Objective sum, double scale) {
        Accuracy accuracy = Accuracy.of(rollouts.answers());
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("reward", rollouts.meanReward());
        values.put("reward_deviation", rollouts.rewardDeviation());
        values.put("accuracy", accuracy.accuracy());
        Interval interval = Wilson.interval(accuracy.correct(), accuracy.n());
        values.put("accuracy_low", interval.low());
        values.put("accuracy_high", interval.high());
        values.put("form", accuracy.form());
        values.put("loss", sum.loss() * scale);
        values.put("kl", sum.divergence() * scale);
        values.put("entropy", sum.entropy() / Math.max(1, rollouts.tokens()));
        values.put("answer_tokens", rollouts.tokens() * scale);
        values.put("truncated", rollouts.truncated());
        values.put(SignalWatch.EQUAL_GROUPS, rollouts.equalGroups());
        return values;
    }

    private static Optional<String> noStep(Rollouts rollouts) {
        return Arrays.stream(rollouts.advantages()).allMatch(advantage -> advantage == 0)
                ? Optional.of("all answers of the batch are worth the same, so there is nothing to tell good from bad")
                : Optional.empty();
    }
}
