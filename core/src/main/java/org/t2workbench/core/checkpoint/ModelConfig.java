package org.t2workbench.core.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.t2workbench.core.checkpoint.family.Families;
import org.t2workbench.core.checkpoint.family.Family;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The numbers of {@code config.json} that define a model, whichever its family.
 *
 * @param modelType {@code model_type}
 * @param architecture its class in Hugging Face's implementation
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width inside the MLP
 * @param heads query heads per layer
 * @param keyValueHeads key and value heads per layer; divides {@code heads}
 * @param headSize numbers per head; not always hiddenSize / heads
 * @param contextLength most positions the model was made for
 * @param rotary how positions turn queries and keys
 * @param attention what each layer sees
 * @param numbers of the family's own, in the order in which its kernel takes them
 * @param attentionBias whether the matrices of attention have biases, as far as the family leaves it open
 * @param mlpBias whether those of the MLP have
 * @param tieEmbeddings whether the output matrix is the embedding
 * @param storedDtype what the file says its weights are stored in, where it does; the weight files have the last word
 * @param eosTokens ids that end a text; may be empty
 */
public record ModelConfig(
        String modelType,
        String architecture,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int vocabularySize,
        int contextLength,
        double normEpsilon,
        Rotary rotary,
        AttentionPattern attention,
        List<Double> numbers,
        boolean attentionBias,
        boolean mlpBias,
        boolean tieEmbeddings,
        Optional<StoredDtype> storedDtype,
        OptionalInt bosToken,
        List<Integer> eosTokens) {

    public ModelConfig {
        numbers = List.copyOf(numbers);
        eosTokens = List.copyOf(eosTokens);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInputException when the file is missing or malformed, describes an architecture that is not supported,
     *     or asks for something that its family does not compute; the message names file, key and what is supported
     */
    public static ModelConfig read(Path configJson) {
        return read(ModelText.of(configJson));
    }

    /** As {@link #read(Path)}, for a text that need not be a file of its own. */
    public static ModelConfig read(ModelText configJson) {
        return Families.read(JsonFile.read(configJson));
    }

    /** What the model's layers are and how they are computed. */
    public Family family() {
        return Families.of(modelType);
    }

    /** The tensors of its checkpoint. */
    public ModelLayout layout() {
        return family().layout(this);
    }

    /** Numbers in one attention key (or value) row of a layer. */
    public int keyValueSize() {
        return keyValueHeads * headSize;
    }

    /** Numbers in the query rows of a layer, all heads side by side. */
    public int querySize() {
        return heads * headSize;
    }
}
