package org.t2workbench.app.training;

import java.util.Map;
import java.util.Objects;
import org.t2workbench.core.run.RunLine;

/**
 * One answer that was drawn while training.
 *
 * @param tokens its length; -1 where the run does not say
 * @param advantage what it weighed in the step; NaN where the run does not say
 * @param finished whether it ended by itself and not by the token budget
 * @param note why it is wrong, where the grader says it; empty for nothing to say
 */
public record Rollout(
        long iteration,
        double reward,
        double advantage,
        long tokens,
        boolean finished,
        String question,
        String text,
        String expected,
        String note) {

    static Rollout of(RunLine line) {
        Map<String, Object> values = line.values();
        return new Rollout(
                line.iteration(),
                number(values, "reward"),
                number(values, "advantage"),
                values.get("tokens") instanceof Number tokens ? tokens.longValue() : -1,
                !Boolean.FALSE.equals(values.get("finished")),
                text(values, "question"),
                text(values, "text"),
                text(values, "expected"),
                text(values, "note"));
    }

    private static double number(Map<String, Object> map, String key) {
        return map.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static String text(Map<String, Object> map, String key) {
        return Objects.toString(map.get(key), "");
    }

    /** The answer on one line, for a table. */
    public String excerpt() {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > 400 ? line.substring(0, 400) + "…" : line;
    }
}
