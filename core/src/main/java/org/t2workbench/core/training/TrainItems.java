package org.t2workbench.core.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.ItemStream;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

/**
 * The items of each iteration. They follow from the settings and the iteration alone, so that a run that goes on needs no
 * memory of what was drawn.
 */
final class TrainItems {

    private static final String SPLIT = "train";

    /** So many prompts in a row that do not fit mean that hardly any will. */
    private static final int FRUITLESS_DRAWS = 1000;

    /** A split without an end is cut here where every item counts. */
    private static final int MOST = 50_000;

    private final Task task;
    private final TrainingSettings settings;
    private final PromptFit fit;
    private final List<TaskItem> all;

    /** @throws InvalidInputException when the train split is empty, or none of its prompts fits the context */
    TrainItems(Task task, TrainingSettings settings, PromptFit fit) {
        this.task = task;
        this.settings = settings;
        this.fit = fit;
        if (settings.draw() == ItemDraw.STREAM) {
            all = List.of();
            return;
        }
        int most = settings.trainItems() == 0 ? MOST : settings.trainItems();
        List<TaskItem> items = task.source().items(Split.TRAIN, most, settings.seed());
        if (items.isEmpty()) {
            throw new InvalidInputException("The task " + task.name() + " has no items to train on.");
        }
        all = fit.fitting(items, SPLIT);
    }

    /** @param iteration counts from 1 */
    List<TaskItem> of(long iteration) {
        return switch (settings.draw()) {
            case STREAM -> stream(Seeds.derive(settings.seed(), 2 * iteration));
            case BATCH -> shuffled(Seeds.derive(settings.seed(), 2 * iteration)).subList(0, size());
            case EPOCH -> ofEpochs(iteration);
        };
    }

    /** Items of one iteration: as many as were asked for, or all there are. */
    private int size() {
        return Math.min(settings.prompts(), all.size());
    }

    private List<TaskItem> stream(long seed) {
        ItemStream stream = task.source().stream(Split.TRAIN, seed);
        List<TaskItem> items = new ArrayList<>();
        int fruitless = 0;
        while (items.size() < settings.prompts()) {
            TaskItem item = stream.next();
            if (fit.fits(item)) {
                items.add(item);
                fruitless = 0;
            } else if (++fruitless == FRUITLESS_DRAWS) {
                throw fit.nothingFits(SPLIT);
            }
        }
        return items;
    }

    /** A batch that reaches the end of an epoch goes on with the start of the next. */
    private List<TaskItem> ofEpochs(long iteration) {
        List<TaskItem> items = new ArrayList<>();
        long place = (iteration - 1) * size();
        while (items.size() < size()) {
            List<TaskItem> epoch = shuffled(Seeds.derive(settings.seed(), place / all.size()));
            int from = (int) (place % all.size());
            int to = Math.min(all.size(), from + size() - items.size());
            items.addAll(epoch.subList(from, to));
            place += to - from;
        }
        return items;
    }

    private List<TaskItem> shuffled(long seed) {
        List<TaskItem> items = new ArrayList<>(all);
        Collections.shuffle(items, new Random(seed));
        return items;
    }
}
