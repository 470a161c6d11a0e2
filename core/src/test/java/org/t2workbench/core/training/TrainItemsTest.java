package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.ItemSource;
import org.t2workbench.core.task.ItemStream;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;

class TrainItemsTest {

    private static final int ITEMS = 7;

    private final List<String> log = new ArrayList<>();

    @Test
    void aBatchHoldsNoItemTwiceAndAtMostAllOfThem() {
        TrainItems items = items("batch", 5, 0);
        assertThat(ids(items.of(1))).hasSize(5).doesNotHaveDuplicates();
        assertThat(ids(items.of(1))).isEqualTo(ids(items("batch", 5, 0).of(1)));
        assertThat(ids(items.of(1))).isNotEqualTo(ids(items.of(2)));
        // the authors' code: 256 asked for of fewer are all there are
        assertThat(ids(items("batch", 256, 0).of(3))).hasSize(ITEMS).doesNotHaveDuplicates();
        assertThat(ids(items("batch", 256, 4).of(3))).hasSize(4);
    }

    /** 7 items in batches of 3: the first two epochs fill iterations 1 to 4 and two places of the fifth. */
    @Test
    void anEpochHoldsEveryItemOnceBeforeAnyComesAgain() {
        TrainItems items = items("epoch", 3, 0);
        List<String> drawn = new ArrayList<>();
        for (int iteration = 1; iteration <= 5; iteration++) {
            assertThat(items.of(iteration)).hasSize(3);
            drawn.addAll(ids(items.of(iteration)));
        }
        assertThat(new HashSet<>(drawn.subList(0, ITEMS))).hasSize(ITEMS);
        assertThat(new HashSet<>(drawn.subList(ITEMS, 2 * ITEMS))).hasSize(ITEMS);
        assertThat(drawn.subList(0, ITEMS)).isNotEqualTo(drawn.subList(ITEMS, 2 * ITEMS));
    }

    @Test
    void aStreamGoesOnWithoutEndAndLeavesOutWhatDoesNotFit() {
        assertThat(ids(items("stream", 10, 0).of(1))).hasSize(10).doesNotContain("item 6");
        assertThat(log).first().asString().contains("the prompt of item item 6 has 106 tokens");
    }

    @Test
    void aSplitWithoutItemsIsRefused() {
        assertThatThrownBy(() -> new TrainItems(task(0), settings("epoch", 3, 0), fit(200)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no items to train on");
        assertThatThrownBy(() -> new TrainItems(task(ITEMS), settings("stream", 3, 0), fit(1)).of(1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("No prompt of the train items of the task numbers fits");
    }

    private TrainItems items(String draw, int prompts, int trainItems) {
        return new TrainItems(task(ITEMS), settings(draw, prompts, trainItems), fit(draw.equals("stream") ? 106 : 200));
    }

    /** A prompt of item n has 100 + n tokens. */
    private PromptFit fit(int context) {
        return new PromptFit("numbers", item -> 100 + Integer.parseInt(item.question()), context, log::add);
    }

    private static TrainingSettings settings(String draw, int prompts, int trainItems) {
        return TrainingSettings.of(
                TrainingPreset.of("quick"),
                Map.of("draw", draw, "prompts", "" + prompts, "train_items", "" + trainItems));
    }

    private static Task task(int count) {
        return new Task(
                "numbers",
                "Numbers.",
                Optional.empty(),
                "{question}",
                List.of(),
                6,
                false,
                (text, item) -> Grade.NONE,
                new ItemSource() {
                    @Override
                    public ItemStream stream(Split split, long seed) {
                        int[] next = {0};
                        return () -> item(next[0]++ % count);
                    }

                    @Override
                    public List<TaskItem> items(Split split, int most, long seed) {
                        List<TaskItem> items = new ArrayList<>();
                        for (int i = 0; i < Math.min(count, most); i++) {
                            items.add(item(i));
                        }
                        return items;
                    }
                });
    }

    private static TaskItem item(int number) {
        return new TaskItem("" + number, "", "", "item " + number);
    }

    private static List<String> ids(List<TaskItem> items) {
        return items.stream().map(TaskItem::id).toList();
    }
}
