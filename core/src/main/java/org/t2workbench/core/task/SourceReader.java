package org.t2workbench.core.task;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.t2workbench.core.checkpoint.JsonFile;

/**
 * Reads the source of a task from its file. Generated items:
 *
 * <pre>
 *   { "kind": "generated", "family": "math", "words": "words/sample.json" }
 * </pre>
 *
 * or items of data files:
 *
 * <pre>
 *   { "kind": "file", "layout": "gsm8k", "origin": "https://…",
 *     "parts": [ { "file": "gsm8k/train.jsonl", "split": { "rule": "parity",
 *                  "shots": { "from": "validation", "count": 10, "seed": 16 } } },
 *                { "file": "gsm8k/test.jsonl", "split": { "rule": "all", "into": "test" } } ] }
 * </pre>
 *
 * One file alone may stand as {@code file} and {@code split} without {@code parts}. A file is looked for beside the task
 * file first, then in the data folder. Layouts: {@link Layout#NAMES}; {@code columns} has {@code columns}, from
 * {@link ColumnLayout#ROLES} to the data's names. Rules: {@code all} (into), {@code parity}, {@code shares} (seed,
 * shares), {@code python-shuffle} (seed, first, take, rest), {@code numbers} (a list of first and last a split).
 */
final class SourceReader {

    private static final int MOST_PARTS = 16;
    private static final int MOST_ITEMS = 1 << 30;

    private final String task;
    private final TaskSurroundings surroundings;

    SourceReader(String task, TaskSurroundings surroundings) {
        this.task = task;
        this.surroundings = surroundings;
    }

    /** @throws org.t2workbench.core.job.InvalidInputException when it is malformed; data files are not opened yet */
    ItemSource read(JsonFile json) {
        String kind = TaskFile.required(json, "kind");
        return switch (kind) {
            case "generated" -> generated(json);
            case "file" -> file(json);
            default -> throw json.wrong("kind", "\"generated\" or \"file\"");
        };
    }

    private ItemSource generated(JsonFile json) {
        TaskFile.refuseUnknownKeys(json, Set.of("kind", "family", "words"));
        String family = TaskFile.required(json, "family");
        if (!Family.NAMES.contains(family)) {
            throw json.wrong("family", "one of " + Family.NAMES);
        }
        return new GeneratedSource(task, family, Words.read(TaskFile.beside(json, "words")));
    }

    private ItemSource file(JsonFile json) {
        TaskFile.refuseUnknownKeys(json, Set.of("kind", "layout", "columns", "origin", "parts", "file", "split"));
        String name = TaskFile.required(json, "layout");
        if (!Layout.NAMES.contains(name)) {
            throw json.wrong("layout", "one of " + Layout.NAMES);
        }
        Map<String, String> columns = columns(json, name);
        String origin = json.text("origin").orElse("");
        List<DataPart> parts = new ArrayList<>();
        if (json.has("file")) {
            if (json.has("parts")) {
                throw json.wrong("parts", "either this or \"file\"");
            }
            parts.add(part(json, origin));
        } else {
            for (JsonFile row : json.objects("parts")) {
                TaskFile.refuseUnknownKeys(row, Set.of("file", "split"));
                parts.add(part(row, origin));
            }
        }
        if (parts.isEmpty()) {
            throw json.missing("file");
        }
        if (parts.size() > MOST_PARTS) {
            throw json.wrong("parts", "a list of at most " + MOST_PARTS + " files");
        }
        String settings = columns.isEmpty() ? name : name + " " + columns;
        return new FileSource(task, settings, Layout.of(name, columns), parts, DataLimits.DEFAULT);
    }

    private static Map<String, String> columns(JsonFile json, String layout) {
        if (!layout.equals("columns")) {
            if (json.has("columns")) {
                throw json.wrong("columns", "nothing, since the layout is not \"columns\",");
            }
            return Map.of();
        }
        JsonFile object = json.object("columns").orElseThrow(() -> json.missing("columns"));
        TaskFile.refuseUnknownKeys(object, new HashSet<>(ColumnLayout.ROLES));
        Map<String, String> columns = new LinkedHashMap<>();
        for (String role : ColumnLayout.ROLES) {
            object.text(role).ifPresent(column -> columns.put(role, column));
        }
        for (String role : List.of("question", "answer")) {
            if (!columns.containsKey(role)) {
                throw object.missing(role);
            }
        }
        return columns;
    }

    private DataPart part(JsonFile json, String origin) {
        String name = TaskFile.required(json, "file");
        Path beside = TaskFile.beside(json, "file");
        Set<Path> places = new LinkedHashSet<>();
        places.add(beside);
        try {
            surroundings
                    .dataFolder()
                    .ifPresent(folder ->
                            places.add(folder.toAbsolutePath().resolve(name).normalize()));
        } catch (InvalidPathException e) {
            throw json.wrong("file", "the name of a file");
        }
        JsonFile split = json.object("split").orElseThrow(() -> json.missing("split"));
        return new DataPart(name, List.copyOf(places), origin, rule(split));
    }

