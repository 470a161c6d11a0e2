package org.t2workbench.sandbox;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Checks what the program's side sends before the tests' side decodes it: Python's marshal format, version 2, of plain
 * data only. Code objects, references and everything else that marshal knows are refused.
 */
final class PlainData {

    /** What may cross in one value, in bytes. */
    static final int MAX_BYTES = 16 << 20;

    private static final int MAX_DEPTH = 400;

    private final ByteBuffer in;

    private PlainData(ByteBuffer in) {
        this.in = in;
    }

    /**
     * @param text one character a byte
     * @throws TrialFailure when it is not plain data
     */
    static void check(String text) {
        if (text.length() > MAX_BYTES) {
            throw new TrialFailure("a value was too large to hand over");
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            new PlainData(in).value(0, false);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new TrialFailure("a value was not plain data");
        }
        if (in.hasRemaining()) {
            throw new TrialFailure("a value was not plain data");
        }
    }

    /** One value; says whether it was the end of a dictionary. */
    private boolean value(int depth, boolean endAllowed) {
        if (depth > MAX_DEPTH) {
            throw new TrialFailure("a value was nested too deeply");
        }
        char type = (char) in.get();
        switch (type) {
            case '0' -> {
                if (!endAllowed) {
                    throw new IllegalArgumentException("an end without a beginning");
                }
                return true;
            }
            case 'N', 'T', 'F' -> {}
            case 'i' -> skip(4);
            case 'I', 'g' -> skip(8);
            case 'y' -> skip(16);
            case 'l' -> skip(2L * Math.abs((long) in.getInt()));
            case 's', 'u', 't', 'a', 'A' -> text();
            case 'z', 'Z' -> skip(in.get() & 0xff);
            case ')' -> values(in.get() & 0xff, depth);
            case '(', '[', '<', '>' -> values(in.getInt(), depth);
            case '{' -> {
                while (!value(depth + 1, true)) {
                    value(depth + 1, false);
                }
            }
            default -> throw new IllegalArgumentException("type " + type);
        }
        return false;
    }

    private void values(int count, int depth) {
        if (count < 0 || count > in.remaining()) {
            throw new IllegalArgumentException("a count of " + count);
        }
        for (int i = 0; i < count; i++) {
            value(depth + 1, false);
        }
    }

    private void text() {
        int length = in.getInt();
        // this Python writes a text that UTF-8 cannot hold as −1 and then its length and its UTF-32
        skip(length == -1 ? in.getInt() : length);
    }

    private void skip(long bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new IllegalArgumentException("a length of " + bytes);
        }
        in.position(in.position() + (int) bytes);
    }
}
