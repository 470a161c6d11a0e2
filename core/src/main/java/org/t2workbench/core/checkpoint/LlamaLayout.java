package org.t2workbench.core.checkpoint;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.t2workbench.core.job.InvalidInputException;

/** The tensors a Llama checkpoint consists of: names and shapes that follow from the configuration. */
public final class LlamaLayout {

    public static final String EMBEDDING = "model.embed_tokens.weight";
    public static final String FINAL_NORM = "model.norm.weight";
    public static final String OUTPUT = "lm_head.weight";

    private LlamaLayout() {}

    /** Prefix of one layer's tensors, with its dot. */
    public static String layer(int index) {
        return "model.layers." + index + ".";
    }

    /** Whether a tensor is one of the matrices that experts may adapt: those of attention and MLP. */
    public static boolean isAdaptable(String name) {
        return name.endsWith("_proj.weight");
    }

    /**
     * Names every tensor the model needs with its shape, in the order a forward pass meets them. A tied model names no
     * output matrix.
     */
    public static void forEachTensor(ModelConfig config, BiConsumer<String, long[]> consumer) {
        long hidden = config.hiddenSize();
        long query = config.querySize();
        long keyValue = config.keyValueSize();
        long inner = config.intermediateSize();
        consumer.accept(EMBEDDING, new long[] {config.vocabularySize(), hidden});
        for (int index = 0; index < config.layers(); index++) {
            String attention = layer(index) + "self_attn.";
            String mlp = layer(index) + "mlp.";
            consumer.accept(layer(index) + "input_layernorm.weight", new long[] {hidden});
            linear(consumer, attention + "q_proj", query, hidden, config.attentionBias());
            linear(consumer, attention + "k_proj", keyValue, hidden, config.attentionBias());
            linear(consumer, attention + "v_proj", keyValue, hidden, config.attentionBias());
            linear(consumer, attention + "o_proj", hidden, query, config.attentionBias());
            consumer.accept(layer(index) + "post_attention_layernorm.weight", new long[] {hidden});
            linear(consumer, mlp + "gate_proj", inner, hidden, config.mlpBias());
            linear(consumer, mlp + "up_proj", inner, hidden, config.mlpBias());
            linear(consumer, mlp + "down_proj", hidden, inner, config.mlpBias());
        }
        consumer.accept(FINAL_NORM, new long[] {hidden});
        if (!config.tieEmbeddings()) {
            consumer.accept(OUTPUT, new long[] {config.vocabularySize(), hidden});
        }
    }

    /**
     * Checks that every needed tensor is there, of the right shape, in a type that widens to f32.
     *
     * @throws InvalidInputException naming file, tensor, expected and actual shape
     */
    static void check(ModelFolder folder, TensorSource tensors) {
        forEachTensor(folder.config(), (name, expected) -> {
            if (!tensors.has(name)) {
                throw new InvalidInputException(
                        "The model in " + folder.path() + " lacks the tensor " + name
                                + ", which its config.json calls for.",
                        folder.path());
            }
            TensorInfo info = tensors.info(name);
            if (!Arrays.equals(info.shape(), expected)) {
                throw new InvalidInputException(
                        "In " + info.file() + " the tensor " + name + " has the shape "
                                + TensorInfo.shapeText(info.shape()) + ", but config.json calls for "
                                + TensorInfo.shapeText(expected) + ".",
                        info.file());
            }
            if (!info.dtype().widensToF32()) {
                throw new InvalidInputException(
                        "In " + info.file() + " the tensor " + name + " is stored as " + info.dtype()
                                + "; models can be loaded from F32, F16 and BF16.",
                        info.file());
            }
        });
    }

    private static void linear(
            BiConsumer<String, long[]> consumer, String name, long outputs, long inputs, boolean bias) {
        consumer.accept(name + ".weight", new long[] {outputs, inputs});
        if (bias) {
            consumer.accept(name + ".bias", new long[] {outputs});
        }
    }
}
