package org.t2workbench.core.text;

import java.util.Arrays;

/**
 * GPT-2's one-to-one map between the 256 bytes and printable characters, in which byte-level vocabularies are written:
 * printable Latin-1 bytes stand for themselves, the others follow from U+0100 on in order.
 */
final class ByteAlphabet {

    private static final int BYTES = 256;
    private static final int FIRST_SUBSTITUTE = 0x100;
    private static final char[] CHARACTER_OF_BYTE = new char[BYTES];
    private static final short[] BYTE_OF_CHARACTER = new short[2 * BYTES];
    private static final short NONE = -1;

    static {
        Arrays.fill(BYTE_OF_CHARACTER, NONE);
        char substitute = FIRST_SUBSTITUTE;
        for (int value = 0; value < BYTES; value++) {
            boolean printable = (value >= '!' && value <= '~')
                    || (value >= 0xA1 && value <= 0xAC)
                    || (value >= 0xAE && value <= 0xFF);
            CHARACTER_OF_BYTE[value] = printable ? (char) value : substitute++;
            BYTE_OF_CHARACTER[CHARACTER_OF_BYTE[value]] = (short) value;
        }
    }

    private ByteAlphabet() {}

    /** @param value one byte; the sign is ignored */
    static char characterOf(int value) {
        return CHARACTER_OF_BYTE[value & 0xFF];
    }

    /** The byte from 0 to 255 that a character stands for, or -1 when it stands for none. */
    static int byteOf(char character) {
        return character < BYTE_OF_CHARACTER.length ? BYTE_OF_CHARACTER[character] : NONE;
    }
}
