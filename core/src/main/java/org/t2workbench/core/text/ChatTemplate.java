package org.t2workbench.core.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelText;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.text.jinja.JinjaException;
import org.t2workbench.core.text.jinja.JinjaTemplate;
import org.t2workbench.core.text.jinja.None;

/**
 * Writes a conversation as the text a chat model was trained on, after the Jinja template of its folder. Templates are
 * programs of strangers: they see the messages and nothing else, and run within bounds of time and size. The text is
 * encoded without the tokenizer's own special tokens, as the template writes them out. Safe from several threads.
 */
public final class ChatTemplate {

    private final Path file;
    private final String source;
    private final Map<String, String> specialTokens;

    private ChatTemplate(Path file, String source, Map<String, String> specialTokens) {
        this.file = file;
        this.source = source;
        this.specialTokens = specialTokens;
    }

    /**
     * The template of a model: chat_template.jinja, or else chat_template in tokenizer_config.json; empty when the model
     * has none.
     *
     * @throws InvalidInputException when a file is malformed
     */
    public static Optional<ChatTemplate> open(ModelFiles model) {
        Optional<JsonFile> json = model.tokenizerConfig().map(JsonFile::read);
        Map<String, String> specialTokens = new HashMap<>();
        json.ifPresent(values -> {
            for (String key : List.of("bos_token", "eos_token", "unk_token", "pad_token")) {
                Tokenizer.tokenText(values, key).ifPresent(token -> specialTokens.put(key, token));
            }
        });
        Optional<ModelText> own = model.chatTemplateFile();
        if (own.isPresent()) {
            return Optional.of(new ChatTemplate(own.get().file(), readText(own.get()), specialTokens));
        }
        return json.flatMap(config ->
                inConfig(config).map(source -> new ChatTemplate(config.file(), source, specialTokens)));
    }

    /** A template given as text; {@code specialTokens} maps such as {@code bos_token} to their text. */
    public static ChatTemplate of(String source, Map<String, String> specialTokens) {
        return new ChatTemplate(Path.of("chat_template.jinja"), source, Map.copyOf(specialTokens));
    }

    /** The template as it was written. */
    public String source() {
        return source;
    }

    /**
     * @param generationPrompt whether to open the assistant's next turn at the end
     * @throws InvalidInputException when the template refuses the messages, is broken, or does not end
     */
    public String render(List<Message> messages, boolean generationPrompt) {
        Map<String, Object> variables = new HashMap<>(specialTokens);
        variables.put(
                "messages", messages.stream().map(ChatTemplate::asVariable).toList());
        variables.put("add_generation_prompt", generationPrompt);
        // there, but none: what Hugging Face passes to templates when no tools and documents are given
        variables.put("tools", None.NONE);
        variables.put("documents", None.NONE);
        try {
            // parsed only now: a model whose template is broken still answers plain prompts
            return JinjaTemplate.parse(source).render(variables);
        } catch (JinjaException e) {
            throw new InvalidInputException(
                    "The chat template in " + file + " cannot write these messages: " + e.getMessage() + ".", file, e);
        }
    }

    private static Map<String, Object> asVariable(Message message) {
        Map<String, Object> variable = new LinkedHashMap<>();
        variable.put("role", message.role());
        variable.put("content", message.content());
        return variable;
    }

    /** A text, or a list of named ones of which "default" is meant for conversations without tools. */
    private static Optional<String> inConfig(JsonFile config) {
        if (!config.has("chat_template") || config.isText("chat_template")) {
            return config.text("chat_template");
        }
        List<JsonFile> named = config.objects("chat_template");
        return named.stream()
                .filter(template -> template.text("name").orElse("").equals("default"))
                .findFirst()
                .or(() -> named.stream().findFirst())
                .flatMap(template -> template.text("template"));
    }

    private static String readText(ModelText text) {
        Path file = text.file();
        try (InputStream stream = text.open()) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(stream.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException("The chat template " + file + " is not UTF-8.", file, e);
        } catch (IOException e) {
            throw new WorkbenchException(
                    "The chat template " + file + " cannot be read: " + e.getMessage() + ".", file, e);
        }
    }
}
