package org.t2workbench.core.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A model on disk, whatever it is packed in: a folder in the Hugging Face layout, or one GGUF file. All of it is named
 * as in the Hugging Face layout. Opening one reads the small parts only; {@link #openTensors} checks the weights against
 * the configuration. Immutable; safe from any thread.
 */
public interface ModelFiles {

    /** The folder or the file. */
    Path path();

    /** What people call the model: the folder's or the file's own name, unless it was given another. */
    String name();

    /** What its hub's repository held it under, in full; empty for a model that is not known to come from one. */
    default Optional<String> commit() {
        return Optional.empty();
    }

    /** The same model under another name, where its own says nothing. */
    ModelFiles named(String other);

    ModelConfig config();

    GenerationDefaults generationDefaults();

    /** Ids that end an answer: those recommended for generation, or else of the configuration; may be empty. */
    default List<Integer> stopTokens() {
        return generationDefaults().eosTokens().isEmpty()
                ? config().eosTokens()
                : generationDefaults().eosTokens();
    }

    /** {@code config.json}. */
    ModelText configJson();

    /**
     * {@code tokenizer.json}. In a folder it may be missing, which is seen when it is read.
     *
     * @throws InvalidInputException when a GGUF file's tokenizer cannot be expressed as one
     */
    ModelText tokenizerJson();

    /** {@code tokenizer_config.json}, where there is one. */
    Optional<ModelText> tokenizerConfig();

    /** The chat template's own file, as newer folders have it. */
    Optional<ModelText> chatTemplateFile();

    /** What the weights are stored in. */
    StoredWeights storedWeights();

    /**
     * Opens the weights and checks that every tensor the configuration calls for is there with its shape. A tied model
     * has its one matrix under both names, {@link ModelLayout#embedding} and {@link ModelLayout#output}, whichever is
     * stored. The caller closes the result.
     *
     * @throws InvalidInputException naming file, tensor, expected and actual shape
     */
    TensorSource openTensors();

    /**
     * Checks the weights without reading more than what they say of themselves: that no file is cut off, and what
     * {@link #openTensors} checks. Where there are none, nothing is wrong.
     *
     * @throws InvalidInputException as there
     */
    default void checkWeights() {
        openTensors().close();
    }
}
