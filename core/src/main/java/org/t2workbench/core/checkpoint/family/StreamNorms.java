package org.t2workbench.core.checkpoint.family;

import java.util.Optional;
import org.t2workbench.core.checkpoint.MatrixKind;

/**
 * The norms through which a layer's matrices read the residual stream and write to it, and the one before the output
 * matrix. Names of parts are those after the layer's module, empty where there is no norm.
 *
 * @param form what a norm does with its weight
 * @param layers what all layers' names begin with, up to the number
 * @param beforeAttention through it q, k and v read
 * @param afterAttention through it o writes
 * @param beforeMlp through it gate and up read
 * @param afterMlp through it down writes
 * @param last whole name of the norm before the output matrix
 */
public record StreamNorms(
        Form form,
        String layers,
        String beforeAttention,
        String afterAttention,
        String beforeMlp,
        String afterMlp,
        String last) {

    /** What stands between the stream and a matrix; x is divided by its size first. */
    public enum Form {
        /** w x. */
        RMS,
        /** (1 + w) x. */
        RMS_OFFSET,
        /** w (x − mean x) + b. */
        LAYER
    }

    /** RMSNorm before attention and before the MLP, by the names that Llama gave them. */
    static final StreamNorms BEFORE = new StreamNorms(
            Form.RMS,
            "model.layers.",
            "input_layernorm.weight",
            "",
            "post_attention_layernorm.weight",
            "",
            "model.norm.weight");

    /** The weight of the norm through which a matrix of this kind reads; empty where it reads the stream as it is. */
    public Optional<String> before(MatrixKind kind, int layer) {
        return name(kind.isAttention() ? beforeAttention : beforeMlp, layer);
    }

    /** The weight of the norm through which a matrix of this kind writes; empty where what it gives is added as it is. */
    public Optional<String> after(MatrixKind kind, int layer) {
        return name(kind.isAttention() ? afterAttention : afterMlp, layer);
    }

    private Optional<String> name(String part, int layer) {
        return part.isEmpty() ? Optional.empty() : Optional.of(layers + layer + "." + part);
    }
}
