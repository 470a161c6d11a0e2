package org.t2workbench.core.text;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cuts a text into the words a byte-level vocabulary is learned from, as the tokenizer will cut it later: special tokens
 * are taken out, every digit stands alone, the rest is cut by GPT-2's pattern, and words are written in the
 * {@link ByteAlphabet}.
 */
final class WordSplitter {

    private static final Pattern DIGIT = Pattern.compile("\\p{N}");

    /** From GPT-2's published encoder. */
    private static final Pattern WORD = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** Matches nothing. */
    private static final Pattern NO_SPECIAL_TOKEN = Pattern.compile("(?!)");

    private final Pattern specialToken;

    WordSplitter(List<String> specialTokens) {
        // where one special token begins another, the longer one counts
        specialToken = specialTokens.isEmpty()
                ? NO_SPECIAL_TOKEN
                : Pattern.compile(specialTokens.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|")));
    }

    void split(String text, Consumer<String> words) {
        int from = 0;
        for (Matcher special = specialToken.matcher(text); special.find(); from = special.end()) {
            splitAroundDigits(text.substring(from, special.start()), words);
        }
        splitAroundDigits(text.substring(from), words);
    }

    private static void splitAroundDigits(String text, Consumer<String> words) {
        int from = 0;
        for (Matcher digit = DIGIT.matcher(text); digit.find(); from = digit.end()) {
            splitWords(text.substring(from, digit.start()), words);
            words.accept(inByteAlphabet(digit.group()));
        }
        splitWords(text.substring(from), words);
    }

    private static void splitWords(String text, Consumer<String> words) {
        for (Matcher word = WORD.matcher(text); word.find(); ) {
            words.accept(inByteAlphabet(word.group()));
        }
    }

    private static String inByteAlphabet(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder written = new StringBuilder(bytes.length);
        for (byte value : bytes) {
            written.append(ByteAlphabet.characterOf(value));
        }
        return written.toString();
    }
}
