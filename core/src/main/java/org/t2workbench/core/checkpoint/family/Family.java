package org.t2workbench.core.checkpoint.family;

import java.util.List;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelLayout;
import org.t2workbench.core.job.InvalidInputException;

/**
 * One architecture: how its config.json is read, what its checkpoint holds, and what its kernel is given. Stateless; any
 * thread.
 */
public abstract class Family {

    private final String modelType;
    private final String architecture;
    private final String label;

    /**
     * @param modelType as in config.json
     * @param architecture as in config.json
     * @param label what people call it
     */
    Family(String modelType, String architecture, String label) {
        this.modelType = modelType;
        this.architecture = architecture;
        this.label = label;
    }

    /** {@code model_type} in config.json. */
    public final String modelType() {
        return modelType;
    }

    /** What {@code architectures} in config.json must name, where it names anything. */
    public final String architecture() {
        return architecture;
    }

    /** What people call it: {@code Gemma 2}. */
    public final String label() {
        return label;
    }

    /**
     * The files of {@code resources/kernels} that make up its forward pass, its own first. Together they have the methods
     * that {@code decoder.py} names.
     */
    public List<String> kernels() {
        return List.of(kernel(), "layer", "attention", "output", "rotary", "decoder");
    }

    /** The family's own kernel file. */
    abstract String kernel();

    /** @throws InvalidInputException naming file and key */
    abstract ModelConfig read(ConfigKeys keys);

    /** The tensors of a checkpoint, in the order of the kernel. */
    public abstract ModelLayout layout(ModelConfig config);

    /** The norms between the residual stream and its matrices. */
    public StreamNorms norms() {
        return StreamNorms.BEFORE;
    }

    /** Numbers that go through norms in one layer, for each position. */
    public long normed(ModelConfig config) {
        return 2L * config.hiddenSize();
    }

    /** Tensors of the MLP's inner width that a layer keeps until its gradient is taken: gate, up, activation, product. */
    public int keptInner() {
        return 4;
    }

    /** Numbers of each position that are kept twice: as a fused matrix gives them, and cut into parts. */
    public long keptParts(ModelConfig config) {
        return 0;
    }

    /** Tensors of a number for each head and each pair of positions that a layer keeps until its gradient is taken. */
    public int keptScores() {
        return 0;
    }
}
