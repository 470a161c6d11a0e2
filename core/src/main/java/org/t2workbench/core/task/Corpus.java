package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The pretraining corpus of the sample model: generated items of the training split, mixed by share, in both habits of
 * answering. Immutable, safe from any thread.
 */
public final class Corpus {

    private final List<Share> shares;
    private final double totalWeight;
    private final double hint;
    private final String fingerprint;

    private Corpus(List<Share> shares, double hint, String fingerprint) {
        this.fingerprint = fingerprint;
        this.shares = shares;
        this.totalWeight = shares.stream().mapToDouble(Share::weight).sum();
        this.hint = hint;
    }

    /**
     * How much of the corpus is one family's.
     *
     * @param family its name
     * @param source of its items
     * @param weight share among the weights of all
     * @param quick probability of the quick habit
     * @param quickByKind the same for items whose kind begins with the key
     */
    private record Share(
            String family, GeneratedSource source, double weight, double quick, Map<String, Double> quickByKind) {

        double quickFor(String kind) {
            return quickByKind.entrySet().stream()
                    .filter(entry -> kind.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(quick);
        }
    }

    /**
     * Reads the corpus part of a recipe:
     *
     * <pre>
     *   { "words": "tasks/words/sample.json", "hint": 0.75,
     *     "shares": [ { "task": "math-hard", "weight": 4, "quick": 0.6, "quick_by_kind": { "-": 0.35 } } ] }
     * </pre>
     *
     * @param json that object; file names in it are relative to its file
     * @throws InvalidInputException when it is malformed
     */
    public static Corpus read(JsonFile json) {
        TaskFile.refuseUnknownKeys(json, Set.of("words", "hint", "shares"));
        Words words = Words.read(TaskFile.beside(json, "words"));
        List<Share> shares = new ArrayList<>();
        for (JsonFile row : json.objects("shares")) {
            shares.add(share(row, words));
        }
        if (shares.isEmpty()) {
            throw json.missing("shares");
        }
        return new Corpus(List.copyOf(shares), probability(json, "hint"), words.fingerprint());
    }

    /** SHA-256 of the words that the examples are made of, hexadecimal; the shares are in the recipe. */
    public String fingerprint() {
        return fingerprint;
    }

    /** The families it is made of, in the recipe's order. */
    public List<String> families() {
        return shares.stream().map(Share::family).toList();
    }

    /** Endless examples. */
    public CorpusStream stream(long seed) {
        ItemRandom random = ItemRandom.of("corpus", seed);
        return () -> {
            Share share = draw(random);
            GeneratedItem item = share.source().draw(Split.TRAIN, random);
            boolean quick = random.chance(share.quickFor(item.kind()));
            String prompt = random.chance(hint) ? item.question() + item.hint() : item.question();
            return new CorpusItem(share.family(), prompt, quick ? item.quick() : item.worked());
        };
    }

    private Share draw(ItemRandom random) {
        double point = random.fraction() * totalWeight;
        for (Share share : shares) {
            point -= share.weight();
            if (point < 0) {
                return share;
            }
        }
        return shares.get(shares.size() - 1);
    }

    private static Share share(JsonFile json, Words words) {
        TaskFile.refuseUnknownKeys(json, Set.of("task", "weight", "quick", "quick_by_kind"));
        String family = TaskFile.required(json, "task");
        if (!Family.NAMES.contains(family)) {
            throw json.wrong("task", "one of " + Family.NAMES);
        }
        OptionalDouble weight = json.number("weight");
        if (weight.isEmpty() || weight.getAsDouble() <= 0) {
            throw json.wrong("weight", "a number above 0");
        }
        Map<String, Double> quickByKind = new LinkedHashMap<>();
        json.object("quick_by_kind")
                .ifPresent(kinds -> kinds.keys().forEach(kind -> quickByKind.put(kind, probability(kinds, kind))));
        return new Share(
                family,
                new GeneratedSource(family, family, words),
                weight.getAsDouble(),
                probability(json, "quick"),
                quickByKind);
    }

    private static double probability(JsonFile json, String key) {
        OptionalDouble value = json.number(key);
        if (value.isEmpty() || value.getAsDouble() < 0 || value.getAsDouble() > 1) {
            throw json.wrong(key, "a number from 0 to 1");
        }
        return value.getAsDouble();
    }
}
