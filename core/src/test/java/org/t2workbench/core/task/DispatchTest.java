package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DispatchTest {

    private static final int MANY = 3000;

    @Test
    void labelIsThatOfTheTextInside() {
        Map<String, Integer> labels = new HashMap<>();
        int hinted = 0;
        for (TaskItem item : SampleTasks.task("dispatch").source().items(Split.TRAIN, MANY, 3)) {
            assertThat(item.answer()).as(item.question()).isEqualTo(label(item.question()));
            assertThat(item.solution()).isEqualTo("\\boxed{" + item.answer() + "}");
            labels.merge(item.answer(), 1, Integer::sum);
            hinted += item.question().contains("\nGive the ") ? 1 : 0;
        }
        assertThat(labels.keySet()).containsExactlyInAnyOrder("math", "code", "reasoning", "other");
        // half of the three quarters that have a hint
        assertThat((double) hinted / MANY).isBetween(0.34, 0.41);
    }

    private static String label(String question) {
        if (question.contains("What does this program print?")) {
            return "code";
        }
        if (question.contains(" than ") && question.contains("(A)")) {
            return "reasoning";
        }
        return question.contains("How many ") ? "math" : "other";
    }
}
