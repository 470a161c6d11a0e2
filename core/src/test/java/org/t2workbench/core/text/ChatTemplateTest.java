package org.t2workbench.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.InvalidInputException;

/** Against the reference implementation; see golden/chat/make_chat.py. */
class ChatTemplateTest {

    /** Granite's template names the day; this is how, and the day on which the reference wrote it. */
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMMM dd, yyyy", Locale.ENGLISH);

    private static final LocalDate REFERENCE_DAY = LocalDate.of(2026, 11, 26);

    private static final Map<String, String> TOKENS = Map.of("bos_token", "<s>", "eos_token", "</s>");
    private static final List<Message> HELLO = List.of(Message.user("Hello"));

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyConversationIsWrittenOrRefusedAsByTheReference() throws IOException {
        JsonNode golden = new ObjectMapper()
                .readTree(Objects.requireNonNull(ChatTemplateTest.class.getResource("/golden/chat/chat.json")));
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode expected : golden) {
            tests.add(DynamicTest.dynamicTest(expected.get("name").textValue() + " " + tests.size(), () -> {
                List<Message> messages = messages(expected);
                ChatTemplate template = ChatTemplate.of(expected.get("template").textValue(), TOKENS);
                boolean prompt = expected.get("generation_prompt").booleanValue();
                if (expected.has("error")) {
                    assertThatThrownBy(() -> template.render(messages, prompt))
                            .isInstanceOf(InvalidInputException.class);
                } else {
                    assertThat(template.render(messages, prompt))
                            .isEqualTo(expected.get("result").textValue());
                }
            }));
        }
        return tests.stream();
    }

    /** Templates as they were published, a conversation of a hundred strings among those they write; see published.py. */
    @TestFactory
    Stream<DynamicTest> publishedTemplatesWriteWhatTheReferenceWrites() throws Exception {
        Path templates =
                Path.of(Objects.requireNonNull(ChatTemplateTest.class.getResource("/golden/published/templates"))
                        .toURI());
        JsonNode golden =
                new ObjectMapper().readTree(templates.resolve("rendered.json").toFile());
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode expected : golden) {
            String name = expected.get("name").textValue();
            tests.add(DynamicTest.dynamicTest(name + " " + tests.size(), () -> {
                ChatTemplate template = ChatTemplate.of(Files.readString(templates.resolve(name + ".jinja")), TOKENS);
                boolean prompt = expected.get("prompt").booleanValue();
                List<Message> messages = messages(expected);
                if (expected.has("error")) {
                    assertThatThrownBy(() -> template.render(messages, prompt))
                            .isInstanceOf(InvalidInputException.class);
                } else {
                    assertThat(template.render(messages, prompt))
                            .isEqualTo(expected.get("text")
                                    .textValue()
                                    .replace(DAY.format(REFERENCE_DAY), DAY.format(LocalDate.now())));
                }
            }));
        }
        return tests.stream();
    }

    private static List<Message> messages(JsonNode expected) {
        List<Message> messages = new ArrayList<>();
        expected.get("messages")
                .forEach(message -> messages.add(new Message(
                        message.get("role").textValue(), message.get("content").textValue())));
        return messages;
    }

    private ModelFolder modelWith(String tokenizerConfig) throws IOException {
        Files.writeString(
                folder.resolve("config.json"),
                "{\"model_type\":\"llama\",\"hidden_size\":8,\"intermediate_size\":4,\"num_hidden_layers\":1,"
                        + "\"num_attention_heads\":2,\"vocab_size\":5}");
        Files.writeString(folder.resolve("tokenizer_config.json"), tokenizerConfig);
        return ModelFolder.open(folder);
    }

    private static String config(String template) {
        ObjectNode config = new ObjectMapper().createObjectNode();
        config.putObject("bos_token").put("content", "<s>");
        return config.put("eos_token", "</s>").put("chat_template", template).toString();
    }

    @Test
    void templateOfTheConfigIsUsedWithItsTokens() throws IOException {
        ModelFolder model = modelWith(config("{{ bos_token }}{{ messages[0].content }}{{ eos_token }}{{ pad_token }}"));
        assertThat(ChatTemplate.open(model).orElseThrow().render(HELLO, false)).isEqualTo("<s>Hello</s>");
    }

    @Test
    void ownFileIsPreferred() throws IOException {
        ModelFolder model = modelWith(config("old"));
        Files.writeString(folder.resolve("chat_template.jinja"), "{{ bos_token }}new\n");
        assertThat(ChatTemplate.open(model).orElseThrow().render(HELLO, false)).isEqualTo("<s>new");
    }

    @Test
    void defaultOfSeveralNamedTemplatesIsUsed() throws IOException {
        ModelFolder model = modelWith("{\"chat_template\": [{\"name\": \"tool_use\", \"template\": \"tools\"},"
                + " {\"name\": \"default\", \"template\": \"plain\"}]}");
        assertThat(ChatTemplate.open(model).orElseThrow().render(HELLO, false)).isEqualTo("plain");
    }

    @Test
    void modelWithoutTemplateHasNone() throws IOException {
        assertThat(ChatTemplate.open(modelWith("{}"))).isEmpty();
        Files.delete(folder.resolve("tokenizer_config.json"));
        assertThat(ChatTemplate.open(ModelFolder.open(folder))).isEmpty();
    }

    @Test
    void refusalOfTheTemplateNamesFileAndReason() throws IOException {
        ModelFolder model = modelWith(config("{{ raise_exception('roles must alternate') }}"));
        ChatTemplate template = ChatTemplate.open(model).orElseThrow();
        assertThatThrownBy(() -> template.render(HELLO, false))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.file()).isEqualTo(folder.resolve("tokenizer_config.json")))
                .hasMessageContaining("tokenizer_config.json")
                .hasMessageEndingWith("cannot write these messages: roles must alternate.");
    }

    @Test
    void brokenTemplateIsOneSentenceOnlyWhenItIsUsed() throws IOException {
        ChatTemplate template = ChatTemplate.open(modelWith(config("{% if %}"))).orElseThrow();
        assertThatThrownBy(() -> template.render(HELLO, true))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a value is expected instead of '%}' (line 1)");
        assertThatThrownBy(() -> ChatTemplate.open(modelWith("{\"chat_template\": 5}")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"chat_template\" is 5");
    }

    @Test
    void messagesCannotSmuggleInTemplates() {
        String attack = "{{ raise_exception('x') }}{% for i in range(9) %}x{% endfor %}";
        assertThat(ChatTemplate.of("{{ messages[0].content }}", TOKENS).render(List.of(Message.user(attack)), false))
                .isEqualTo(attack);
    }
}
