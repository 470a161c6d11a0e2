package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.t2workbench.core.job.InvalidInputException;

/** A task whose items are made as they are needed. Immutable, safe from any thread. */
final class GeneratedSource implements ItemSource {

    /** So many draws in a row without a new item mean that there are no more, or too few to wait for. */
    private static final int FRUITLESS_DRAWS = 20_000;

    private final String name;
    private final Family family;
    private final String fingerprint;

    /** @param family one of {@link Family#NAMES} */
    GeneratedSource(String name, String family, Words words) {
        this.name = name;
        this.family = Family.of(family, words);
        this.fingerprint = family + " " + words.fingerprint();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public ItemStream stream(Split split, long seed) {
        ItemRandom random = ItemRandom.of(name + " " + split.name().toLowerCase(Locale.ROOT), seed);
        return () -> draw(split, random).toTaskItem();
    }

    @Override
    public List<TaskItem> items(Split split, int count, long seed) {
        ItemStream stream = stream(split, seed);
        Set<String> questions = new HashSet<>();
        List<TaskItem> items = new ArrayList<>();
        int fruitless = 0;
        while (items.size() < count && fruitless < FRUITLESS_DRAWS) {
            TaskItem item = stream.next();
            if (questions.add(item.question())) {
                items.add(item);
                fruitless = 0;
            } else {
                fruitless++;
            }
        }
        return List.copyOf(items);
    }

    /** By rejection. */
    GeneratedItem draw(Split split, ItemRandom random) {
        for (int draws = 0; draws < FRUITLESS_DRAWS; draws++) {
            GeneratedItem item = family.draw(random);
            if (item.split() == split) {
                return item;
            }
        }
        throw new InvalidInputException("The task " + name + " makes no items for the split "
                + split.name().toLowerCase(Locale.ROOT) + "; its word lists are too short.");
    }
}
