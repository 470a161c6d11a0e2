package org.t2workbench.core.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.adaptation.Choice;
import org.t2workbench.core.run.RunLine;

/**
 * One item's answer. Immutable.
 *
 * @param item its id
 * @param first what the first pass came to; empty without one
 * @param text the answer as the grader read it
 * @param inForm whether it ended in the asked form
 * @param tokens of the answer
 * @param times its share of the time of the batches it was in
 */
public record ItemOutcome(
        String item, Optional<Choice> first, String text, boolean correct, boolean inForm, int tokens, Times times) {

    /**
     * Seconds.
     *
     * @param first of the first pass
     * @param change to get the weights of both passes
     * @param answer of the answer
     */
    public record Times(double first, double change, double answer) {

        static final Times NONE = new Times(0, 0, 0);

        double total() {
            return first + change + answer;
        }
    }

    /** As a line of an outcome file; the number is the item's place. */
    RunLine line(long place) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("item", item);
        values.put("correct", correct);
        values.put("in_form", inForm);
        values.put("tokens", tokens);
        values.put("text", text);
        first.ifPresent(choice -> {
            Map<String, Object> dispatch = new LinkedHashMap<>();
            dispatch.put("label", choice.label());
            dispatch.put("valid", choice.valid());
            dispatch.put("tokens", choice.tokens());
            dispatch.put("text", choice.text());
            dispatch.put("probabilities", choice.probabilities());
            values.put("dispatch", dispatch);
        });
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("first_seconds", times.first());
        machine.put("switch_seconds", times.change());
        machine.put("answer_seconds", times.answer());
        return new RunLine(place, values, machine);
    }

    /** @throws IllegalArgumentException when the line was not written by {@link #line} */
    static ItemOutcome of(RunLine line) {
        Map<String, Object> values = line.values();
        Optional<Choice> first = values.get("dispatch") instanceof Map<?, ?> dispatch
                ? Optional.of(new Choice(
                        get(dispatch, "label", String.class),
                        get(dispatch, "valid", Boolean.class),
                        get(dispatch, "text", String.class),
                        probabilities(get(dispatch, "probabilities", Map.class)),
                        get(dispatch, "tokens", Number.class).intValue()))
                : Optional.empty();
        return new ItemOutcome(
                get(values, "item", String.class),
                first,
                get(values, "text", String.class),
                get(values, "correct", Boolean.class),
                get(values, "in_form", Boolean.class),
                get(values, "tokens", Number.class).intValue(),
                new Times(
                        get(line.machine(), "first_seconds", Number.class).doubleValue(),
                        get(line.machine(), "switch_seconds", Number.class).doubleValue(),
                        get(line.machine(), "answer_seconds", Number.class).doubleValue()));
    }

    private static <T> T get(Map<?, ?> values, String key, Class<T> type) {
        Object value = values.get(key);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("no " + key);
        }
        return type.cast(value);
    }

    private static Map<String, Double> probabilities(Map<?, ?> values) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (Object key : List.copyOf(values.keySet())) {
            probabilities.put(
                    String.valueOf(key),
                    get(values, String.valueOf(key), Number.class).doubleValue());
        }
        return probabilities;
    }
}
