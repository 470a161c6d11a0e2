package org.t2workbench.core.evaluation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.statistics.Interval;
import org.t2workbench.core.statistics.McNemar;

/**
 * The figures of an evaluation, as they are written down. Immutable.
 *
 * @param rows task by task
 * @param confusions of the first passes
 * @param notes one sentence each
 * @param configuration everything that decides the figures
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EvaluationDocument(
        List<Row> rows, List<Confusion> confusions, List<String> notes, Map<String, Object> configuration) {

    /**
     * One strategy on one task. Seconds and tokens of passes are means of an item.
     *
     * @param low of Wilson's 95 % interval
     * @param pValue of the exact McNemar test against the base model on the same items; null for the base model itself
     * @param onlyBase items that only the base model got right
     * @param onlyThis items that only this strategy got right
     * @param seconds of the whole row
     * @param dispatchTokens null without a first pass, as are the two after it
     * @param unreadable first passes that named no category
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Row(
            String task,
            String strategy,
            List<String> experts,
            int n,
            int correct,
            double accuracy,
            double low,
            double high,
            int inForm,
            @Nullable Double pValue,
            @Nullable Long onlyBase,
            @Nullable Long onlyThis,
            double seconds,
            @Nullable Double dispatchTokens,
            @Nullable Double dispatchSeconds,
            @Nullable Integer unreadable,
            double answerTokens,
            double answerSeconds,
            double switchSeconds) {

        static Row of(EvaluationRow row) {
            Interval interval = row.interval();
            McNemar paired = row.againstBase().orElse(null);
            boolean dispatches = row.dispatches();
            return new Row(
                    row.task(),
                    row.strategy(),
                    row.experts(),
                    row.accuracy().n(),
                    row.accuracy().correct(),
                    row.accuracy().accuracy(),
                    interval.low(),
                    interval.high(),
                    row.accuracy().inForm(),
                    paired == null ? null : paired.pValue(),
                    paired == null ? null : paired.onlyFirst(),
                    paired == null ? null : paired.onlySecond(),
                    row.seconds(),
                    dispatches ? row.mean(item -> item.first().orElseThrow().tokens()) : null,
                    dispatches ? row.mean(item -> item.times().first()) : null,
                    dispatches
                            ? (int) row.outcomes().stream()
                                    .filter(item -> !item.first().orElseThrow().valid())
                                    .count()
                            : null,
                    row.mean(ItemOutcome::tokens),
                    row.mean(item -> item.times().answer()),
                    row.mean(item -> item.times().change()));
        }
    }

    /** What the prompts of each category were taken for. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Confusion(String strategy, String reading, List<String> labels, List<ConfusionRow> rows) {}

    /** The prompts of one category: how many of them came to each label. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record ConfusionRow(String category, List<String> tasks, List<Integer> counts, int n, int unreadable) {}

    public static EvaluationDocument of(EvaluationResult result) {
        return new EvaluationDocument(
                result.rows().stream().map(Row::of).toList(),
                result.confusions().stream()
                        .map(confusion -> new Confusion(
                                confusion.strategy(),
                                confusion.reading(),
                                confusion.labels(),
                                confusion.rows().stream()
                                        .map(row -> new ConfusionRow(
                                                row.category(), row.tasks(), row.counts(), row.n(), row.unreadable()))
                                        .toList()))
                        .toList(),
                result.notes(),
                result.configuration());
    }
}
