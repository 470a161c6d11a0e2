package org.t2workbench.core.task;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The program in what a model wrote.
 *
 * @param program Python that can be run
 * @param inForm whether it stood in a fence, or was all there was
 */
record ProgramText(String program, boolean inForm) {

    /** An opening fence, and what is in it until the closing one or the end of the text. */
    private static final Pattern FENCED =
            Pattern.compile("```[ \\t]*+[A-Za-z0-9+]*+[ \\t]*+\\n(.*?)(?:\\n[ \\t]*```|\\z)", Pattern.DOTALL);

    /** The marks that MBPP's authors asked for. */
    private static final Pattern MARKED =
            Pattern.compile("\\[BEGIN]\\s*?\\n(.*?)(?:\\n?\\[(?:DONE|END)]|\\z)", Pattern.DOTALL);

    private static final Pattern BEGINS_A_PROGRAM =
            Pattern.compile("^(?:def|class|import|from|@|async def)\\b|^@", Pattern.MULTILINE);

    /**
     * The first fenced or marked part that defines the function, else the first part, else the text from the first
     * line that can begin a program. Where the item has a stub, what does not define the function is taken for the rest
     * of it.
     */
    static Optional<ProgramText> of(String text, TaskItem item) {
        String unix = Layout.unix(text);
        Optional<Pattern> head = item.detail(TaskItem.ENTRY_POINT)
                .map(name -> Pattern.compile(
                        "^[ \\t]*(?:async )?def\\s+" + Pattern.quote(name) + "\\s*\\(", Pattern.MULTILINE));
        List<String> parts = parts(unix);
        Optional<String> defining = parts.stream()
                .filter(part ->
                        head.map(pattern -> pattern.matcher(part).find()).orElse(true))
                .findFirst();
        String code = defining.or(() -> parts.stream().findFirst()).orElse(unix);
        boolean fenced = !parts.isEmpty();
        Optional<String> stub = item.detail(TaskItem.STUB);
        boolean complete = head.map(pattern -> pattern.matcher(code).find()).orElse(true);
        if (stub.isPresent() && !complete) {
            String body = body(code);
            return body.isBlank() ? Optional.empty() : Optional.of(new ProgramText(stub.get() + body + "\n", true));
        }
        String program = fenced ? code : fromProgram(code);
        if (program.isBlank()) {
            return Optional.empty();
        }
        String opening = stub.map(ProgramText::opening).orElse("");
        return Optional.of(new ProgramText(opening + program.stripTrailing() + "\n", fenced || program.equals(code)));
    }

    private static List<String> parts(String text) {
        Matcher marked = MARKED.matcher(text);
        if (marked.find()) {
            String inside = marked.group(1);
            List<String> fenced = fenced(inside);
            return fenced.isEmpty() ? List.of(inside) : fenced;
        }
        return fenced(text);
    }

    private static List<String> fenced(String text) {
        return FENCED.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static String fromProgram(String text) {
        Matcher begin = BEGINS_A_PROGRAM.matcher(text);
        String code = begin.find() ? text.substring(begin.start()) : text;
        int fence = code.indexOf("\n```");
        return fence < 0 ? code : code.substring(0, fence);
    }

    /** The rest of a function: up to the first line that stands outside of it. */
    private static String body(String code) {
        List<String> lines = code.lines().dropWhile(String::isBlank).toList();
        if (lines.isEmpty()) {
            return "";
        }
        // the spaces before the first line often went into the prompt's last token
        String first =
                lines.get(0).isEmpty() || Character.isWhitespace(lines.get(0).charAt(0))
                        ? lines.get(0)
                        : "    " + lines.get(0);
        String rest = lines.stream()
                .skip(1)
                .takeWhile(line -> line.isBlank() || Character.isWhitespace(line.charAt(0)))
                .collect(Collectors.joining("\n"));
        return first + "\n" + rest.stripTrailing();
    }

    /** What a stub has before its last function: the imports and helpers that the program relies on. */
    private static String opening(String stub) {
        int last = stub.startsWith("def ") ? 0 : -1;
        for (int at = stub.indexOf("\ndef "); at >= 0; at = stub.indexOf("\ndef ", at + 1)) {
            last = at + 1;
        }
        return last <= 0 ? "" : stub.substring(0, last);
    }
}
