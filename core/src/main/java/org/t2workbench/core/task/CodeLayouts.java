package org.t2workbench.core.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MBPP in its three files, and HumanEval. Questions are worded as the reference code words them. */
final class CodeLayouts {

    private static final Pattern CALLED = Pattern.compile(
            "\\bassert\\b[^A-Za-z_]*+(?:(?:not|set|math\\.isclose|sorted|abs|round|len|list|tuple|str)\\b[\\s(]*+)*+([A-Za-z_]\\w*)\\s*\\(");

    private CodeLayouts() {}

    /** The original ({@code text}) or the sanitized file ({@code prompt}), with {@code code} and {@code test_list}. */
    static TaskItem mbpp(String task, DataRow row) {
        String instruction = row.text(row.has("text") ? "text" : "prompt");
        List<String> asserts = row.texts("test_list");
        if (asserts.isEmpty()) {
            throw row.has("test_list")
                    ? row.wrong("test_list", "a list with a test at least")
                    : row.missing("test_list");
        }
        List<String> tests = new ArrayList<>(row.texts("test_imports"));
        row.optionalText("test_setup_code").filter(setup -> !setup.isBlank()).ifPresent(tests::add);
        tests.addAll(asserts);
        Map<String, String> details = called(asserts.get(0))
                .map(name -> Map.of(TaskItem.ENTRY_POINT, name))
                .orElse(Map.of());
        return item(task, row, asked(instruction, asserts.get(0)), row.text("code"), String.join("\n", tests), details);
    }

    /** EvalPlus: {@code prompt} in quotes, {@code assertion}, {@code entry_point}; only the base tests count. */
    static TaskItem mbppPlus(String task, DataRow row) {
        String entryPoint = row.text("entry_point").strip();
        String assertion = Layout.unix(row.text("assertion"));
        String first = assertion
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("assert"))
                .findFirst()
                .orElseThrow(() -> row.wrong("assertion", "a list of assert statements"));
        String instruction = row.text("prompt").strip();
        for (String quotes : List.of("'''", "\"\"\"")) {
            if (instruction.length() >= 2 * quotes.length()
                    && instruction.startsWith(quotes)
                    && instruction.endsWith(quotes)) {
                instruction = instruction.substring(quotes.length(), instruction.length() - quotes.length());
            }
        }
        // later versions of the file repeat the first test in the prompt
        int repeated = instruction.indexOf("\nassert ");
        return item(
                task,
                row,
                asked(repeated < 0 ? instruction : instruction.substring(0, repeated), first),
                row.text("canonical_solution"),
                EvalPlusTests.of(entryPoint, assertion),
                Map.of(TaskItem.ENTRY_POINT, entryPoint));
    }

    /**
     * {@code prompt} is the head of a function; {@code test} defines check, which gets the function. What the prompt defines
     * before the function is the tests' own: some checks go through it, and an answer must not change it.
     */
    static TaskItem humanEval(String task, DataRow row) {
        String stub = Layout.unix(row.text("prompt"));
        String entryPoint = row.text("entry_point").strip();
        return item(
                task,
                row,
                "Write a solution to the following problem:\n" + fenced(stub),
                stub + Layout.unix(row.text("canonical_solution")),
                before(entryPoint, stub) + Layout.unix(row.text("test")).strip() + "\n\ncheck(" + entryPoint + ")",
                Map.of(TaskItem.ENTRY_POINT, entryPoint, TaskItem.STUB, stub));
    }

    /** The part of a stub that stands before its function. */
    private static String before(String entryPoint, String stub) {
        Matcher head = Pattern.compile("^def\\s+" + Pattern.quote(entryPoint) + "\\s*\\(", Pattern.MULTILINE)
                .matcher(stub);
        return head.find() ? stub.substring(0, head.start()) : "";
    }

    private static TaskItem item(
            String task, DataRow row, String question, String code, String tests, Map<String, String> details) {
        Optional<String> number = row.optionalPlain("task_id").map(id -> id.substring(id.lastIndexOf('/') + 1));
        return new TaskItem(
                question, fenced(Layout.unix(code)), Layout.unix(tests), Layout.id(task, number, question), details);
    }

    private static String asked(String instruction, String test) {
        String sentence = Layout.unix(instruction).strip();
        return sentence + (sentence.endsWith(".") ? "" : ".") + " Your code should satisfy the following assertion:\n"
                + fenced(test);
    }

    private static String fenced(String code) {
        return "```python\n" + code.strip() + "\n```";
    }

    /** The function that a test calls. */
    private static Optional<String> called(String test) {
        Matcher matcher = CALLED.matcher(test);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
