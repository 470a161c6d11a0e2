package org.t2workbench.core.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.statistics.Interval;
import org.t2workbench.core.statistics.Wilson;

/**
 * The best gains of a run by validation: the base model until others answer strictly more items right. Immutable.
 *
 * @param base what the base model got
 * @param accuracy what the best gains got
 * @param iteration they are from; 0 is the base model
 * @param stale validations since then
 */
record BestSoFar(Accuracy base, Accuracy accuracy, long iteration, int stale) {

    static final String VALIDATION = "validation";

    private static final String N = "n";
    private static final String CORRECT = "correct";
    private static final String IN_FORM = "in_form";

    /** Before any training. */
    static BestSoFar base(Accuracy base) {
        return new BestSoFar(base, base, 0, 0);
    }

    /** This, or the newcomer when it is strictly better. */
    BestSoFar or(Accuracy newcomer, long from) {
        return newcomer.correct() > accuracy.correct()
                ? new BestSoFar(base, newcomer, from, 0)
                : new BestSoFar(base, accuracy, iteration, stale + 1);
    }

    /** As it was after these lines, the first of which is the base model's. */
    static BestSoFar after(List<RunLine> metrics) {
        BestSoFar best = base(accuracy(metrics.get(0)));
        for (RunLine line : metrics.subList(1, metrics.size())) {
            if (line.values().containsKey(VALIDATION)) {
                best = best.or(accuracy(line), line.iteration());
            }
        }
        return best;
    }

    private static Accuracy accuracy(RunLine line) {
        if (line.values().get(VALIDATION) instanceof Map<?, ?> map
                && map.get(N) instanceof Number n
                && map.get(CORRECT) instanceof Number correct
                && map.get(IN_FORM) instanceof Number inForm) {
            return new Accuracy(n.intValue(), correct.intValue(), inForm.intValue());
        }
        throw new InvalidInputException(
                "Line of iteration " + line.iteration() + " in metrics.jsonl does not say how the validation went.");
    }

    /** What a line of metrics says of a validation. */
    static Map<String, Object> toMap(Accuracy accuracy) {
        Interval interval = Wilson.interval(accuracy.correct(), accuracy.n());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(N, accuracy.n());
        map.put(CORRECT, accuracy.correct());
        map.put(IN_FORM, accuracy.inForm());
        map.put("accuracy", accuracy.accuracy());
        map.put("low", interval.low());
        map.put("high", interval.high());
        map.put("form", accuracy.form());
        return map;
    }

    /** For the expert file: base and trained, on the same items. */
    Map<String, Object> scores() {
        Map<String, Object> validation = new LinkedHashMap<>();
        validation.put(N, base.n());
        validation.put("base", base.accuracy());
        validation.put("base_form", base.form());
        validation.put("trained", accuracy.accuracy());
        validation.put("trained_form", accuracy.form());
        validation.put("iteration", iteration);
        return Map.of(VALIDATION, validation);
    }
}
