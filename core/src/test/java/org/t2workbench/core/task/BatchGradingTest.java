package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;

class BatchGradingTest {

    private static final TaskItem GOOD = new TaskItem("Q", "", "7", "t/good");
    private static final TaskItem BAD = new TaskItem("Q", "", "seven", "t/bad");

    @Test
    void itemThatCannotBeGradedCountsAsWrongAndIsSaid() {
        List<Grade> grades = task(false)
                .gradeAll(List.of(answer("7", GOOD), answer("7", BAD), answer("8", GOOD)), new CancellationToken());
        assertThat(grades).extracting(Grade::correct).containsExactly(true, false, false);
        assertThat(grades.get(1).note().orElseThrow())
                .contains("item t/bad counts as wrong")
                .contains("\"seven\", which is no number");
        assertThat(grades.get(2).note()).isEmpty();
    }

    @Test
    void graderOfNoUseIsRefused() {
        List<UngradedAnswer> answers = Collections.nCopies(8, answer("7", BAD));
        assertThatThrownBy(() -> task(false).gradeAll(answers, new CancellationToken()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("failed on each of 8 answers")
                .hasMessageContaining("no number");
        assertThat(task(false).gradeAll(answers.subList(0, 7), new CancellationToken()))
                .extracting(Grade::correct)
                .containsOnly(false);
    }

    @Test
    void unfinishedAnswersKeepTheirPlacesWhereATaskWantsThemFinished() {
        List<UngradedAnswer> answers =
                List.of(answer("7", GOOD), new UngradedAnswer("7", false, GOOD), answer("7", GOOD));
        assertThat(task(true).gradeAll(answers, new CancellationToken()))
                .extracting(Grade::correct)
                .containsExactly(true, false, true);
        assertThat(task(false).gradeAll(answers, new CancellationToken()))
                .extracting(Grade::correct)
                .containsExactly(true, true, true);
    }

    @Test
    void gradingIsCancelled() {
        CancellationToken token = new CancellationToken();
        token.cancel();
        assertThatThrownBy(() -> task(false).gradeAll(List.of(answer("7", GOOD)), token))
                .isInstanceOf(CancelledException.class);
    }

    private static UngradedAnswer answer(String text, TaskItem item) {
        return new UngradedAnswer(text, true, item);
    }

    private static Task task(boolean mustFinish) {
        return new Task(
                "t",
                "d",
                Optional.empty(),
                "{question}",
                List.of(),
                9,
                mustFinish,
                new NumberGrader(""),
                SampleTasks.task("math").source());
    }
}
