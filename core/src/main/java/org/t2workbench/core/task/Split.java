package org.t2workbench.core.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * What an item may be used for. The split follows from the question's own text, so the splits are disjoint whoever
 * draws the items, and stay so when generators or data sets grow.
 */
public enum Split {
    /** 70 %: what experts are trained on. */
    TRAIN,
    /** 10 %: what settings, seeds and the best checkpoint are chosen by. */
    VALIDATION,
    /** 5 %: the examples of the few-shot mixture search. */
    SHOTS,
    /** 15 %: opened once everything else is settled. */
    TEST;

    /** As written in files and options: train, validation, shots, test. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The first eight bytes of the SHA-256 of the question's UTF-8, as an unsigned big-endian number modulo 100: 0 to 69
     * train, 70 to 79 validation, 80 to 84 shots, 85 to 99 test.
     */
    public static Split of(String question) {
        long head = ByteBuffer.wrap(sha256(question)).getLong();
        long percent = Long.remainderUnsigned(head, 100);
        if (percent < 70) {
            return TRAIN;
        }
        if (percent < 80) {
            return VALIDATION;
        }
        return percent < 85 ? SHOTS : TEST;
    }

    /** Of the text's UTF-8. */
    static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] sha256(byte[] bytes) {
        return newSha256().digest(bytes);
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
