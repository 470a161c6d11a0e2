package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the programs print, found by a small interpreter of the language they are written in. */
class StringProgramsTest {

    private static final int MANY = 3000;

    private static final Pattern REPLACE = Pattern.compile("(\\w+)\\.replace\\(\"(\\w)\", \"(\\w)\"\\)");
    private static final Pattern SLICE = Pattern.compile("(\\w+)\\[(\\d*):(\\d*)(?::(-1)?)?]");
    private static final Pattern TRACE = Pattern.compile("(?:\\d[A-Z] )*\\d[A-Z]\\.");

    @Test
    void answersAreWhatTheProgramsPrint() {
        for (String task : new String[] {"code", "code-hard"}) {
            for (TaskItem item : SampleTasks.task(task).source().items(Split.TRAIN, MANY, 6)) {
                assertThat(item.answer()).as(item.question()).isEqualTo(printed(item.question()));
            }
        }
    }

    @Test
    void workedAnswerSpellsAStringOfTheProgram() {
        for (TaskItem item : SampleTasks.task("code").source().items(Split.TRAIN, MANY, 6)) {
            Matcher trace = TRACE.matcher(item.solution());
            assertThat(trace.lookingAt()).as(item.solution()).isTrue();
            String spelt = trace.group().replaceAll("[^A-Z]", "");
            String expected = item.question().contains("replace") ? item.answer() : string(item.question());
            assertThat(spelt).as(item.question()).isEqualTo(expected);
        }
    }

    /** Worked by hand: what the program prints, and what a quick reader says. */
    @ParameterizedTest
    @CsvSource({"reverse, TKMEP, TKMEP", "rotate, MKTPE, MKTPE", "slice, EM, EMK", "replace, PEXKT, PEXKT"})
    void operationsOnOneString(String kind, String result, String quick) {
        StringOperation operation =
                switch (kind) {
                    case "reverse" -> new StringOperation.Reverse();
                    case "rotate" -> new StringOperation.Rotate(2);
                    case "slice" -> new StringOperation.Slice(1, 3);
                    default -> new StringOperation.Replace("M", "X");
                };
        assertThat(operation.kind()).isEqualTo(kind);
        assertThat(operation.apply("PEMKT")).isEqualTo(result);
        assertThat(operation.quick("PEMKT")).isEqualTo(quick);
    }

    @Test
    void quickReaderReplacesOnlyTheFirst() {
        StringOperation replace = new StringOperation.Replace("B", "Y");
        assertThat(replace.apply("ABCB")).isEqualTo("AYCY");
        assertThat(replace.quick("ABCB")).isEqualTo("AYCB");
        assertThat(replace.quick("AC")).isEqualTo("AC");
        assertThat(replace.expression("t")).isEqualTo("t.replace(\"B\", \"Y\")");
        assertThat(replace.traced("ABCB")).isEqualTo("AYCY");
    }

    @Test
    void lettersRepeatOnlyWhereOneIsReplaced() {
        int repeated = 0;
        int replacing = 0;
        for (TaskItem item : SampleTasks.task("code").source().items(Split.TRAIN, MANY, 6)) {
            String string = string(item.question());
            assertThat(string.length()).isBetween(4, 5);
            Set<Integer> different = new HashSet<>();
            string.chars().forEach(different::add);
            boolean repeats = different.size() < string.length();
            if (item.question().contains("replace")) {
                replacing++;
                repeated += repeats ? 1 : 0;
                Matcher matcher = REPLACE.matcher(item.question());
                assertThat(matcher.find()).isTrue();
                assertThat(string).contains(matcher.group(2));
                if (repeats) {
                    assertThat(string.replace(matcher.group(2), "")).hasSize(string.length() - 2);
                }
            } else {
                assertThat(repeats).as(item.question()).isFalse();
            }
        }
        assertThat((double) repeated / replacing).isBetween(0.42, 0.58);
    }

    @Test
    void twoStepsAreOfTwoKinds() {
        Family family = Family.of("code-hard", SampleTasks.words());
        ItemRandom random = new ItemRandom(8);
        Map<String, Integer> kinds = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            kinds.merge(family.draw(random).kind(), 1, Integer::sum);
        }
        assertThat(kinds.keySet())
                .containsExactlyInAnyOrder(
                        "reverse,replace",
                        "reverse,rotate",
                        "rotate,replace",
                        "rotate,reverse",
                        "slice,replace",
                        "slice,reverse",
                        "slice,rotate",
                        "replace,reverse",
                        "replace,rotate");
    }

    private static String string(String program) {
        String from = program.substring(program.indexOf("s = \"") + 5);
        return from.substring(0, from.indexOf('"'));
    }

    /** Runs assignments and one print of + over slices and replacements, as Python does. */
    private static String printed(String question) {
        Map<String, String> variables = new HashMap<>();
        for (String line : question.split("\n")) {
            if (line.startsWith("print(")) {
                return value(line.substring(6, line.length() - 1), variables);
            }
            if (line.contains(" = ")) {
                variables.put(line.substring(0, 1), value(line.substring(4), variables));
            }
        }
        throw new AssertionError("The program prints nothing: " + question);
    }

    private static String value(String expression, Map<String, String> variables) {
        if (expression.startsWith("\"")) {
            return expression.substring(1, expression.length() - 1);
        }
        Matcher replace = REPLACE.matcher(expression);
        if (replace.matches()) {
            StringBuilder replaced = new StringBuilder();
            for (char letter : variable(replace.group(1), variables).toCharArray()) {
                replaced.append(letter == replace.group(2).charAt(0) ? replace.group(3) : letter);
            }
            return replaced.toString();
        }
        StringBuilder sum = new StringBuilder();
        for (String term : expression.split(" \\+ ")) {
            Matcher slice = SLICE.matcher(term);
            assertThat(slice.matches()).as(term).isTrue();
            String text = variable(slice.group(1), variables);
            if (slice.group(4) != null) {
                for (int i = text.length() - 1; i >= 0; i--) {
                    sum.append(text.charAt(i));
                }
                continue;
            }
            int from = slice.group(2).isEmpty() ? 0 : Integer.parseInt(slice.group(2));
            int to = slice.group(3).isEmpty() ? text.length() : Integer.parseInt(slice.group(3));
            for (int i = from; i < Math.min(to, text.length()); i++) {
                sum.append(text.charAt(i));
            }
        }
        return sum.toString();
    }

    private static String variable(String name, Map<String, String> variables) {
        return Optional.ofNullable(variables.get(name)).orElseThrow();
    }
}
