package org.t2workbench.core.task;

import java.util.List;
import java.util.Map;

/**
 * ARC: {@code question}, {@code choices} of {@code text} and {@code label}, {@code answerKey}. The options are lettered
 * from A as in the reference code; a key among the labels 1, 2, 3, 4, which 22 rows have, becomes the letter of its
 * place, where the reference code leaves it and can never find it right.
 */
final class ArcLayout {

    private static final String LETTERS = "ABCDEFGHIJ";

    private ArcLayout() {}

    static TaskItem item(String task, DataRow row) {
        List<String> options = row.texts("choices.text");
        List<String> labels = row.texts("choices.label");
        if (options.size() < 2 || options.size() > LETTERS.length()) {
            throw row.wrong("choices.text", "a list of 2 to " + LETTERS.length() + " texts");
        }
        if (labels.size() != options.size()) {
            throw row.wrong("choices.label", "a label for each of " + options.size() + " options");
        }
        int right = labels.indexOf(row.plain("answerKey").strip());
        if (right < 0) {
            throw row.wrong("answerKey", "one of the labels " + String.join(", ", labels));
        }
        StringBuilder question = new StringBuilder(row.text("question").strip()).append("\nOptions:");
        for (int i = 0; i < options.size(); i++) {
            question.append('\n')
                    .append(LETTERS.charAt(i))
                    .append(". ")
                    .append(options.get(i).strip());
        }
        String letter = LETTERS.substring(right, right + 1);
        String asked = question.toString();
        return new TaskItem(
                asked,
                "The answer is (" + letter + ").",
                letter,
                Layout.id(task, row.optionalPlain("id"), asked),
                Map.of(TaskItem.OPTIONS, Integer.toString(options.size())));
    }
}
