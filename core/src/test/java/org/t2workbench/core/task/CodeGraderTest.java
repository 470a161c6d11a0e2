package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

class CodeGraderTest {

    private static final String STUB = "import re\n\ndef help(x):\n    return x\n\ndef f(x):\n    \"\"\" Add. \"\"\"\n";
    private static final TaskItem PLAIN =
            new TaskItem("Q", "", "assert f(1) == 2", "t/1", Map.of(TaskItem.ENTRY_POINT, "f"));
    private static final TaskItem STUBBED =
            new TaskItem("Q", "", "check(f)", "t/2", Map.of(TaskItem.ENTRY_POINT, "f", TaskItem.STUB, STUB));

    private static final String CODE = "def f(x):\n    return x + 1";

    /** An answer and the program in it. */
    private record Case(String name, String text, TaskItem item, String program, boolean inForm) {}

    @TestFactory
    Stream<DynamicTest> programIsFoundInTheAnswer() {
        return Stream.of(
                        new Case("fence", "Here:\n```python\n" + CODE + "\n```\nDone.", PLAIN, CODE + "\n", true),
                        new Case("bare fence", "```\n" + CODE + "\n```", PLAIN, CODE + "\n", true),
                        new Case("open fence", "```python\n" + CODE, PLAIN, CODE + "\n", true),
                        new Case(
                                "Windows",
                                "```python\r\n" + CODE.replace("\n", "\r\n") + "\r\n```",
                                PLAIN,
                                CODE + "\n",
                                true),
                        new Case(
                                "second fence",
                                "```sh\npip\n```\n```python\n" + CODE + "\n```",
                                PLAIN,
                                CODE + "\n",
                                true),
                        new Case("no definition", "```\nx = 1\n```\n```\ny = 1\n```", PLAIN, "x = 1\n", true),
                        new Case("marks", "[BEGIN]\n" + CODE + "\n[DONE]\nbye", PLAIN, CODE + "\n", true),
                        new Case(
                                "marked fence",
                                "[BEGIN]\n```python\n" + CODE + "\n```\n[DONE]",
                                PLAIN,
                                CODE + "\n",
                                true),
                        new Case("nothing else", CODE, PLAIN, CODE + "\n", true),
                        new Case("talk before", "Sure!\n\n" + CODE, PLAIN, CODE + "\n", false),
                        new Case("prefilled", CODE + "\n```\nThis adds.", PLAIN, CODE + "\n", false),
                        new Case("decorated", "So:\n@cache\n" + CODE, PLAIN, "@cache\n" + CODE + "\n", false),
                        new Case(
                                "rest of the stub",
                                "    return x + 1\n\nprint(f(1))",
                                STUBBED,
                                STUB + "    return x + 1\n\n",
                                true),
                        new Case(
                                "lost spaces",
                                "y = x\n    return y + 1",
                                STUBBED,
                                STUB + "    y = x\n    return y + 1\n",
                                true),
                        new Case(
                                "fenced rest",
                                "```python\n    return x\n```",
                                STUBBED,
                                STUB + "    return x\n\n",
                                true),
                        new Case(
                                "whole function",
                                "```python\n" + CODE + "\n```",
                                STUBBED,
                                "import re\n\ndef help(x):\n    return x\n\n" + CODE + "\n",
                                true))
                .map(row -> DynamicTest.dynamicTest(
                        row.name(),
                        () -> assertThat(ProgramText.of(row.text(), row.item()))
                                .contains(new ProgramText(row.program(), row.inForm()))));
    }

    @Test
    void emptyAnswerHasNoProgram() {
        for (String text : List.of("", " \n", "```python\n\n```")) {
            assertThat(ProgramText.of(text, PLAIN)).as(text).isEmpty();
            assertThat(ProgramText.of(text, STUBBED)).as(text).isEmpty();
        }
    }

    @Test
    void hostileAnswerEndsSoon() {
        for (String piece : List.of("```", "```python\n", "[BEGIN]\n", "\n", " ", "def f", "@\n")) {
            String text = piece.repeat(20_000);
            assertThat(ProgramText.of(text, PLAIN))
                    .satisfies(found -> assertThat(found).isNotNull());
        }
    }

