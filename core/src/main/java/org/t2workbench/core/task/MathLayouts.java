package org.t2workbench.core.task;

import java.util.Optional;
import java.util.regex.Pattern;

/** GSM8K and the competition problems of MATH. */
final class MathLayouts {

    private static final String ANSWER_MARK = "####";

    /** The calculator's notes in GSM8K's solutions, as {@code <<48/2=24>>}: no part of what a person would write. */
    private static final Pattern CALCULATOR = Pattern.compile("<<[^<>\\n]*>>");

    private MathLayouts() {}

    /** {@code question} and {@code answer}, which ends in {@code #### 1,234}. */
    static TaskItem gsm8k(String task, DataRow row) {
        String question = row.text("question").strip();
        String solution = Layout.unix(row.text("answer"));
        Optional<String> answer = Marked.tail(solution, ANSWER_MARK).map(String::strip);
        if (answer.flatMap(NumberGrader::last).isEmpty()) {
            throw row.wrong("answer", "a solution that ends in #### and a number");
        }
        String plain = CALCULATOR.matcher(solution).replaceAll("").strip();
        return new TaskItem(question, plain, answer.get(), Layout.id(task, row.optionalPlain("id"), question));
    }

    /** {@code problem} and {@code solution}, with {@code answer} or the last box of the solution. */
    static TaskItem competition(String task, DataRow row) {
        String question = row.text("problem").strip();
        String solution = row.text("solution").strip();
        String answer = row.optionalPlain("answer")
                .or(() -> Boxed.last(solution).map(Boxed::content))
                .orElseThrow(() -> row.wrong("solution", "a solution with \\boxed{…}, or a column \"answer\","));
        return new TaskItem(question, solution, answer, Layout.id(task, row.optionalPlain("unique_id"), question));
    }
}
