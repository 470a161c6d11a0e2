package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.InvalidInputException;

/** Rows of the shape of the published files, made by hand. */
class LayoutTest {

    @Test
    void gsm8kLosesTheCalculatorAndKeepsTheAnswer() {
        TaskItem item =
                item("gsm8k", "{'question': ' How many? ', 'answer': 'It is 2*600=<<2*600=1200>>1200.\\n#### 1,200'}");
        assertThat(item.question()).isEqualTo("How many?");
        assertThat(item.solution()).isEqualTo("It is 2*600=1200.\n#### 1,200");
        assertThat(item.answer()).isEqualTo("1,200");
        assertThat(item.id()).matches("t/[0-9a-f]{16}");
        assertThat(new NumberGrader("").grade(item.solution(), item).correct()).isTrue();
        refused("gsm8k", "{'question': 'Q', 'answer': 'It is 7.'}", "Line 5 of data.jsonl", "####");
        refused("gsm8k", "{'question': 'Q'}", "lacks \"answer\"; it has question");
        refused("gsm8k", "{'question': 7, 'answer': '#### 1'}", "has 7 as \"question\", but a text is expected");
        refused("gsm8k", "{'question': ' ', 'answer': '#### 1'}", "not empty");
    }

    @Test
    void mathTakesItsAnswerOrTheLastBox() {
        TaskItem boxed = item("math", "{'problem': 'P', 'solution': 'So $\\\\boxed{\\\\frac{1}{2}}$.'}");
        assertThat(boxed.answer()).isEqualTo("\\frac{1}{2}");
        assertThat(item("math", "{'problem': 'P', 'solution': 'S', 'answer': '7'}")
                        .answer())
                .isEqualTo("7");
        refused("math", "{'problem': 'P', 'solution': 'So 7.'}", "boxed");
    }

    @Test
    void arcLettersItsOptionsAndKnowsNumericLabels() {
        TaskItem item = item(
                "arc",
                "{'id': 'M_1', 'question': 'Which?', 'choices': {'text': ['x', 'y', 'z'], 'label': ['1', '2', '3']},"
                        + " 'answerKey': '3'}");
        assertThat(item.question()).isEqualTo("Which?\nOptions:\nA. x\nB. y\nC. z");
        assertThat(item.answer()).isEqualTo("C");
        assertThat(item.solution()).isEqualTo("The answer is (C).");
        assertThat(item.id()).isEqualTo("t/M_1");
        assertThat(item.detail(TaskItem.OPTIONS)).contains("3");
        TaskItem five = item(
                "arc",
                "{'question': 'Which?', 'choices': {'text': ['v','w','x','y','z'], 'label': ['A','B','C','D','E']},"
                        + " 'answerKey': 'E'}");
        assertThat(five.answer()).isEqualTo("E");
        refused(
                "arc",
                "{'question': 'Q', 'choices': {'text': ['x','y'], 'label': ['A','B']}, 'answerKey': 'C'}",
                "A, B");
        refused("arc", "{'question': 'Q', 'choices': {'text': ['x','y'], 'label': ['A']}, 'answerKey': 'A'}", "label");
        refused(
                "arc",
                "{'question': 'Q', 'choices': {'text': ['x', 7], 'label': ['A','B']}, 'answerKey': 'A'}",
                "texts");
        refused("arc", "{'question': 'Q', 'choices': ['x'], 'answerKey': 'A'}", "choices.text");
    }

    @Test
    void mbppAsksForOneTestAndGradesByAll() {
        TaskItem item = item(
                "mbpp",
                "{'text': 'Write a function to add', 'code': 'def add(a, b):\\r\\n\\treturn a + b', 'task_id': 601,"
                        + " 'test_setup_code': 'x = 1', 'test_list': ['assert add(1, x) == 2', 'assert add(0, 0) == 0']}");
        assertThat(item.question())
                .isEqualTo("Write a function to add. Your code should satisfy the following assertion:\n"
                        + "```python\nassert add(1, x) == 2\n```");
        assertThat(item.solution()).isEqualTo("```python\ndef add(a, b):\n\treturn a + b\n```");
        assertThat(item.answer()).isEqualTo("x = 1\nassert add(1, x) == 2\nassert add(0, 0) == 0");
        assertThat(item.id()).isEqualTo("t/601");
        assertThat(item.detail(TaskItem.ENTRY_POINT)).contains("add");
        TaskItem sanitized = item(
                "mbpp",
                "{'prompt': 'Write it.', 'code': 'def f(): pass', 'task_id': 2, 'test_imports': ['import math'],"
                        + " 'test_list': ['assert math.isclose(f(1), 2.0)']}");
        assertThat(sanitized.answer()).isEqualTo("import math\nassert math.isclose(f(1), 2.0)");
        assertThat(sanitized.detail(TaskItem.ENTRY_POINT)).contains("f");
        refused("mbpp", "{'text': 'T', 'code': 'c', 'test_list': []}", "test at least");
        refused("mbpp", "{'text': 'T', 'code': 'c'}", "lacks \"test_list\"");
        refused("mbpp", "{'text': 'T', 'code': 'c', 'test_list': 'assert f()'}", "a list of texts");
    }

