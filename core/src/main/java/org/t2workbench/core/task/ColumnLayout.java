package org.t2workbench.core.task;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any table: which column holds what is said by the task file.
 *
 * @param columns from {@link #ROLES} to the data's names; question and answer at least
 */
record ColumnLayout(Map<String, String> columns) implements Layout {

    static final List<String> ROLES =
            List.of("question", "answer", "solution", "id", TaskItem.ENTRY_POINT, TaskItem.STUB, TaskItem.OPTIONS);

    ColumnLayout {
        if (!columns.containsKey("question") || !columns.containsKey("answer")) {
            throw new IllegalArgumentException("A question and an answer are needed.");
        }
        columns = Map.copyOf(columns);
    }

    @Override
    public TaskItem item(String task, DataRow row) {
        String question = required(row, "question").strip();
        Map<String, String> details = new HashMap<>();
        for (String role : List.of(TaskItem.ENTRY_POINT, TaskItem.STUB, TaskItem.OPTIONS)) {
            optional(row, role).ifPresent(value -> details.put(role, value));
        }
        return new TaskItem(
                question,
                optional(row, "solution").orElse(""),
                required(row, "answer"),
                Layout.id(task, optional(row, "id"), question),
                details);
    }

    private String required(DataRow row, String role) {
        String column = columns.get(role);
        if (column == null) {
            throw new IllegalStateException("The layout has no " + role + ".");
        }
        return row.plain(column);
    }

    private Optional<String> optional(DataRow row, String role) {
        return Optional.ofNullable(columns.get(role)).flatMap(row::optionalPlain);
    }
}