    @Test
    void allProgramsAreRunAtOnceAndVerdictsKeepTheirPlaces() {
        List<List<CodeTrial>> batches = new ArrayList<>();
        Grader grader = new CodeGrader(Optional.of(runner((trials, token) -> {
            batches.add(trials);
            return trials.stream()
                    .map(trial -> trial.program().contains("+ 1")
                            ? new CodeVerdict(true, "")
                            : new CodeVerdict(false, "AssertionError"))
                    .toList();
        })));
        List<Grade> grades = grader.gradeAll(
                List.of(answer("def f(x):\n    return x"), answer(""), answer("```python\n" + CODE + "\n```")),
                new CancellationToken());
        assertThat(batches).hasSize(1);
        assertThat(batches.get(0)).hasSize(2);
        assertThat(batches.get(0).get(1)).isEqualTo(new CodeTrial(CODE + "\n", "assert f(1) == 2"));
        assertThat(grades).extracting(Grade::correct).containsExactly(false, false, true);
        assertThat(grades.get(0).note()).contains("AssertionError");
        assertThat(grades.get(1).note()).contains("There is no program in the answer.");
        assertThat(grades.get(2).parsed()).contains(CODE + "\n");
        assertThat(grades.get(2).inForm()).isTrue();
    }

    @Test
    void codeTaskWithoutASandboxIsRefusedBeforeAnyWork() {
        Grader grader = new CodeGrader(Optional.empty());
        assertThatThrownBy(grader::requireReady)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no sandbox")
                .hasMessageContaining("-Psandbox");
        assertThatThrownBy(() -> grader.grade("x", PLAIN)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void sandboxThatCannotStartEndsTheWork() {
        Grader grader = new CodeGrader(Optional.of(runner((trials, token) -> {
            throw new WorkbenchException("The sandbox cannot start.");
        })));
        assertThatThrownBy(() -> grader.gradeAll(List.of(answer(CODE)), new CancellationToken()))
                .hasMessageContaining("cannot start");
    }

    @Test
    void sandboxDoesNotChangeATasksFingerprint() {
        assertThat(new CodeGrader(Optional.empty()))
                .hasToString(new CodeGrader(Optional.of(runner((trials, token) -> List.of()))).toString());
    }

    @Test
    void testsOfMbppPlusAllowWhatEvalPlusAllows() {
        assertThat(EvalPlusTests.of("f", "\nassert f('a == b', [1]) == 'x'\n"))
                .isEqualTo("assert f('a == b', [1]) == 'x'");
        assertThat(EvalPlusTests.of("f", "assert f(1)==-0.5"))
                .isEqualTo("import math\nassert math.isclose(f(1), -0.5, rel_tol=1e-07, abs_tol=1e-06)");
        assertThat(EvalPlusTests.of("f", "assert f(1) == [1.0, 2.5]"))
                .isEqualTo("import math\nassert all(math.isclose(a, b, rel_tol=1e-07, abs_tol=1e-06)"
                        + " for a, b in zip(f(1), [1.0, 2.5], strict=True))");
        assertThat(EvalPlusTests.of("f", "assert f(1) == [1.0, 'x']")).isEqualTo("assert f(1) == [1.0, 'x']");
        assertThat(EvalPlusTests.of("Diff", "assert (Diff([1], [2])) == [1, 2]"))
                .isEqualTo("assert set((Diff([1], [2]))) == set([1, 2])");
        assertThat(EvalPlusTests.of("find_char_long", "assert set(find_char_long('x')) == set(['x'])"))
                .isEqualTo("assert set(find_char_long('x')) == set(['x'])");
        assertThat(EvalPlusTests.of("sum_div", "assert sum_div(8)==7")).isEqualTo("assert sum_div(8) in (7, 0)");
        assertThat(EvalPlusTests.of("are_equivalent", "assert are_equivalent(36, 57) == False"))
                .isEqualTo("are_equivalent(36, 57)");
        assertThat(EvalPlusTests.of("f", "assert math.isclose(f(1), 2, rel_tol=0.001)"))
                .isEqualTo("import math\nassert math.isclose(f(1), 2, rel_tol=0.001)");
        assertThat(EvalPlusTests.of("f", "assert not f(1)")).isEqualTo("assert not f(1)");
    }

    private static UngradedAnswer answer(String text) {
        return new UngradedAnswer(text, true, PLAIN);
    }

    private interface Run {
        List<CodeVerdict> run(List<CodeTrial> trials, CancellationToken token);
    }

    private static CodeRunner runner(Run run) {
        return new CodeRunner() {
            @Override
            public List<CodeVerdict> run(List<CodeTrial> trials, CancellationToken token) {
                return run.run(trials, token);
            }

            @Override
            public void close() {}
        };
    }
}
