package org.t2workbench.core.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.t2workbench.core.job.InvalidInputException;

/**
 * One setting of a training run as data: the command line, run.json and the form of the Train screen are made of the same
 * list ({@link TrainingOptions}). Immutable, safe from any thread.
 *
 * @param key its name in run.json and expert files: {@code kl_coefficient}
 * @param flag its name on the command line: {@code --kl}
 * @param label its name in a form
 * @param group the part of the form it belongs to
 * @param kind what its value is
 * @param choices the values of a {@link Kind#CHOICE}; empty for others
 * @param unit of a number, as it stands behind it; empty where there is none
 * @param help one sentence
 * @param least the smallest number that makes sense; empty for no limit
 * @param most the largest; empty for no limit
 * @param when under which values of other options it has any effect, by their keys; empty for always
 */
public record TrainingOption(
        String key,
        String flag,
        String label,
        Group group,
        Kind kind,
        List<String> choices,
        String unit,
        String help,
        OptionalDouble least,
        OptionalDouble most,
        Map<String, Set<String>> when) {

    /** What a value is. */
    public enum Kind {
        /** One of a few words. */
        CHOICE,
        /** A whole number: a {@link Long}. */
        INTEGER,
        /** A {@link Double}. */
        NUMBER,
        /** Free text with a form of its own. */
        TEXT
    }

    /** The parts of a form, in its order. */
    public enum Group {
        METHOD("Method"),
        DATA("Data"),
        ROLLOUTS("Answers"),
        REWARD("Reward"),
        OBJECTIVE("Objective"),
        OPTIMISER("Optimiser"),
        RUN("Run");

        private final String label;

        Group(String label) {
            this.label = label;
        }

        /** The heading in a form. */
        public String label() {
            return label;
        }
    }

    public TrainingOption {
        choices = List.copyOf(choices);
        when = Map.copyOf(when);
    }

    /** Whether the option has an effect under these settings. */
    public boolean appliesTo(TrainingSettings settings) {
        return when.entrySet().stream().allMatch(entry -> entry.getValue().contains(settings.text(entry.getKey())));
    }

    /**
     * The value that a text on the command line or in a form means: a String, Long or Double.
     *
     * @throws InvalidInputException in one sentence that names the option, when it means none
     */
    public Object parse(String text) {
        String stripped = text.strip();
        try {
            return switch (kind) {
                case CHOICE, TEXT -> checked(stripped);
                case INTEGER -> checked(Long.valueOf(stripped));
                case NUMBER -> checked(Double.valueOf(stripped));
            };
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    label + " (" + flag + ") must be " + (kind == Kind.INTEGER ? "a whole number" : "a number")
                            + ", not '" + stripped + "'.",
                    null,
                    e);
        }
    }

    /**
     * The same value in the option's own type, when it makes sense.
     *
     * @param value as read from JSON or given by a program
     * @throws InvalidInputException in one sentence that names the option
     */
    Object checked(Object value) {
        return switch (kind) {
            case CHOICE -> choice(value);
            case TEXT -> {
                if (value instanceof String text && !text.isEmpty()) {
                    yield text;
                }
                throw wrong("a text", value);
            }
            case INTEGER -> {
                if (value instanceof Number number && number.doubleValue() == number.longValue()) {
                    inRange(number.doubleValue(), value);
                    yield number.longValue();
                }
                throw wrong("a whole number" + range(), value);
            }
            case NUMBER -> {
                if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
                    inRange(number.doubleValue(), value);
                    yield number.doubleValue();
                }
                throw wrong("a number" + range(), value);
            }
        };
    }

    private String choice(Object value) {
        if (value instanceof String text && choices.contains(text)) {
            return text;
        }
        throw wrong(
                String.join(", ", choices.subList(0, choices.size() - 1)) + " or " + choices.get(choices.size() - 1),
                value);
    }

    private void inRange(double number, Object value) {
        if (number < least.orElse(Double.NEGATIVE_INFINITY) || number > most.orElse(Double.POSITIVE_INFINITY)) {
            throw wrong((kind == Kind.INTEGER ? "a whole number" : "a number") + range(), value);
        }
    }

    private String range() {
        String from = least.isPresent() ? " from " + plain(least.getAsDouble()) : "";
        return most.isPresent() ? from + " to " + plain(most.getAsDouble()) : from;
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%s", number);
    }

    private InvalidInputException wrong(String wanted, Object value) {
        return new InvalidInputException(label + " (" + flag + ") must be " + wanted + ", not '" + value + "'.");
    }
}
