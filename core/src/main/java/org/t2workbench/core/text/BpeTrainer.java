package org.t2workbench.core.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;

/**
 * Learns a byte-level vocabulary by byte-pair encoding (Sennrich et al. 2016): starting from bytes, the most frequent
 * pair of neighbours inside words becomes a token, again and again. Pairs equally frequent are taken in the order of
 * their ids, so the same texts give the same vocabulary, in whatever order they come.
 */
public final class BpeTrainer {

    private static final int BYTES = 256;

    private final CancellationToken cancellation;
    private final Progress progress;
    private final int vocabularySize;

    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<BpeVocabulary.Merge> merges = new ArrayList<>();

    /** Each different word as token ids, and how often it occurs. */
    private final List<int[]> words = new ArrayList<>();

    private final List<Long> wordCounts = new ArrayList<>();

    private final Map<Pair, Long> pairCounts = new HashMap<>();
    private final Map<Pair, Set<Integer>> wordsWithPair = new HashMap<>();

    /** May hold outdated counts of a pair; an entry counts only while it agrees with pairCounts. */
    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>();

    private BpeTrainer(int vocabularySize, Progress progress, CancellationToken cancellation) {
        this.vocabularySize = vocabularySize;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * Reads all texts once and learns; the different words of the texts are kept in memory.
     *
     * @param vocabularySize tokens in all; fewer when the texts have no more pairs
     * @param specialTokens take the first ids; where they are written out in a text, they are left out of it
     * @throws InvalidInputException when the size is below the special tokens and the 256 bytes
     * @throws CancelledException when cancelled, asked once per text and merge
     */
    public static BpeVocabulary train(
            Iterator<String> texts,
            int vocabularySize,
            List<String> specialTokens,
            Progress progress,
            CancellationToken cancellation) {
        if (vocabularySize < specialTokens.size() + BYTES) {
            throw new InvalidInputException("A byte-level vocabulary of " + vocabularySize
                    + " tokens is too small: special tokens and bytes alone are " + (specialTokens.size() + BYTES)
                    + ".");
        }
        var trainer = new BpeTrainer(vocabularySize, progress, cancellation);
        trainer.begin(specialTokens);
        trainer.count(texts, specialTokens);
        trainer.learn();
        return new BpeVocabulary(specialTokens, trainer.tokens, trainer.merges);
    }

    private void begin(List<String> specialTokens) {
        specialTokens.forEach(this::token);
        char[] alphabet = new char[BYTES];
        for (int value = 0; value < BYTES; value++) {
            alphabet[value] = ByteAlphabet.characterOf(value);
        }
        // in the order of their characters, as the reference implementation numbers them
        Arrays.sort(alphabet);
        for (char character : alphabet) {
            token(String.valueOf(character));
        }
        if (tokens.size() != specialTokens.size() + BYTES) {
            throw new InvalidInputException("A special token is given twice or is a single byte.");
        }
    }

    private int token(String text) {
        return ids.computeIfAbsent(text, added -> {
            tokens.add(added);
            return tokens.size() - 1;
        });
    }

    private void count(Iterator<String> texts, List<String> specialTokens) {
        Map<String, Long> counts = new HashMap<>();
        WordSplitter splitter = new WordSplitter(specialTokens);
        for (long done = 0; texts.hasNext(); done++) {
            cancellation.throwIfCancelled();
            progress.report("counting words", done, 0);
            splitter.split(texts.next(), word -> counts.merge(word, 1L, Long::sum));
        }
        counts.forEach((word, count) -> {
            int[] symbols = new int[word.length()];
            for (int i = 0; i < symbols.length; i++) {
                symbols[i] = token(word.substring(i, i + 1));
            }
            words.add(symbols);
            wordCounts.add(count);
        });
        Set<Pair> found = new HashSet<>();
        for (int word = 0; word < words.size(); word++) {
            countPairs(word, 1, found);
        }
        propose(found);
    }

    private void learn() {
        int first = tokens.size();
        while (tokens.size() < vocabularySize) {
            Candidate best = candidates.poll();
            if (best == null) {
                return;
            }
            if (best.count() != pairCounts.getOrDefault(best.pair(), 0L)) {
                continue;
            }
            cancellation.throwIfCancelled();
            progress.report("learning tokens", tokens.size() - first, vocabularySize - first);
            merge(best.pair());
        }
    }

    private void merge(Pair pair) {
        String left = tokens.get(pair.left());
        String right = tokens.get(pair.right());
        int merged = token(left + right);
        merges.add(new BpeVocabulary.Merge(left, right));
        Set<Pair> changed = new HashSet<>();
        for (int word :
                wordsWithPair.getOrDefault(pair, Set.of()).stream().sorted().toList()) {
            countPairs(word, -1, changed);
            words.set(word, replaced(words.get(word), pair, merged));
            countPairs(word, 1, changed);
        }
        wordsWithPair.remove(pair);
        propose(changed);
    }

    /** Adds the word's pairs to the counts, or takes them away. */
    private void countPairs(int word, int sign, Set<Pair> changed) {
        int[] symbols = words.get(word);
        for (int i = 0; i + 1 < symbols.length; i++) {
            Pair pair = new Pair(symbols[i], symbols[i + 1]);
            pairCounts.merge(pair, sign * wordCounts.get(word), Long::sum);
            changed.add(pair);
            if (sign > 0) {
                wordsWithPair.computeIfAbsent(pair, key -> new HashSet<>()).add(word);
            }
        }
    }

    private void propose(Set<Pair> changed) {
        for (Pair pair : changed) {
            long count = pairCounts.getOrDefault(pair, 0L);
            if (count > 0) {
                candidates.add(new Candidate(pair, count));
            } else {
                pairCounts.remove(pair);
                wordsWithPair.remove(pair);
            }
        }
    }

    private static int[] replaced(int[] symbols, Pair pair, int merged) {
        int[] result = new int[symbols.length];
        int length = 0;
        for (int i = 0; i < symbols.length; i++) {
            if (i + 1 < symbols.length && symbols[i] == pair.left() && symbols[i + 1] == pair.right()) {
                result[length++] = merged;
                i++;
            } else {
                result[length++] = symbols[i];
            }
        }
        return Arrays.copyOf(result, length);
    }

    private record Pair(int left, int right) {}

    /** The most frequent first; among equals the one of the smaller ids. */
    private record Candidate(Pair pair, long count) implements Comparable<Candidate> {

        @Override
        public int compareTo(Candidate other) {
            int order = Long.compare(other.count, count);
            if (order == 0) {
                order = Integer.compare(pair.left(), other.pair.left());
            }
            return order != 0 ? order : Integer.compare(pair.right(), other.pair.right());
        }
    }
}
