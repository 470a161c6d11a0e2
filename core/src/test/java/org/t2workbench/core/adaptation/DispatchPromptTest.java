package org.t2workbench.core.adaptation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskCatalogue;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.text.Message;

class DispatchPromptTest {

    private static final String TWO = """
            {"format_version": 1, "kind": "dispatch", "prompt": "{labels}?\\n{question}", "max_tokens": 8,
             "categories": [{"label": "Math", "description": "sums", "task": "gsm8k", "relatives": ["math-500"]},
                            {"label": "fine arts", "description": "pictures"}]}
            """;

    @TempDir
    Path folder;

    private final InstallFolder install = InstallFolder.find().orElseThrow();

    @Test
    void theInstalledOneAsksInTheWordsTheSampleWasPretrainedOn() {
        DispatchPrompt prompt = DispatchPrompt.ofInstallation(install);
        Task task = new TaskCatalogue(List.of(install.sampleTasks())).find("dispatch");
        for (TaskItem item : task.source().items(Split.VALIDATION, 50, 1)) {
            String inner = item.question().substring(item.question().indexOf('\n') + 1);
            assertThat(prompt.messages(inner)).isEqualTo(task.messages(item));
        }
        assertThat(prompt.truth("code-hard")).contains("code");
        assertThat(prompt.truth("dispatch")).isEmpty();
        assertThat(prompt.category("other").orElseThrow().task()).isEmpty();
    }

    @Test
    void thePapersHasASystemMessageWithEveryDefinition() {
        DispatchPrompt prompt =
                DispatchPrompt.read(install.resources().resolve("tasks").resolve("dispatch-paper.json"));
        List<Message> messages = prompt.messages("What is 2 + 2?");
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0).content())
                .contains("code, math, reasoning or other")
                .contains("\\boxed{}");
        for (Category category : prompt.categories()) {
            assertThat(messages.get(0).content()).contains(category.label() + ": " + category.description());
        }
        assertThat(messages.get(1)).isEqualTo(Message.user("What is 2 + 2?"));
    }

    @Test
    void neitherIsTakenForATask() {
        TaskCatalogue catalogue =
                new TaskCatalogue(List.of(install.resources().resolve("tasks"), install.sampleTasks()));
        assertThat(catalogue.names()).contains("dispatch").doesNotContain("dispatch-paper");
        assertThat(catalogue.find("dispatch").maxTokens()).isEqualTo(72);
        String file = DispatchPrompt.fileOf(install).toString();
        assertThatThrownBy(() -> catalogue.find(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is no task")
                .hasMessageContaining("--dispatch");
    }

    @Test
    void anyNumberOfCategoriesMayBeThereAndOtherNeedNotBe() throws IOException {
        DispatchPrompt prompt = read(TWO);
        assertThat(prompt.outcomes()).containsExactly("Math", "fine arts", "other");
        assertThat(prompt.messages("a {labels} b")).containsExactly(Message.user("Math or fine arts?\na {labels} b"));
        assertThat(prompt.tasks()).containsExactly("gsm8k", "math-500");
        assertThat(prompt.dispatcher()).isEqualTo("dispatch");
    }

    @ParameterizedTest
    @CsvSource({
        "'It is \\boxed{ math }.', Math",
        "'\\boxed{math} no, \\boxed{Fine Arts}', fine arts",
        "'\\boxed{physics}', ",
        "'math', ",
        "'\\boxed{math', ",
        "'', "
    })
    void theLastBoxIsReadAndMustNameACategory(String answer, String label) throws IOException {
        assertThat(read(TWO).parse(answer).orElse(null)).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"label\": \"fine arts\" | \"label\": \"MATH\" | no other category has",
                "\"label\": \"fine arts\" | \"label\": \"other\", \"task\": \"mbpp\" | the base model serves",
                "\"label\": \"fine arts\" | \"label\": \"fi}ne\" | without braces",
                "\"label\": \"fine arts\" | \"label\": \"x\", \"expert\": \"y\" | one of the keys",
                "{question} | {questions} | holds {question} once",
                "\"kind\": \"dispatch\" | \"kind\": \"route\" | \"dispatch\"",
                "\"format_version\": 1 | \"format_version\": 2 | 1 is expected",
                "\"max_tokens\": 8 | \"max_tokens\": 0 | from 1 to"
            })
    void whatCannotBeMeantIsRefusedWithTheFile(String part, String instead, String sentence) {
        assertThat(TWO).contains(part);
        assertThatThrownBy(() -> read(TWO.replace(part, instead)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining("mine.json");
    }

    private DispatchPrompt read(String text) throws IOException {
        return DispatchPrompt.read(Files.writeString(folder.resolve("mine.json"), text));
    }
}
