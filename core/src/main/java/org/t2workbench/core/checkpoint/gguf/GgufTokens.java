package org.t2workbench.core.checkpoint.gguf;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The vocabulary inside a GGUF file.
 *
 * @param model how texts are split into tokens: {@code gpt2} or {@code llama}
 * @param texts of the tokens, by id
 * @param kinds of the tokens, by id
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out of the package, never written to
record GgufTokens(String model, List<String> texts, Kind[] kinds) {

    static final String MODEL = "tokenizer.ggml.model";
    static final String TEXTS = "tokenizer.ggml.tokens";
    static final String KINDS = "tokenizer.ggml.token_type";

    /** Byte-level pair merging, as GPT-2 has it. */
    static final String BYTE_LEVEL = "gpt2";

    /** SentencePiece's pair merging by scores. */
    static final String SENTENCE_PIECE = "llama";

    /** What a token is for; in the order of the numbers in the format. */
    enum Kind {
        UNDEFINED,
        NORMAL,
        UNKNOWN,
        CONTROL,
        USER_DEFINED,
        UNUSED,
        BYTE
    }

    /** Texts of control tokens that end an answer whatever the metadata say, as llama.cpp has them. */
    private static final Set<String> ENDS = Set.of(
            "<|eot_id|>",
            "<|im_end|>",
            "<|end|>",
            "<end_of_turn>",
            "<|endoftext|>",
            "<|end_of_text|>",
            "<|eom_id|>",
            "<EOT>");

    /** @throws InvalidInputException when the vocabulary is missing or contradicts itself */
    static GgufTokens read(GgufFile file) {
        String model = file.text(MODEL).orElseThrow(() -> file.missing(MODEL));
        List<String> texts = file.texts(TEXTS);
        if (texts.isEmpty()) {
            throw file.missing(TEXTS);
        }
        Kind[] kinds = new Kind[texts.size()];
        Arrays.fill(kinds, Kind.NORMAL);
        List<Long> numbers = file.wholeNumbers(KINDS);
        if (!numbers.isEmpty() && numbers.size() < kinds.length) {
            throw file.wrong(KINDS, "one number for each of the " + kinds.length + " tokens");
        }
        for (int id = 0; id < Math.min(kinds.length, numbers.size()); id++) {
            long number = numbers.get(id);
            kinds[id] = number >= 0 && number < Kind.values().length ? Kind.values()[(int) number] : Kind.UNDEFINED;
        }
        return new GgufTokens(model, texts, kinds);
    }

    /** The id that has a role, such as {@code bos_token_id}; SentencePiece models have three by custom. */
    static Optional<Integer> special(GgufFile file, String role) {
        Optional<Integer> given = file.wholeNumber("tokenizer.ggml." + role);
        if (given.isPresent() || !file.text(MODEL).orElse("").equals(SENTENCE_PIECE)) {
            return given;
        }
        return switch (role) {
            case "unknown_token_id" -> Optional.of(0);
            case "bos_token_id" -> Optional.of(1);
            case "eos_token_id" -> Optional.of(2);
            default -> Optional.empty();
        };
    }

    /** The text of the token in that role. */
    Optional<String> specialText(GgufFile file, String role) {
        return special(file, role).filter(id -> id < texts.size()).map(texts::get);
    }

    /** Ids that end an answer. */
    List<Integer> ends(GgufFile file) {
        IntStream named = IntStream.of(
                special(file, "eos_token_id").orElse(-1),
                special(file, "eot_token_id").orElse(-1),
                special(file, "eom_token_id").orElse(-1));
        IntStream byText = IntStream.range(0, texts.size())
                .filter(id -> kinds[id] == Kind.CONTROL && ENDS.contains(texts.get(id)));
        return IntStream.concat(named, byText)
                .filter(id -> id >= 0 && id < texts.size())
                .distinct()
                .boxed()
                .toList();
    }

    /** Whether texts are searched for this token before they are split. */
    boolean isAdded(int id) {
        return switch (kinds[id]) {
            case CONTROL, USER_DEFINED, UNKNOWN -> true;
            default -> false;
        };
    }

    /** Whether the token is left out of what people read. */
    boolean isSpecial(int id) {
        return kinds[id] == Kind.CONTROL || kinds[id] == Kind.UNKNOWN;
    }
}
