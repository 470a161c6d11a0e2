package org.t2workbench.core.spectrum;

import java.util.Locale;
import org.t2workbench.core.checkpoint.MatrixKind;

/**
 * Which side of a matrix faces the residual stream, where directions have words: v of what reads it, u of what writes to it.
 * The other side lies inside attention or the MLP and has none.
 */
public enum StreamSide {
    /** v of q, k, v, gate and up. */
    READS,
    /** u of o and down. */
    WRITES;

    /** The name in files: {@code reads}, {@code writes}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one side of a matrix of this kind that faces the stream. */
    public static StreamSide of(MatrixKind kind) {
        return switch (kind) {
            case Q, K, V, QKV, GATE, UP, GATE_UP -> READS;
            case O, DOWN -> WRITES;
        };
    }

    /** Why the other side of a matrix of this kind has no words: one sentence. */
    public static String without(MatrixKind kind) {
        return switch (kind) {
            case Q, K ->
                "u gives the " + (kind == MatrixKind.Q ? "queries" : "keys")
                        + " of the heads, which only meet one another: it has no words.";
            case V -> "u gives the values of the heads, which o turns into the stream: it has no words of its own.";
            case QKV -> "u gives queries, keys and values in one vector: it has no words.";
            case O -> "v reads what the heads have gathered, not the residual stream: it has no words.";
            case GATE, UP -> "u gives the inner side of the MLP, which down turns into the stream: it has no words.";
            case GATE_UP -> "u gives gate and up in one vector, the inner side of the MLP: it has no words.";
            case DOWN -> "v reads the inner side of the MLP, not the residual stream: it has no words.";
        };
    }
}
