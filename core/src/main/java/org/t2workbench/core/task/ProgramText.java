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

    private static final Pattern ANYTHING = Pattern.compile("");

    private static final Pattern BEGINS_A_PROGRAM =
            Pattern.compile("^(?:(?:def|class|import|from|async def)\\b|@)", Pattern.MULTILINE);

    /**
     * The first fenced or marked part that defines the function, else the first part, else the text from the first
     * line that can begin a program. Where the item has a stub, what does not define the function is taken for the rest
     * of it.
     */
    static Optional<ProgramText> of(String text, TaskItem item) {
        String unix = Layout.unix(text);
        Pattern head = head(item);
        Optional<String> stub = item.detail(TaskItem.STUB);
        String before = beforeFence(unix);
        // the prompt had opened the fence, and the first one here closes it
        boolean opened = !MARKED.matcher(unix).find()
                && ((head != ANYTHING && head.matcher(before).find()) || (stub.isPresent() && isIndented(before)));
        List<String> parts = opened ? List.of() : parts(unix);
        String code = parts.stream()
                .filter(part -> head.matcher(part).find())
                .findFirst()
                .orElse(parts.isEmpty() ? before : parts.get(0));
        return stub.isPresent() && !head.matcher(code).find()
                ? Optional.of(body(code))
                        .filter(body -> !body.isBlank())
                        .map(body -> new ProgramText(stub.get() + body + "\n", true))
                : whole(code, stub, !parts.isEmpty() || unix.strip().equals(fromProgram(code)));
    }

    private static Optional<ProgramText> whole(String code, Optional<String> stub, boolean inForm) {
        String program = inForm ? code : fromProgram(code);
        return Optional.of(program)
                .filter(found -> !found.isBlank())
                .map(found -> new ProgramText(
                        stub.map(ProgramText::opening).orElse("") + found.stripTrailing() + "\n", inForm));
    }

    /** The line that defines the item's function; where none is named, any text will do. */
    private static Pattern head(TaskItem item) {
        return item.detail(TaskItem.ENTRY_POINT)
                .map(name -> Pattern.compile(
                        "^[ \\t]*+(?:async )?def\\s++" + Pattern.quote(name) + "\\s*+\\(", Pattern.MULTILINE))
                .orElse(ANYTHING);
    }

    private static String beforeFence(String text) {
        int fence = text.indexOf("```");
        return fence < 0 ? text : text.substring(0, fence);
    }

    private static boolean isIndented(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().stream()
                .anyMatch(line -> Character.isWhitespace(line.charAt(0)));
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
        return begin.find() ? text.substring(begin.start()).strip() : text.strip();
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
