package org.t2workbench.core.checkpoint.gguf;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.t2workbench.core.checkpoint.LlamaLayout;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;

/**
 * Writes a model as one GGUF file that llama.cpp opens: the weights under its names and in its order of rows, with the
 * configuration, the tokenizer and the chat template as metadata.
 */
public final class GgufModelWriter {

    private static final int QUANTISATION_VERSION = 2;

    private final ModelFiles model;
    private final GgufFamily family;
    private final GgufMetadata metadata = new GgufMetadata();
    private final GgufEncoding encoding;

    /**
     * Puts the metadata together; nothing is written yet.
     *
     * @param template the chat template, where the model has one
     * @throws InvalidInputException when the model's architecture or its tokenizer cannot be expressed
     */
    public GgufModelWriter(ModelFiles model, Optional<String> template, GgufEncoding encoding) {
        this.model = model;
        this.encoding = encoding;
        this.family = GgufFamily.ofModelType(model.config().modelType())
                .orElseThrow(() -> new InvalidInputException(
                        "Models of the type \"" + model.config().modelType()
                                + "\" cannot be written as GGUF; export the model as a folder.",
                        model.path()));
        general();
        sizes(model.config());
        GgufTokenizerWriter.write(model, template, metadata);
    }

    /** Bytes that the weights will take. */
    public long bytes() {
        return GgufWriter.bytes(entries((name, from, target) -> {}));
    }

    /** Gives numbers of a tensor: fills the buffer, whose first number is {@code fromElement} in C order. */
    @FunctionalInterface
    private interface Values {
        void fill(String name, long fromElement, FloatBuffer target);
    }

    /**
     * @param weights the numbers to write, under the names of the Hugging Face layout
     * @param target appears when it is complete
     * @throws OutOfResourcesException when the disk is full or read-only; the old file, if any, stays
     * @throws CancelledException when cancelled; nothing is left then
     */
    public void write(TensorSource weights, Path target, Progress progress, CancellationToken token) {
        AtomicLong done = new AtomicLong();
        long total = LlamaLayoutSize.elements(model.config());
        GgufWriter.write(target, metadata, entries((name, from, piece) -> {
            token.throwIfCancelled();
            progress.report("writing " + name, done.get(), total);
            done.addAndGet(piece.remaining());
            weights.readFloats(name, from, piece);
        }));
        progress.report("written", total, total);
    }
}
