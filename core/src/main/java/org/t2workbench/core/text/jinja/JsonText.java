package org.t2workbench.core.text.jinja;

import java.util.List;
import java.util.Map;

/** Writes a value as Python's {@code json.dumps} does with {@code ensure_ascii=False}. */
final class JsonText {

    private final int indent;
    private final Budget budget;
    private final StringBuilder text = new StringBuilder();

    private JsonText(int indent, Budget budget) {
        this.indent = indent;
        this.budget = budget;
    }

    /** @param indent spaces per level, or a negative number for everything on one line */
    static String of(Object value, int indent, Budget budget) {
        var json = new JsonText(indent, budget);
        json.write(value, 1);
        return json.text.toString();
    }

    private void write(Object value, int level) {
        budget.step();
        budget.enter();
        if (value instanceof String string) {
            string(string);
        } else if (value instanceof Boolean || value instanceof Long) {
            append(value.toString());
        } else if (value instanceof Double number) {
            append(
                    Double.isNaN(number)
                            ? "NaN"
                            : Double.isInfinite(number)
                                    ? (number > 0 ? "Infinity" : "-Infinity")
                                    : Values.text(number));
        } else if (value == None.NONE) {
            append("null");
        } else if (value instanceof List<?> list) {
            append("[");
            String separator = "";
            for (Object element : list) {
                append(separator);
                newLine(level);
                write(element, level + 1);
                separator = separator();
            }
            end("]", list.isEmpty(), level);
        } else if (value instanceof Map<?, ?> map) {
            append("{");
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                append(separator);
                newLine(level);
                string(Values.text(entry.getKey(), budget));
                append(": ");
                write(entry.getValue(), level + 1);
                separator = separator();
            }
            end("}", map.isEmpty(), level);
        } else {
            throw new JinjaException(Values.kind(value) + " cannot be written as JSON");
        }
        budget.leave();
    }

    private String separator() {
        return indent < 0 ? ", " : ",";
    }

    private void newLine(int level) {
        if (indent >= 0) {
            append("\n");
            append(" ".repeat(indent * level));
        }
    }

    private void end(String bracket, boolean empty, int level) {
        if (!empty) {
            newLine(level - 1);
        }
        append(bracket);
    }

    private void string(String value) {
        budget.characters(value.length());
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < ' ') {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private void append(String piece) {
        budget.characters(piece.length());
        text.append(piece);
    }
}
