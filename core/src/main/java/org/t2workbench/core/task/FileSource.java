package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Items from data files that the user has. The files are read when items are first asked for, once, and what is kept of
 * them stays in memory. A question that stands in several splits stays in one alone: the test's first, then the shots',
 * validation's, training's. Safe from any thread.
 */
final class FileSource implements ItemSource {

    /** In the order in which they claim a question. */
    private static final List<Split> STRICTEST_FIRST = List.of(Split.TEST, Split.SHOTS, Split.VALIDATION, Split.TRAIN);

    private final String task;
    private final String layoutName;
    private final Layout layout;
    private final List<DataPart> parts;
    private final DataLimits limits;
    private @Nullable Content content;

    /** @param layoutName stands for the layout and its settings in the fingerprint */
    FileSource(String task, String layoutName, Layout layout, List<DataPart> parts, DataLimits limits) {
        this.task = task;
        this.layoutName = layoutName;
        this.layout = layout;
        this.parts = List.copyOf(parts);
        this.limits = limits;
    }

    /** What was read. */
    private record Content(Map<Split, List<TaskItem>> items, List<String> notes, String fingerprint) {}

    @Override
    public ItemStream stream(Split split, long seed) {
        List<TaskItem> items = of(split);
        if (items.isEmpty()) {
            throw new InvalidInputException("The task " + task + " has no items of the split " + nameOf(split)
                    + "; its file says which item is in which split.");
        }
        ItemRandom random = ItemRandom.of(task + " " + nameOf(split), seed);
        return new Rounds(items, random);
    }

    /** Round after round through all items, each in an order of its own. */
    private static final class Rounds implements ItemStream {

        private final List<TaskItem> items;
        private final ItemRandom random;
        private List<TaskItem> round = List.of();
        private int next;

        Rounds(List<TaskItem> items, ItemRandom random) {
            this.items = items;
            this.random = random;
        }

        @Override
        public TaskItem next() {
            if (next == round.size()) {
                round = random.shuffled(items);
                next = 0;
            }
            return round.get(next++);
        }
    }

    @Override
    public List<TaskItem> items(Split split, int count, long seed) {
        List<TaskItem> items = of(split);
        return ItemRandom.of(task + " " + nameOf(split), seed)
                .sample(items, Math.min(Math.max(count, 0), items.size()));
    }

    @Override
    public OptionalInt size(Split split) {
        return OptionalInt.of(of(split).size());
    }

    @Override
    public List<String> notes() {
        return content().notes();
    }

    @Override
    public String fingerprint() {
        return content().fingerprint();
    }

    private List<TaskItem> of(Split split) {
        return content().items().getOrDefault(split, List.of());
    }

    private synchronized Content content() {
        if (content == null) {
            content = read();
        }
        return content;
    }

    private Content read() {
        Map<Split, List<TaskItem>> all = new EnumMap<>(Split.class);
        StringBuilder fingerprint = new StringBuilder(layoutName);
        long[] kept = {0};
        for (DataPart part : parts) {
            List<TaskItem> items = new ArrayList<>();
            byte[] digest = new DataFile(part.find(task), limits).read(row -> {
                TaskItem item = layout.item(task, row);
                kept[0] += item.question().length()
                        + item.solution().length()
                        + item.answer().length();
                if (kept[0] > limits.keptChars()) {
                    throw row.problem("is where the items take more memory than a task may have; cut the file down");
                }
                items.add(item);
            });
            if (items.isEmpty()) {
                throw new InvalidInputException(
                        "The data file " + part.find(task) + " of the task " + task + " is empty.", part.find(task));
            }
            fingerprint
                    .append(' ')
                    .append(part.rule())
                    .append(' ')
                    .append(HexFormat.of().formatHex(digest));
            List<Optional<Split>> splits = part.rule().assign(items);
            for (int i = 0; i < items.size(); i++) {
                TaskItem item = items.get(i);
                splits.get(i)
                        .ifPresent(split -> all.computeIfAbsent(split, any -> new ArrayList<>())
                                .add(item));
            }
        }
        return disjoint(all, fingerprint.toString());
    }

    private Content disjoint(Map<Split, List<TaskItem>> all, String fingerprint) {
        Map<Split, List<TaskItem>> items = new EnumMap<>(Split.class);
        List<String> notes = new ArrayList<>();
        Map<String, Split> owners = new HashMap<>();
        for (Split split : STRICTEST_FIRST) {
            List<TaskItem> own = new ArrayList<>();
            Set<String> questions = new HashSet<>();
            int repeated = 0;
            Map<Split, Integer> shared = new EnumMap<>(Split.class);
            for (TaskItem item : all.getOrDefault(split, List.of())) {
                Split owner = owners.computeIfAbsent(ItemOverlap.key(item), any -> split);
                if (owner != split) {
                    shared.merge(owner, 1, Integer::sum);
                } else if (!questions.add(item.question())) {
                    repeated++;
                } else {
                    own.add(item);
                }
            }
            if (repeated > 0) {
                notes.add(repeated + " of " + nameOf(split) + " left out: the same question came before.");
            }
            shared.forEach((owner, count) -> notes.add(
                    count + " of " + nameOf(split) + " left out: the same question is in " + nameOf(owner) + "."));
            items.put(split, List.copyOf(own));
        }
        return new Content(items, List.copyOf(notes), fingerprint);
    }

    private static String nameOf(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }
}
