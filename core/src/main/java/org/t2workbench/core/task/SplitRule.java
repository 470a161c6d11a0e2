package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which split each item of a file belongs to. Immutable, safe from any thread; its {@code toString} says everything that
 * decides a split.
 */
sealed interface SplitRule {

    /** One entry an item, in order; empty where an item is used for nothing. */
    List<Optional<Split>> assign(List<TaskItem> items);

    /** All of the file. */
    record All(Split into) implements SplitRule {
        @Override
        public List<Optional<Split>> assign(List<TaskItem> items) {
            return Collections.nCopies(items.size(), Optional.of(into));
        }
    }

    /** The reference code's for GSM8K and ARC-Easy: counted from 0, even items train and odd ones validation. */
    record Parity() implements SplitRule {
        @Override
        public List<Optional<Split>> assign(List<TaskItem> items) {
            return IntStream.range(0, items.size())
                    .mapToObj(i -> Optional.of(i % 2 == 0 ? Split.TRAIN : Split.VALIDATION))
                    .toList();
        }
    }

    /**
     * By chance, but the same question always in the same split, however the file grows.
     *
     * @param seed other seeds give other splits
     * @param shares of each split, from 0 to 1, in sum at most 1
     */
    record Shares(long seed, Map<Split, Double> shares) implements SplitRule {
        @Override
        public List<Optional<Split>> assign(List<TaskItem> items) {
            return items.stream().map(this::assign).toList();
        }

        private Optional<Split> assign(TaskItem item) {
            double point =
                    ItemRandom.of(Comparison.normalised(item.question()), seed).fraction();
            for (Split split : Split.values()) {
                point -= shares.getOrDefault(split, 0.0);
                if (point < 0) {
                    return Optional.of(split);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * The reference code's for MBPP and for its few-shot tasks: the first items are shuffled as Python's
     * {@code random.seed(seed); random.shuffle(…)} does, and dealt out in this order; all others go to the rest.
     *
     * @param first how many of the file's items are shuffled; all when empty
     * @param counts how many of the shuffled each split gets, in order
     */
    record PythonShuffle(int seed, Optional<Integer> first, List<Share> counts, Split rest) implements SplitRule {

        /** So many items of a split. */
        record Share(Split split, int count) {}

        @Override
        public List<Optional<Split>> assign(List<TaskItem> items) {
            List<Optional<Split>> splits = new ArrayList<>(Collections.nCopies(items.size(), Optional.of(rest)));
            int shuffled = Math.min(first.orElse(items.size()), items.size());
            List<Integer> order = new PythonRandom(seed)
                    .shuffled(IntStream.range(0, shuffled).boxed().toList());
            int next = 0;
            for (Share share : counts) {
                for (int i = 0; i < share.count() && next < shuffled; i++) {
                    splits.set(order.get(next), Optional.of(share.split()));
                    next++;
                }
            }
            return splits;
        }
    }

    /** By the number that an item's id ends in, as MBPP's authors split their problems. */
    record Numbers(Map<Split, Range> ranges) implements SplitRule {

        /** From the first to the last number, both included. */
        record Range(int first, int last) {}

        @Override
        public List<Optional<Split>> assign(List<TaskItem> items) {
            return items.stream().map(this::assign).toList();
        }

        private Optional<Split> assign(TaskItem item) {
            String end = item.id().substring(item.id().lastIndexOf('/') + 1);
            if (!end.matches("[0-9]{1,9}")) {
                return Optional.empty();
            }
            int number = Integer.parseInt(end);
            for (Split split : Split.values()) {
                Range range = ranges.get(split);
                if (range != null && range.first() <= number && number <= range.last()) {
                    return Optional.of(split);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Another rule, with some of a split's items drawn for the few-shot search.
     *
     * @param from which loses them
     */
    record WithShots(SplitRule rule, Split from, int count, long seed) implements SplitRule {
        @Override
        public List<Optional<Split>> assign(List<TaskItem> items) {
            List<Optional<Split>> splits = new ArrayList<>(rule.assign(items));
            List<Integer> candidates = IntStream.range(0, splits.size())
                    .filter(i -> splits.get(i).equals(Optional.of(from)))
                    .boxed()
                    .toList();
            ItemRandom.of("shots", seed)
                    .sample(candidates, Math.min(count, candidates.size()))
                    .forEach(i -> splits.set(i, Optional.of(Split.SHOTS)));
            return splits;
        }
    }
}
