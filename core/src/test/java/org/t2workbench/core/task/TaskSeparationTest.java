package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.InvalidInputException;

class TaskSeparationTest {

    @Test
    void theSamplesDispatchTaskHoldsNoTestItemOfAnyFamily() {
        TaskSeparation separation = new TaskSeparation(SampleTasks.task("dispatch"));
        assertThatCode(() -> separation.require(List.of(
                        SampleTasks.task("math"),
                        SampleTasks.task("math-hard"),
                        SampleTasks.task("code"),
                        SampleTasks.task("code-hard"),
                        SampleTasks.task("reasoning"),
                        SampleTasks.task("reasoning-hard"))))
                .doesNotThrowAnyException();
    }

    @Test
    void aTrainingItemThatHoldsAnEvaluationItemIsNamed() {
        Task dispatch = SampleTasks.task("dispatch");
        TaskItem trained = dispatch.source().items(Split.TRAIN, 1, 1).get(0);
        String inner = trained.question().substring(trained.question().indexOf('\n') + 1);
        Task math = SampleTasks.task("math");
        assertThatThrownBy(() ->
                        new TaskSeparation(dispatch).require(math, List.of(new TaskItem(inner, "", "", "asked/1"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("The training data of the task dispatch hold")
                .hasMessageContaining("asked/1")
                .hasMessageContaining(trained.id());
    }

    @Test
    void questionsAreFoundInsideOthersUnlessTheyAreTooShort() {
        List<TaskItem> asked =
                List.of(item("short", "What is 2 + 2?"), item("long", "How many legs have three spiders?"));
        assertThat(ItemOverlap.inside(
                                List.of(
                                        item("a", "Which label?\nHow many LEGS have  three spiders? Answer."),
                                        item("b", "Which label?\nWhat is 2 + 2?"),
                                        item("c", "what is 2 + 2"),
                                        item("d", "How many legs have four spiders?")),
                                asked)
                        .shared())
                .containsExactly(new ItemOverlap.Pair("a", "long"), new ItemOverlap.Pair("c", "short"));
    }

    private static TaskItem item(String id, String question) {
        return new TaskItem(question, "", "", id);
    }
}
