package org.t2workbench.core.adaptation.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.OverflowException;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.SequenceWeights;
import org.t2workbench.core.svf.WeightAdapter;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.training.TaskAnswer;
import org.t2workbench.core.training.TaskAnswers;

/**
 * Has many mixtures answer the same items greedily, several mixtures in one batch: the sequences share the model's weights
 * and vectors and differ in the factors between them, so nothing is folded. Compute thread only.
 */
final class MemberScores {

    /** Sequences of a batch at most, however many items a mixture answers. */
    private static final int ROWS = 320;

    /** Bytes that the factors of a batch may take. */
    private static final long FACTOR_BYTES = 256L << 20;

    private final LanguageModel model;
    private final WeightAdapter adapter;
    private final TaskAnswers answers;
    private final List<TaskItem> shots;

    /** @param adapter of the same model; stays open */
    MemberScores(LanguageModel model, WeightAdapter adapter, TaskAnswers answers, List<TaskItem> shots) {
        this.model = model;
        this.adapter = adapter;
        this.answers = answers;
        this.shots = shots;
    }

    /**
     * One score per mixture, in order.
     *
     * @throws org.t2workbench.core.job.CancelledException when cancelled; asked once per token
     */
    List<Score> of(List<Mixture> mixtures, CancellationToken token) {
        List<Score> scores = new ArrayList<>();
        int most = Math.max(1, Math.min(ROWS, rowsInMemory()) / shots.size());
        for (int from = 0; from < mixtures.size(); from += most) {
            List<Adaptation> together = mixtures.subList(from, Math.min(from + most, mixtures.size())).stream()
                    .map(mixture -> mixture.adaptation(model.matrices()))
                    .toList();
            scores.addAll(together(together, token));
        }
        return scores;
    }

    private List<Score> together(List<Adaptation> members, CancellationToken token) {
        List<TaskItem> items = IntStream.range(0, members.size())
                .boxed()
                .flatMap(member -> shots.stream())
                .toList();
        List<Score> scores = new ArrayList<>();
        try (SequenceWeights weights = adapter.factorEach(members, shots.size(), Progress.NONE, token)) {
            List<TaskAnswer> given = answers.answerTogether(weights.view(), items, Sampling.greedy(), token);
            for (int member = 0; member < members.size(); member++) {
                scores.add(score(given.subList(member * shots.size(), (member + 1) * shots.size())));
            }
            return scores;
        } catch (OverflowException e) {
            // a mixture this far out has no answers; those that shared a batch with it keep theirs
            return members.size() == 1
                    ? List.of(Score.of(0, 0))
                    : members.stream()
                            .flatMap(member -> together(List.of(member), token).stream())
                            .toList();
        }
    }

    private int rowsInMemory() {
        long perRow = model.matrices().stream().mapToLong(MatrixInfo::rank).sum()
                * model.dtype().bytes();
        return (int) Math.min(Integer.MAX_VALUE, FACTOR_BYTES / perRow);
    }

    private static Score score(List<TaskAnswer> answers) {
        double[] right = answers.stream()
                .filter(answer -> answer.grade().correct())
                .mapToDouble(TaskAnswer::logLikelihood)
                .toArray();
        double sum = 0;
        for (double each : right) {
            sum += each;
        }
        return Score.of(right.length, sum / Math.max(1, right.length));
    }
}
