package org.t2workbench.app.evaluation;

import java.util.List;
import org.t2workbench.core.evaluation.EvaluationDocument;

/**
 * One strategy on one task, as the table shows it. Figures that do not apply are NaN, counts −1.
 *
 * @param place of its entry in the plan, from 1
 * @param label short name of the strategy; an expert alone goes by its own name
 * @param strategy as the engine calls it
 * @param low of the 95 % interval, from 0 to 1
 * @param pValue of the paired test against base
 * @param onlyBase items that only the base model got right
 * @param onlyThis items that only this strategy got right
 * @param tokens of an answer, mean
 * @param firstSeconds of pass one, mean of an item
 * @param answerSeconds of pass two, likewise
 */
public record ResultRow(
        String task,
        int place,
        String label,
        String strategy,
        List<String> experts,
        int n,
        int correct,
        double accuracy,
        double low,
        double high,
        double pValue,
        long onlyBase,
        long onlyThis,
        double tokens,
        double firstSeconds,
        double answerSeconds) {

    /** Below this a difference to base is marked. */
    private static final double SIGNIFICANT = 0.05;

    public ResultRow {
        experts = List.copyOf(experts);
    }

    static ResultRow of(EvaluationDocument.Row row, int place) {
        return new ResultRow(
                row.task(),
                place,
                label(row),
                row.strategy(),
                row.experts(),
                row.n(),
                row.correct(),
                row.accuracy(),
                row.low(),
                row.high(),
                row.pValue() == null ? Double.NaN : row.pValue(),
                row.onlyBase() == null ? -1 : row.onlyBase(),
                row.onlyThis() == null ? -1 : row.onlyThis(),
                row.answerTokens(),
                row.dispatchSeconds() == null ? Double.NaN : row.dispatchSeconds(),
                row.answerSeconds());
    }

    private static String label(EvaluationDocument.Row row) {
        boolean alone = row.strategy().equals("manual")
                && row.experts().size() == 1
                && !row.experts().get(0).contains("=");
        return alone ? row.experts().get(0) + " alone" : row.strategy();
    }

    public boolean isBase() {
        return onlyBase < 0;
    }

    /** Whether the paired test tells this row from base's. */
    public boolean isSignificant() {
        return pValue < SIGNIFICANT;
    }

    /** Whether it got more right than base. */
    public boolean isBetter() {
        return onlyThis > onlyBase;
    }
}
