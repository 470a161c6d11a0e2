package org.t2workbench.core.model;

import org.t2workbench.core.checkpoint.ModelConfig;

/** The seven weight matrices of a layer, in the order in which kernels take them. */
public enum MatrixKind {
    Q("q", "self_attn.q_proj"),
    K("k", "self_attn.k_proj"),
    V("v", "self_attn.v_proj"),
    O("o", "self_attn.o_proj"),
    GATE("gate", "mlp.gate_proj"),
    UP("up", "mlp.up_proj"),
    DOWN("down", "mlp.down_proj");

    private final String label;
    private final String module;

    MatrixKind(String label, String module) {
        this.label = label;
        this.module = module;
    }

    /** The short name on screen and in files: q, k, v, o, gate, up, down. */
    public String label() {
        return label;
    }

    /** Whether the matrix belongs to attention; the others are the MLP's. */
    public boolean isAttention() {
        return ordinal() <= O.ordinal();
    }

    /** The name of this kind's matrix in a checkpoint. */
    public String nameIn(int layer) {
        return "model.layers." + layer + "." + module + ".weight";
    }

    int rows(ModelConfig config) {
        return switch (this) {
            case Q -> config.heads() * config.headSize();
            case K, V -> config.keyValueHeads() * config.headSize();
            case O, DOWN -> config.hiddenSize();
            case GATE, UP -> config.intermediateSize();
        };
    }

    int columns(ModelConfig config) {
        return switch (this) {
            case Q, K, V, GATE, UP -> config.hiddenSize();
            case O -> config.heads() * config.headSize();
            case DOWN -> config.intermediateSize();
        };
    }
}