    private static SplitRule rule(JsonFile json) {
        SplitRule rule =
                switch (TaskFile.required(json, "rule")) {
                    case "all" -> {
                        TaskFile.refuseUnknownKeys(json, Set.of("rule", "into", "shots"));
                        yield new SplitRule.All(split(json, "into"));
                    }
                    case "parity" -> {
                        TaskFile.refuseUnknownKeys(json, Set.of("rule", "shots"));
                        yield new SplitRule.Parity();
                    }
                    case "shares" -> {
                        TaskFile.refuseUnknownKeys(json, Set.of("rule", "seed", "shares", "shots"));
                        yield new SplitRule.Shares(seed(json), shares(json));
                    }
                    case "python-shuffle" -> {
                        TaskFile.refuseUnknownKeys(json, Set.of("rule", "seed", "first", "take", "rest", "shots"));
                        yield shuffle(json);
                    }
                    case "numbers" -> {
                        TaskFile.refuseUnknownKeys(json, Set.of("rule", "train", "validation", "shots", "test"));
                        yield new SplitRule.Numbers(ranges(json));
                    }
                    default -> throw json.wrong("rule", "one of all, parity, shares, python-shuffle, numbers");
                };
        return rule instanceof SplitRule.Numbers ? rule : withShots(json, rule);
    }

    private static SplitRule withShots(JsonFile json, SplitRule rule) {
        Optional<JsonFile> shots = json.object("shots");
        if (shots.isEmpty()) {
            return rule;
        }
        JsonFile object = shots.get();
        TaskFile.refuseUnknownKeys(object, Set.of("from", "count", "seed"));
        return new SplitRule.WithShots(rule, split(object, "from"), object.count("count", MOST_ITEMS), seed(object));
    }

    private static Map<Split, Double> shares(JsonFile json) {
        JsonFile object = json.object("shares").orElseThrow(() -> json.missing("shares"));
        Map<Split, Double> shares = new EnumMap<>(Split.class);
        double sum = 0;
        for (String key : object.keys()) {
            OptionalDouble share = object.number(key);
            if (share.isEmpty() || share.getAsDouble() < 0 || share.getAsDouble() > 1) {
                throw object.wrong(key, "a number from 0 to 1");
            }
            sum += share.getAsDouble();
            shares.put(splitNamed(object, key), share.getAsDouble());
        }
        if (shares.isEmpty() || sum > 1 + 1e-9) {
            throw json.wrong("shares", "an object of shares whose sum is at most 1");
        }
        return shares;
    }

    private static SplitRule shuffle(JsonFile json) {
        JsonFile take = json.object("take").orElseThrow(() -> json.missing("take"));
        List<SplitRule.PythonShuffle.Share> counts = take.keys().stream()
                .map(key -> new SplitRule.PythonShuffle.Share(splitNamed(take, key), take.count(key, MOST_ITEMS)))
                .toList();
        Optional<Integer> first = json.has("first") ? Optional.of(json.count("first", MOST_ITEMS)) : Optional.empty();
        return new SplitRule.PythonShuffle(seed(json), first, counts, split(json, "rest"));
    }

    private static Map<Split, SplitRule.Numbers.Range> ranges(JsonFile json) {
        Map<Split, SplitRule.Numbers.Range> ranges = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            String key = nameOf(split);
            if (json.has(key)) {
                List<Integer> range = json.wholeNumbers(key);
                if (range.size() != 2 || range.get(0) > range.get(1)) {
                    throw json.wrong(key, "a list of the first and the last number");
                }
                ranges.put(split, new SplitRule.Numbers.Range(range.get(0), range.get(1)));
            }
        }
        if (ranges.isEmpty()) {
            throw json.missing("train");
        }
        return ranges;
    }

    private static int seed(JsonFile json) {
        OptionalInt seed = json.wholeNumber("seed");
        if (seed.isEmpty()) {
            throw json.missing("seed");
        }
        if (seed.getAsInt() < 0) {
            throw json.wrong("seed", "a whole number from 0");
        }
        return seed.getAsInt();
    }

    private static Split split(JsonFile json, String key) {
        String name = TaskFile.required(json, key);
        for (Split split : Split.values()) {
            if (nameOf(split).equals(name)) {
                return split;
            }
        }
        throw json.wrong(key, "one of train, validation, shots, test");
    }

    private static Split splitNamed(JsonFile json, String key) {
        for (Split split : Split.values()) {
            if (nameOf(split).equals(key)) {
                return split;
            }
        }
        throw json.wrong(key, "a key that is one of train, validation, shots, test,");
    }

    private static String nameOf(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }
}
