package org.t2workbench.core.task;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.t2workbench.core.checkpoint.JsonFile;

/**
 * Reads the grader of a task from its file: {@code number} (marker), {@code number-reference}, {@code text} (marker,
 * quoted, comparison), {@code letter} (marker, letters), {@code letter-reference}, {@code label} (marker, labels),
 * {@code boxed} (labels), {@code latex}, {@code pattern} (pattern, comparison), {@code code}.
 */
final class GraderReader {

    private static final String KINDS =
            "number, number-reference, text, letter, letter-reference, label, boxed, latex, pattern, code";

    private final TaskSurroundings surroundings;

    GraderReader(TaskSurroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** @throws org.t2workbench.core.job.InvalidInputException when it is malformed */
    Grader read(JsonFile json) {
        String kind = TaskFile.required(json, "kind");
        switch (kind) {
            case "number":
                known(json, "marker");
                return new NumberGrader(marker(json));
            case "number-reference":
                known(json);
                return new ReferenceNumberGrader();
            case "text":
                known(json, "marker", "quoted", "comparison");
                return new TextGrader(marker(json), json.flag("quoted", false), comparison(json));
            case "letter":
                known(json, "marker", "letters");
                return letterGrader(json);
            case "letter-reference":
                known(json);
                return new ReferenceLetterGrader();
            case "label":
                known(json, "marker", "labels");
                return labelGrader(json);
            case "boxed":
                known(json, "labels");
                return new BoxedGrader(json.texts("labels"));
            case "latex":
                known(json);
                return new LatexGrader();
            case "pattern":
                known(json, "pattern", "comparison");
                return new PatternGrader(pattern(json), comparison(json));
            case "code":
                known(json);
                return new CodeGrader(surroundings.runner());
            default:
                throw json.wrong("kind", "one of " + KINDS);
        }
    }

    private static void known(JsonFile json, String... keys) {
        Set<String> known = new HashSet<>(Set.of(keys));
        known.add("kind");
        TaskFile.refuseUnknownKeys(json, known);
    }

    private static String marker(JsonFile json) {
        return json.text("marker").orElse("");
    }

    private static Grader letterGrader(JsonFile json) {
        try {
            return new LetterGrader(marker(json), TaskFile.required(json, "letters"));
        } catch (IllegalArgumentException e) {
            throw json.wrong("letters", "a text of different capital letters");
        }
    }

    private static Grader labelGrader(JsonFile json) {
        try {
            return new LabelGrader(marker(json), json.texts("labels"));
        } catch (IllegalArgumentException e) {
            throw json.wrong("labels", "a list of different labels");
        }
    }

    private static Pattern pattern(JsonFile json) {
        try {
            return Pattern.compile(TaskFile.required(json, "pattern"));
        } catch (PatternSyntaxException e) {
            throw json.wrong("pattern", "a regular expression (" + e.getDescription() + ")");
        }
    }

    private static Comparison comparison(JsonFile json) {
        Optional<String> name = json.text("comparison");
        for (Comparison comparison : Comparison.values()) {
            if (name.isEmpty() || comparison.name().toLowerCase(Locale.ROOT).equals(name.get())) {
                return comparison;
            }
        }
        throw json.wrong(
                "comparison",
                "one of "
                        + List.of(Comparison.values()).stream()
                                .map(comparison -> comparison.name().toLowerCase(Locale.ROOT))
                                .toList());
    }
}