    @Test
    void functionThatATestCallsIsFoundBehindItsWrappers() {
        for (String test : new String[] {
            "assert f(1) == 2",
            "assert not f(1)",
            "assert (f(1)) == 2",
            "assert set(f(1)) == set([2])",
            "assert abs(f(1) - 2) < 0.1",
            "assert sorted(list(f(1))) == [2]"
        }) {
            TaskItem item = item("mbpp", "{'text': 'T', 'code': 'c', 'test_list': ['" + test + "']}");
            assertThat(item.detail(TaskItem.ENTRY_POINT)).as(test).contains("f");
        }
    }

    @Test
    void mbppPlusUsesTheBaseTests() {
        TaskItem item = item(
                "mbpp-plus",
                "{'task_id': 'Mbpp/9', 'prompt': \"'''\\nWrite it.\\n'''\", 'entry_point': 'f',"
                        + " 'canonical_solution': '\\ndef f(x):\\n  return x\\n', 'plus_input': [[1]],"
                        + " 'assertion': '\\nassert f(1) == 1\\nassert f(2) == 2\\n'}");
        assertThat(item.question())
                .isEqualTo("Write it. Your code should satisfy the following assertion:\n"
                        + "```python\nassert f(1) == 1\n```");
        assertThat(item.answer()).isEqualTo("assert f(1) == 1\nassert f(2) == 2");
        assertThat(item.id()).isEqualTo("t/9");
    }

    @Test
    void humanEvalCarriesItsStubAndCallsItsCheck() {
        TaskItem item = item(
                "humaneval",
                "{'task_id': 'HumanEval/3', 'prompt': 'import re\\n\\ndef f(x):\\n    pass it\\n', 'entry_point': 'f',"
                        + " 'canonical_solution': '    return x\\n', 'test': '\\n\\ndef check(c):\\n    assert c(1) == 1\\n'}");
        assertThat(item.question())
                .isEqualTo("Write a solution to the following problem:\n"
                        + "```python\nimport re\n\ndef f(x):\n    pass it\n```");
        assertThat(item.answer()).isEqualTo("import re\n\ndef check(c):\n    assert c(1) == 1\n\ncheck(f)");
        assertThat(item.detail(TaskItem.STUB)).contains("import re\n\ndef f(x):\n    pass it\n");
        assertThat(item.solution()).endsWith("    return x\n```");
    }

    @Test
    void conversationsGiveTheirFirstExchange() {
        TaskItem item = item(
                "messages",
                "{'messages': [{'role': 'system', 'content': 'Be brief.'}, {'role': 'user', 'content': 'Hi'},"
                        + " {'role': 'assistant', 'content': ' Hello. '}, {'role': 'user', 'content': 'More'}]}");
        assertThat(item.question()).isEqualTo("Be brief.\n\nHi");
        assertThat(item.solution()).isEqualTo("Hello.").isEqualTo(item.answer());
        TaskItem other = item(
                "conversations",
                "{'id': 'c1', 'conversations': [{'from': 'human', 'value': 'Hi'}, {'from': 'gpt', 'value': 'Hello'}]}");
        assertThat(other.question()).isEqualTo("Hi");
        assertThat(other.id()).isEqualTo("t/c1");
        refused("messages", "{'messages': [{'role': 'user', 'content': 'Hi'}]}", "no turn of the user with an answer");
        refused("messages", "{'messages': []}", "no turn of the user");
        refused("messages", "{'messages': [{'role': 'tool', 'content': 'Hi'}]}", "tool");
        refused("messages", "{'messages': [7]}", "a list of objects");
        refused(
                "messages",
                "{'messages': [{'role': 'user', 'content': 'a'}, {'role': 'user', 'content': 'b'}]}",
                "two turns of the user");
    }

    @Test
    void columnsAreMappedByName() {
        Layout layout = Layout.of("columns", Map.of("question", "q", "answer", "deep.a", "id", "n"));
        TaskItem item = layout.item("t", row("{'q': 'Q?', 'deep': {'a': 7.50}, 'n': 3}"));
        assertThat(item).isEqualTo(new TaskItem("Q?", "", "7.5", "t/3"));
        assertThatThrownBy(() -> layout.item("t", row("{'q': 'Q?'}")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("lacks \"deep.a\"");
        assertThatThrownBy(() -> layout.item("t", row("{'q': ['Q'], 'deep': {'a': 1}}")))
                .hasMessageContaining("a text or a number");
    }

    private static void refused(String layout, String json, String... parts) {
        assertThatThrownBy(() -> item(layout, json))
                .as(json)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(parts)
                .hasMessageContaining("Line 5 of data.jsonl");
    }

    private static TaskItem item(String layout, String json) {
        return Layout.of(layout, Map.of()).item("t", row(json));
    }

    /** Single quotes stand for double ones where the text has no double ones of its own. */
    private static DataRow row(String json) {
        String text = json.contains("\"'''") ? json.replace("\"'''", "@").replace("'''\"", "@@") : json;
        text = text.replace('\'', '"').replace("@@", "'''\"").replace("@", "\"'''");
        try {
            return new DataRow(
                    Path.of("data.jsonl"), 5, JsonMapper.builder().build().readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
