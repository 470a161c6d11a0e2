package org.t2workbench.app.training;

import java.util.Map;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.statistics.Interval;
import org.t2workbench.core.statistics.Wilson;

/**
 * One iteration of a run as the charts show it; a figure that the run does not measure is NaN.
 *
 * @param iteration 0 is the base model, before the first step
 * @param reward mean of the drawn answers' rewards
 * @param accuracy share of right answers among them
 * @param validation share of right answers on the validation items; NaN where none was made at this iteration
 * @param validationLow lower end of its 95 % interval
 * @param validationHigh upper end
 * @param validationItems how many
 * @param best the best validation so far
 * @param bestIteration where it was reached
 * @param loss what the step went down
 * @param divergence KL from the base model, in nats a token
 * @param gradientNorm before clipping
 * @param equalGroups share of groups of answers whose rewards are all equal, from which nothing is learned
 * @param warning what the run itself finds wrong at this iteration; empty for nothing
 * @param seconds the iteration took; NaN where the run does not say
 */
public record RunPoint(
        long iteration,
        double reward,
        double accuracy,
        double validation,
        double validationLow,
        double validationHigh,
        long validationItems,
        double best,
        long bestIteration,
        double loss,
        double divergence,
        double gradientNorm,
        double equalGroups,
        double seconds,
        String warning) {

    static RunPoint of(RunLine line) {
        Map<String, Object> values = line.values();
        double share = Double.NaN;
        Interval range = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        long items = 0;
        if (values.get("validation") instanceof Map<?, ?> validation
                && validation.get("n") instanceof Number n
                && validation.get("correct") instanceof Number correct
                && n.longValue() > 0) {
            items = n.longValue();
            share = correct.doubleValue() / items;
            range = Wilson.interval(correct.longValue(), items);
        }
        return new RunPoint(
                line.iteration(),
                number(values, "reward"),
                number(values, "accuracy"),
                share,
                range.low(),
                range.high(),
                items,
                number(values, "best"),
                (long) number(values, "best_iteration"),
                number(values, "loss"),
                number(values, "kl"),
                number(values, "gradient_norm"),
                number(values, "equal_groups"),
                number(line.machine(), "seconds"),
                values.get("warning") instanceof String sentence ? sentence : "");
    }

    private static double number(Map<String, Object> map, String key) {
        return map.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
