package org.t2workbench.core.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * What the generated tasks say: names, things and sentences, read from a file so that they can be changed without
 * touching the rules. Immutable.
 *
 * @param names of people, at least four
 * @param objects things to count, in the plural
 * @param additions one-step word problems whose answer is a + b; places N, M (people), o, a, b
 * @param subtractions the same for a − b
 * @param chainStart first sentence of a two-step problem; places N, o, a
 * @param chainAdditions one step of it that adds b; places N, M, o, b
 * @param chainSubtractions one step of it that takes b away
 * @param chainEnd its question; places N, o
 * @param letters what strings are made of, one character each
 * @param newLetters what a program puts in their place; none of {@code letters}
 * @param attributes what people are ordered by
 * @param adjectives of animals and places
 * @param animals that stories are about
 * @param places where they happen
 * @param requests for a story, which belong to no task; places N, j, k (adjectives), x, y (animals), p, q (places)
 * @param stories what is answered to them
 * @param dispatch the question which task a text belongs to; place text
 * @param hints the line that asks for a task's form, by task; none for a task without one
 * @param fingerprint SHA-256 of the file, hexadecimal
 */
record Words(
        List<String> names,
        List<String> objects,
        List<Template> additions,
        List<Template> subtractions,
        Template chainStart,
        List<Template> chainAdditions,
        List<Template> chainSubtractions,
        Template chainEnd,
        List<String> letters,
        List<String> newLetters,
        List<Attribute> attributes,
        List<String> adjectives,
        List<String> animals,
        List<String> places,
        List<Template> requests,
        List<Template> stories,
        Template dispatch,
        Map<String, String> hints,
        String fingerprint) {

    private static final int FORMAT_VERSION = 1;
    private static final int FEWEST_NAMES = 4;
    private static final int FEWEST_LETTERS = 5;

    private static final Set<String> PROBLEM = Set.of("N", "M", "o", "a", "b");
    private static final Set<String> STORY = Set.of("N", "j", "k", "x", "y", "p", "q");

    /**
     * An order of people.
     *
     * @param more comparative towards the top, as {@code older}
     * @param less comparative towards the bottom
     * @param most superlative of the top
     * @param least superlative of the bottom
     */
    record Attribute(String more, String less, String most, String least) {}

    /** @throws InvalidInputException when the file cannot be read, lacks something, or is of a newer version */
    static Words read(Path file) {
        JsonFile json = JsonFile.read(file);
        TaskFile.checkVersion(json, FORMAT_VERSION);
        List<String> letters = characters(json, "letters", FEWEST_LETTERS);
        List<String> newLetters = characters(json, "new_letters", 1);
        if (newLetters.stream().anyMatch(letters::contains)) {
            throw json.wrong("new_letters", "letters that are not among \"letters\"");
        }
        JsonFile hints = json.object("hints").orElseThrow(() -> json.missing("hints"));
        return new Words(
                words(json, "names", FEWEST_NAMES),
                words(json, "objects", 1),
                templates(json, "additions", PROBLEM),
                templates(json, "subtractions", PROBLEM),
                template(json, "chain_start", PROBLEM),
                templates(json, "chain_additions", PROBLEM),
                templates(json, "chain_subtractions", PROBLEM),
                template(json, "chain_end", PROBLEM),
                letters,
                newLetters,
                attributes(json),
                words(json, "adjectives", 1),
                words(json, "animals", 1),
                words(json, "places", 1),
                templates(json, "requests", STORY),
                templates(json, "stories", STORY),
                template(json, "dispatch", Set.of("text")),
                hints.keys().stream()
                        .collect(Collectors.toUnmodifiableMap(key -> key, key -> TaskFile.required(hints, key))),
                fingerprint(file));
    }

    /** The line that asks for a task's form; empty when the task has none. */
    String hint(String task) {
        return hints.getOrDefault(task, "");
    }

    private static String fingerprint(Path file) {
        try {
            return HexFormat.of().formatHex(Split.sha256(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new InvalidInputException("Cannot read " + file + ": " + e.getMessage() + ".", file, e);
        }
    }

    private static List<String> words(JsonFile json, String key, int fewest) {
        List<String> words = json.texts(key);
        if (words.size() < fewest || new HashSet<>(words).size() < words.size()) {
            throw json.wrong(key, "a list of " + fewest + " or more different texts");
        }
        return words;
    }

    private static List<String> characters(JsonFile json, String key, int fewest) {
        List<String> characters = TaskFile.required(json, key)
                .codePoints()
                .mapToObj(Character::toString)
                .toList();
        if (characters.size() < fewest || new HashSet<>(characters).size() < characters.size()) {
            throw json.wrong(key, "a text of " + fewest + " or more different letters");
        }
        return characters;
    }

    private static List<Template> templates(JsonFile json, String key, Set<String> places) {
        return words(json, key, 1).stream()
                .map(text -> checked(json, key, text, places))
                .toList();
    }

    private static Template template(JsonFile json, String key, Set<String> places) {
        return checked(json, key, TaskFile.required(json, key), places);
    }

    private static Template checked(JsonFile json, String key, String text, Set<String> places) {
        Template template = new Template(text);
        if (!template.usesOnly(places)) {
            throw json.wrong(
                    key,
                    "a text with no other places in braces than "
                            + places.stream().sorted().toList());
        }
        return template;
    }

    private static List<Attribute> attributes(JsonFile json) {
        List<Attribute> attributes = json.objects("attributes").stream()
                .map(row -> new Attribute(
                        TaskFile.required(row, "more"),
                        TaskFile.required(row, "less"),
                        TaskFile.required(row, "most"),
                        TaskFile.required(row, "least")))
                .toList();
        if (attributes.isEmpty()) {
            throw json.missing("attributes");
        }
        return attributes;
    }
}
