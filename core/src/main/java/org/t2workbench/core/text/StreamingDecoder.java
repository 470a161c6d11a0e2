package org.t2workbench.core.text;

import java.util.Arrays;

/**
 * Turns ids that arrive one by one into pieces of text, so that all pieces together equal the text decoded at once. A
 * piece is held back while its last character is incomplete. Not thread-safe; one per generated text.
 *
 * <p>Decoding a token alone would be wrong: it may be part of a character, and decoders treat the first token of a text
 * differently. So a short window is decoded each time, from one clean boundary before the last, and only what is new is
 * given out.
 */
public final class StreamingDecoder {

    private static final char REPLACEMENT = '\uFFFD';

    private final Tokenizer tokenizer;
    private final boolean skipSpecial;

    /** The window: ids from the last but one clean boundary on. */
    private int[] window = new int[16];

    private int length;

    /** How many ids of the window are given out already. */
    private int given;

    /** Text of those. */
    private String givenText = "";

    StreamingDecoder(Tokenizer tokenizer, boolean skipSpecial) {
        this.tokenizer = tokenizer;
        this.skipSpecial = skipSpecial;
    }

    /** Takes the next id and returns the text that is certain now; often one token's, sometimes empty. */
    public String add(int id) {
        if (!tokenizer.contributes(id, skipSpecial)) {
            return "";
        }
        if (length == window.length) {
            window = Arrays.copyOf(window, 2 * length);
        }
        window[length++] = id;
        // a run of byte tokens is valid or invalid as a whole, which only its end decides
        if (tokenizer.isByteFallback(id)) {
            return "";
        }
        String text = windowText();
        if (text.length() <= givenText.length() || text.charAt(text.length() - 1) == REPLACEMENT) {
            return "";
        }
        String piece = text.substring(givenText.length());
        System.arraycopy(window, given, window, 0, length - given);
        length -= given;
        given = length;
        givenText = windowText();
        return piece;
    }

    /** The rest, when no id follows any more: an incomplete character comes out as U+FFFD. */
    public String finish() {
        String text = windowText();
        String rest = text.substring(Math.min(givenText.length(), text.length()));
        length = 0;
        given = 0;
        givenText = "";
        return rest;
    }

    private String windowText() {
        return tokenizer.decode(Arrays.copyOf(window, length), skipSpecial);
    }
}
