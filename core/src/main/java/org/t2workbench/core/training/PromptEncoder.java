package org.t2workbench.core.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.text.ChatTemplate;
import org.t2workbench.core.text.Message;
import org.t2workbench.core.text.Tokenizer;

/**
 * Turns of a conversation to the ids a model is asked with, and answers to the ids it is taught: one way for training,
 * validation and evaluation alike, so that what is rewarded is what was sampled. Owns nothing.
 */
public final class PromptEncoder {

    private final Tokenizer tokenizer;
    private final Optional<ChatTemplate> template;
    private final int endToken;

    /**
     * @param template without one, turns are put together as plain text with an empty line between them
     * @param endToken ends an answer
     */
    public PromptEncoder(Tokenizer tokenizer, Optional<ChatTemplate> template, int endToken) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.endToken = endToken;
    }

    /**
     * For a model with its own tokenizer and template.
     *
     * @throws InvalidInputException when the tokenizer names no end token
     */
    public static PromptEncoder of(LanguageModel model) {
        return new PromptEncoder(model.tokenizer(), model.chatTemplate(), endTokenOf(model.tokenizer()));
    }

    /** The ids up to where the assistant's answer begins. */
    public int[] prompt(List<Message> messages) {
        if (template.isPresent()) {
            return tokenizer.encode(template.get().render(messages, true), false);
        }
        String text = messages.stream().map(Message::content).collect(Collectors.joining("\n\n", "", "\n\n"));
        return tokenizer.encode(text, true);
    }

    /** The ids of an answer, its end included. */
    public int[] answer(String text) {
        int[] ids = tokenizer.encode(text, false);
        int[] ended = Arrays.copyOf(ids, ids.length + 1);
        ended[ids.length] = endToken;
        return ended;
    }

    /** What a model said, without special tokens. */
    public String text(int[] ids) {
        return tokenizer.decode(ids, true);
    }

    public int endToken() {
        return endToken;
    }

    /** @throws InvalidInputException when the tokenizer names no end token */
    static int endTokenOf(Tokenizer tokenizer) {
        if (tokenizer.eos().isEmpty()) {
            throw new InvalidInputException(
                    "The tokenizer names no end token (\"eos_token\" in tokenizer_config.json), so no answer could end.");
        }
        return tokenizer.eos().getAsInt();
    }
}
