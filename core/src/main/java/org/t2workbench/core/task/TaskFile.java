package org.t2workbench.core.task;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Reads a task from its JSON file:
 *
 * <pre>
 *   { "format_version": 1, "name": "math", "description": "…",
 *     "system": "…", "prompt": "{question}\nGive the number after ####.",
 *     "stops": ["…"], "max_tokens": 72, "must_finish": true,
 *     "grader": { "kind": "number", "marker": "####" },
 *     "source": { "kind": "generated", "family": "math", "words": "words/sample.json" } }
 * </pre>
 *
 * {@code system}, {@code stops} and {@code must_finish} (false) may be left out. Graders: {@code number} (marker),
 * {@code text} (marker, quoted, comparison), {@code letter} (marker, letters), {@code boxed} (labels), {@code pattern}
 * (pattern, comparison). A key that means nothing is refused, since it is most likely a slip of the pen.
 */
final class TaskFile {

    private static final int FORMAT_VERSION = 1;
    private static final int MOST_TOKENS = 1 << 20;

    private static final Set<String> KEYS = Set.of(
            "format_version",
            "name",
            "description",
            "system",
            "prompt",
            "stops",
            "max_tokens",
            "must_finish",
            "grader",
            "source");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private TaskFile() {}

    /** @throws InvalidInputException when the file is no task, or of a newer version */
    static Task read(Path file) {
        JsonFile json = JsonFile.read(file);
        checkVersion(json, FORMAT_VERSION);
        refuseUnknownKeys(json, KEYS);
        String name = required(json, "name");
        if (!NAME.matcher(name).matches()) {
            throw json.wrong("name", "a name of letters, digits, dots, dashes and underscores");
        }
        String prompt = required(json, "prompt");
        if (prompt.indexOf(Task.QUESTION) < 0 || prompt.indexOf(Task.QUESTION) != prompt.lastIndexOf(Task.QUESTION)) {
            throw json.wrong("prompt", "a text that holds " + Task.QUESTION + " once");
        }
        return new Task(
                name,
                required(json, "description"),
                json.text("system"),
                prompt,
                json.texts("stops"),
                json.count("max_tokens", MOST_TOKENS),
                json.flag("must_finish", false),
                grader(json.object("grader").orElseThrow(() -> json.missing("grader"))),
                source(name, json.object("source").orElseThrow(() -> json.missing("source"))));
    }

    /** @throws InvalidInputException when the file has no version or one that this program does not know */
    static void checkVersion(JsonFile json, int newest) {
        OptionalInt version = json.wholeNumber("format_version");
        if (version.isEmpty()) {
            throw json.missing("format_version");
        }
        if (version.getAsInt() > newest) {
            throw new InvalidInputException(
                    json.file() + " was written for a newer version of the workbench (format " + version.getAsInt()
                            + ", this one reads up to " + newest + "); update the workbench to use it.",
                    json.file());
        }
    }

    static String required(JsonFile json, String key) {
        return json.text(key).orElseThrow(() -> json.missing(key));
    }

    static void refuseUnknownKeys(JsonFile json, Set<String> known) {
        for (String key : json.keys()) {
            if (!known.contains(key)) {
                throw json.wrong(
                        key, "one of the keys " + known.stream().sorted().toList());
            }
        }
    }

    /** A file named in a file: relative to that one's folder. */
    static Path beside(JsonFile json, String key) {
        String name = required(json, key);
        try {
            return json.file().toAbsolutePath().resolveSibling(name).normalize();
        } catch (InvalidPathException e) {
            throw json.wrong(key, "the name of a file");
        }
    }

    private static ItemSource source(String task, JsonFile json) {
        String kind = required(json, "kind");
        if (!kind.equals("generated")) {
            throw json.wrong("kind", "\"generated\"");
        }
        refuseUnknownKeys(json, Set.of("kind", "family", "words"));
        String family = required(json, "family");
        if (!Family.NAMES.contains(family)) {
            throw json.wrong("family", "one of " + Family.NAMES);
        }
        return new GeneratedSource(task, family, Words.read(beside(json, "words")));
    }

    private static Grader grader(JsonFile json) {
        String kind = required(json, "kind");
        switch (kind) {
            case "number":
                refuseUnknownKeys(json, Set.of("kind", "marker"));
                return new NumberGrader(json.text("marker").orElse(""));
            case "text":
                refuseUnknownKeys(json, Set.of("kind", "marker", "quoted", "comparison"));
                return new TextGrader(json.text("marker").orElse(""), json.flag("quoted", false), comparison(json));
            case "letter":
                refuseUnknownKeys(json, Set.of("kind", "marker", "letters"));
                return letterGrader(json);
            case "boxed":
                refuseUnknownKeys(json, Set.of("kind", "labels"));
                return new BoxedGrader(json.texts("labels"));
            case "pattern":
                refuseUnknownKeys(json, Set.of("kind", "pattern", "comparison"));
                return new PatternGrader(pattern(json), comparison(json));
            default:
                throw json.wrong("kind", "one of number, text, letter, boxed, pattern");
        }
    }

    private static Grader letterGrader(JsonFile json) {
        try {
            return new LetterGrader(json.text("marker").orElse(""), required(json, "letters"));
        } catch (IllegalArgumentException e) {
            throw json.wrong("letters", "a text of different capital letters");
        }
    }

    private static Pattern pattern(JsonFile json) {
        try {
            return Pattern.compile(required(json, "pattern"));
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
