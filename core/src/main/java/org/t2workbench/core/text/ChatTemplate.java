package org.t2workbench.core.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.loader.ResourceNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * Writes a conversation as the text a chat model was trained on, after the Jinja template of its folder. Templates are
 * programs of strangers: they see the messages and nothing else, and run within bounds of time and size. The text is
 * encoded without the tokenizer's own special tokens, as the template writes them out. Safe from several threads.
 */
public final class ChatTemplate {

    private static final long MAX_TEMPLATE_CHARACTERS = 1 << 20;
    private static final long MAX_OUTPUT_BYTES = 16 << 20;
    private static final long MAX_RENDER_NANOSECONDS = 5_000_000_000L;
    private static final int MAX_COLLECTION = 100_000;
    private static final int MAX_DEPTH = 20;

    private static final LegacyOverrides AS_PYTHON = LegacyOverrides.newBuilder()
            .withParseWhitespaceControlStrictly(true)
            .withEvaluateMapKeys(true)
            .withIterateOverMapKeys(true)
            .withUsePyishObjectMapper(true)
            .withUseTrimmingForNotesAndExpressions(true)
            .withKeepNullableLoopValues(true)
            .withAllowAdjacentTextNodes(true)
            .withUseSnakeCasePropertyNaming(true)
            .build();

    private final Path file;
    private final String source;
    private final Map<String, String> specialTokens;

    private ChatTemplate(Path file, String source, Map<String, String> specialTokens) {
        if (source.length() > MAX_TEMPLATE_CHARACTERS) {
            throw new InvalidInputException(
                    "The chat template in " + file + " is longer than " + MAX_TEMPLATE_CHARACTERS + " characters.",
                    file);
        }
        this.file = file;
        // Jinja drops one newline at the template's end
        this.source = source.endsWith("\n") ? source.substring(0, source.length() - 1) : source;
        this.specialTokens = specialTokens;
    }

    /**
     * The template of a model folder: chat_template.jinja, or else chat_template in tokenizer_config.json; empty when
     * the model has none.
     *
     * @throws InvalidInputException when a file is malformed
     */
    public static Optional<ChatTemplate> open(ModelFolder folder) {
        Path config = folder.tokenizerConfig();
        Optional<JsonFile> json = Files.exists(config) ? Optional.of(JsonFile.read(config)) : Optional.empty();
        Map<String, String> specialTokens = new HashMap<>();
        json.ifPresent(values -> {
            for (String key : List.of("bos_token", "eos_token", "unk_token", "pad_token")) {
                Tokenizer.tokenText(values, key).ifPresent(token -> specialTokens.put(key, token));
            }
        });
        Optional<Path> own = folder.chatTemplateFile();
        if (own.isPresent()) {
            return Optional.of(new ChatTemplate(own.get(), readText(own.get()), specialTokens));
        }
        return json.flatMap(ChatTemplate::inConfig).map(source -> new ChatTemplate(config, source, specialTokens));
    }

    /** A template given as text; {@code specialTokens} maps such as {@code bos_token} to their text. */
    public static ChatTemplate of(String source, Map<String, String> specialTokens) {
        return new ChatTemplate(Path.of("chat_template.jinja"), source, Map.copyOf(specialTokens));
    }

    /** The template as it was written, without the newline at its end. */
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
                "messages",
                messages.stream()
                        .map(message -> Map.of("role", message.role(), "content", message.content()))
                        .toList());
        variables.put("add_generation_prompt", generationPrompt);
        RenderResult result = engine().renderForResult(source, variables);
        for (TemplateError error : result.getErrors()) {
            if (error.getSeverity() == TemplateError.ErrorType.FATAL) {
                throw new InvalidInputException(
                        "The chat template in " + file + " cannot write these messages: " + error.getMessage() + ".",
                        file,
                        error.getException());
            }
        }
        return result.getOutput();
    }

    /** What templates call when roles come in an order they do not know. */
    public static String raiseException(String message) {
        throw new InterpretException(message);
    }

    private static Jinjava engine() {
        long deadline = System.nanoTime() + MAX_RENDER_NANOSECONDS;
        JinjavaConfig config = JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withKeepTrailingNewline(true)
                // or messages would be run as templates
                .withNestedInterpretationEnabled(false)
                .withLegacyOverrides(AS_PYTHON)
                .withMaxOutputSize(MAX_OUTPUT_BYTES)
                .withMaxStringLength(MAX_OUTPUT_BYTES)
                .withMaxListSize(MAX_COLLECTION)
                .withMaxMapSize(MAX_COLLECTION)
                .withMaxRenderDepth(MAX_DEPTH)
                .withProcessors(JinjavaProcessors.newBuilder()
                        .withNodePreProcessor((node, interpreter) -> {
                            if (System.nanoTime() > deadline) {
                                throw new InterpretException("it does not end");
                            }
                        })
                        .build())
                .build();
        Jinjava engine = new Jinjava(config);
        engine.setResourceLocator((name, charset, interpreter) -> {
            throw new ResourceNotFoundException("templates may not read files");
        });
        engine.registerFunction(
                new ELFunctionDefinition("", "raise_exception", ChatTemplate.class, "raiseException", String.class));
        return engine;
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

    private static String readText(Path file) {
        try {
            return Files.readString(file);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new InvalidInputException("The chat template " + file + " is not UTF-8.", file, e);
        } catch (IOException e) {
            throw new WorkbenchException(
                    "The chat template " + file + " cannot be read: " + e.getMessage() + ".", file, e);
        }
    }
}
