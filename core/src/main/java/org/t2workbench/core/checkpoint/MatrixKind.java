package org.t2workbench.core.checkpoint;

/** What a matrix of a layer does. A family whose projections are fused has {@code qkv} or {@code gate_up} in their place. */
public enum MatrixKind {
    Q("q", true),
    K("k", true),
    V("v", true),
    QKV("qkv", true),
    O("o", true),
    GATE("gate", false),
    UP("up", false),
    GATE_UP("gate_up", false),
    DOWN("down", false);

    private final String label;
    private final boolean attention;

    MatrixKind(String label, boolean attention) {
        this.label = label;
        this.attention = attention;
    }

    /** The short name on screen and in files: {@code q}, {@code gate_up}. */
    public String label() {
        return label;
    }

    /** Whether it reads the same vector as the matrix of its layer that a kernel takes before it. */
    public boolean readsAs(MatrixKind before) {
        return switch (this) {
            case K -> before == Q;
            case V -> before == K;
            case UP -> before == GATE;
            default -> false;
        };
    }

    /** Whether the matrix belongs to attention; the others are the MLP's. */
    public boolean isAttention() {
        return attention;
    }
}
