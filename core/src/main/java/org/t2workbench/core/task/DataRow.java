package org.t2workbench.core.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.job.InvalidInputException;

/**
 * One row of a data file. What is wrong with it becomes a sentence with the file and the line. Columns inside others are
 * named with a dot, as {@code choices.text}.
 *
 * @param file it is from
 * @param line where it begins, counted from 1
 * @param object its columns
 */
record DataRow(Path file, long line, JsonNode object) {

    boolean has(String column) {
        JsonNode value = at(column);
        return !value.isMissingNode() && !value.isNull();
    }

    /** A text that is not blank. */
    String text(String column) {
        String text = optionalText(column).orElseThrow(() -> missing(column));
        if (text.isBlank()) {
            throw wrong(column, "a text that is not empty");
        }
        return text;
    }

    Optional<String> optionalText(String column) {
        if (!has(column)) {
            return Optional.empty();
        }
        JsonNode value = at(column);
        if (!value.isTextual()) {
            throw wrong(column, "a text");
        }
        return Optional.of(value.textValue());
    }

    /** A text, or a number or truth value as it is written. */
    String plain(String column) {
        if (!has(column)) {
            throw missing(column);
        }
        JsonNode value = at(column);
        if (!value.isValueNode()) {
            throw wrong(column, "a text or a number");
        }
        String text = value.asText();
        if (text.isBlank()) {
            throw wrong(column, "a text that is not empty");
        }
        return text;
    }

    Optional<String> optionalPlain(String column) {
        return has(column) && !at(column).asText(" ").isBlank() ? Optional.of(plain(column)) : Optional.empty();
    }

    /** A list of texts; empty when absent. */
    List<String> texts(String column) {
        if (!has(column)) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list(column, "a list of texts")) {
            if (!element.isTextual()) {
                throw wrong(column, "a list of texts");
            }
            texts.add(element.textValue());
        }
        return List.copyOf(texts);
    }

    /** A list of objects, each as a row of its own at the same line. */
    List<DataRow> rows(String column) {
        if (!has(column)) {
            throw missing(column);
        }
        List<DataRow> rows = new ArrayList<>();
        for (JsonNode element : list(column, "a list of objects")) {
            if (!element.isObject()) {
                throw wrong(column, "a list of objects");
            }
            rows.add(new DataRow(file, line, element));
        }
        return List.copyOf(rows);
    }

    InvalidInputException missing(String column) {
        List<String> columns = new ArrayList<>();
        object.fieldNames().forEachRemaining(columns::add);
        String known = abbreviated(String.join(", ", columns));
        return problem("lacks \"" + column + "\"; it has " + (known.isEmpty() ? "nothing" : known));
    }

    InvalidInputException wrong(String column, String expected) {
        return problem("has " + abbreviated(at(column).toString()) + " as \"" + column + "\", but " + expected
                + " is expected");
    }

    InvalidInputException problem(String what) {
        return new InvalidInputException("Line " + line + " of " + file + " " + what + ".", file);
    }

    private JsonNode list(String column, String expected) {
        JsonNode value = at(column);
        if (!value.isArray()) {
            throw wrong(column, expected);
        }
        return value;
    }

    private JsonNode at(String column) {
        JsonNode value = object.path(column);
        int dot = column.indexOf('.');
        return value.isMissingNode() && dot > 0
                ? object.path(column.substring(0, dot)).path(column.substring(dot + 1))
                : value;
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
}
