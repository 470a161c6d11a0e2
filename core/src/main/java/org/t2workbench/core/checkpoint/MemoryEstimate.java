package org.t2workbench.core.checkpoint;

import java.util.Locale;
import org.t2workbench.core.job.OutOfResourcesException;

/**
 * The memory a model will need, computed from its configuration alone, in bytes.
 *
 * @param parameters numbers in the model; a tied matrix counts once
 * @param weights all tensors in the dtype of the computation
 * @param decomposition U, σ and Vᵀ in f32 of every attention and MLP matrix: 4 (m r + r + r n) each, r = min(m, n)
 * @param cache keys and values of one text of full context length
 * @param staging the largest tensor in f32, held beside the weights while it is read
 */
public record MemoryEstimate(long parameters, long weights, long decomposition, long cache, long staging) {

    /** Budget for what the Java machine, the tensor library and their buffers take by themselves. */
    public static final long FIXED = 600L << 20;

    /** @param bytesPerNumber size of the computation's dtype: 4 for f32, 2 for bf16 */
    public static MemoryEstimate of(ModelConfig config, int bytesPerNumber) {
        long parameters = 0;
        long decomposition = 0;
        long largest = 0;
        for (ModelTensor tensor : config.layout().present()) {
            long elements = tensor.elements();
            parameters += elements;
            // one that is stored transposed is there twice until it is turned round
            largest = Math.max(largest, tensor.isTransposed() ? 2 * elements : elements);
            if (tensor.kind().isPresent()) {
                long[] shape = tensor.shape();
                long rank = Math.min(shape[0], shape[1]);
                decomposition += rank * (shape[0] + 1 + shape[1]);
            }
        }
        long cache = 2L * config.layers() * config.keyValueSize() * config.contextLength();
        return new MemoryEstimate(
                parameters,
                parameters * bytesPerNumber,
                decomposition * Float.BYTES,
                cache * bytesPerNumber,
                largest * Float.BYTES);
    }

    /** Everything at once: weights, decomposition, one full text, and the program itself. */
    public long total() {
        return weights + decomposition + cache + staging + FIXED;
    }

    /**
     * Refuses when the weights and one text do not fit. The program itself is running already and does not count.
     *
     * @param what the model's name, for the message
     * @throws OutOfResourcesException with what is needed and what is free
     */
    public void requireToLoad(String what, MachineMemory machine) {
        require("The model " + what, weights + cache + staging, machine);
    }

    /** As {@link #requireToLoad}, for the decomposition on top of a loaded model. */
    public void requireToDecompose(String what, MachineMemory machine) {
        require("The decomposition of " + what, decomposition, machine);
    }

    private static void require(String what, long needed, MachineMemory machine) {
        long available = machine.availableBytes();
        if (needed > available) {
            throw new OutOfResourcesException(
                    what + " needs about " + text(needed) + " of memory, but only " + text(available)
                            + " are free; close other programs, compute in bf16, or choose a smaller model.",
                    null,
                    null);
        }
    }

    /** A number of bytes as people read it: {@code 539 MB}, {@code 16.1 GB}. */
    public static String text(long bytes) {
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%d MB", Math.round(bytes / 1e6))
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
