package org.t2workbench.core.task;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
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
 * {@code system}, {@code stops} and {@code must_finish} (false) may be left out. {@link GraderReader} and
 * {@link SourceReader} say which graders and sources there are. A key that means nothing is refused, since it is most
 * likely a slip of the pen.
 */
final class TaskFile {

    /** A key of files that are no tasks: what they are. */
    static final String KIND = "kind";

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
    static Task read(Path file, TaskSurroundings surroundings) {
        JsonFile json = JsonFile.read(file);
        checkVersion(json, FORMAT_VERSION);
        if (json.has(KIND)) {
            throw new InvalidInputException(
                    "The file " + file + " is no task but of the kind \""
                            + json.text(KIND).orElse("") + "\"; a file of categories is given with --dispatch.",
                    file);
        }
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
                new GraderReader(surroundings).read(json.object("grader").orElseThrow(() -> json.missing("grader"))),
                new SourceReader(name, surroundings)
                        .read(json.object("source").orElseThrow(() -> json.missing("source"))));
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
}
