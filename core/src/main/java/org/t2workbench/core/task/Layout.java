package org.t2workbench.core.task;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.job.InvalidInputException;

/** How the rows of a data set become items. Immutable, safe from any thread. */
interface Layout {

    int ID_BYTES = 8;

    /** The layouts that need no settings. */
    List<String> NAMES =
            List.of("gsm8k", "math", "arc", "mbpp", "mbpp-plus", "humaneval", "messages", "conversations", "columns");

    /**
     * @param task whose name the item's id begins with
     * @throws InvalidInputException when the row is of another shape, with its line
     */
    TaskItem item(String task, DataRow row);

    /** @param columns for {@code columns} alone: which column holds what, by {@link ColumnLayout#ROLES} */
    static Layout of(String name, Map<String, String> columns) {
        return switch (name) {
            case "gsm8k" -> MathLayouts::gsm8k;
            case "math" -> MathLayouts::competition;
            case "arc" -> ArcLayout::item;
            case "mbpp" -> CodeLayouts::mbpp;
            case "mbpp-plus" -> CodeLayouts::mbppPlus;
            case "humaneval" -> CodeLayouts::humanEval;
            case "messages" -> ChatLayout.MESSAGES;
            case "conversations" -> ChatLayout.CONVERSATIONS;
            case "columns" -> new ColumnLayout(columns);
            default -> throw new IllegalArgumentException("There is no layout " + name + ".");
        };
    }

    /** The data's own name of an item where it has one, else the head of the question's SHA-256. */
    static String id(String task, Optional<String> own, String question) {
        return task + "/" + own.orElseGet(() -> HexFormat.of().formatHex(Split.sha256(question), 0, ID_BYTES));
    }

    /** Line breaks as everywhere else: some rows of MBPP have those of Windows. */
    static String unix(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }
}
