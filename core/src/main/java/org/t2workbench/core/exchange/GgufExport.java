package org.t2workbench.core.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.checkpoint.gguf.GgufEncoding;
import org.t2workbench.core.checkpoint.gguf.GgufModel;
import org.t2workbench.core.checkpoint.gguf.GgufModelWriter;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.MatrixChanges;
import org.t2workbench.core.text.ChatTemplate;

/**
 * Writes an adapted model as one GGUF file, for llama.cpp and what is built on it: W' in place of W, with configuration,
 * tokenizer and chat template. One matrix at a time; each is computed in f32 and rounded once. Compute thread only.
 */
public final class GgufExport {

    private final ComputeEngine engine;
    private final ModelFiles model;
    private final Decomposition decomposition;
    private final GgufEncoding encoding;

    /**
     * @param decomposition of this model
     * @param encoding what the matrices are written in
     */
    public GgufExport(ComputeEngine engine, ModelFiles model, Decomposition decomposition, GgufEncoding encoding) {
        this.engine = engine;
        this.model = model;
        this.decomposition = decomposition;
        this.encoding = encoding;
    }

    /**
     * What an export came to.
     *
     * @param matrices that were changed
     * @param bytes of weights
     */
    public record Report(int matrices, long bytes) {}

    /**
     * What {@link #write} would come to.
     *
     * @param replace whether a GGUF file that is there may be replaced
     * @throws InvalidInputException as there
     * @throws org.t2workbench.core.job.OutOfResourcesException when the disk has not the space
     */
    public Report plan(Path target, boolean replace, ExportedMixture mixture) {
        long bytes = writer(mixture).bytes();
        check(target, replace, bytes);
        return new Report(changed(mixture.adaptation(decomposition.matrices())).size(), bytes);
    }

    /**
     * Writes the file.
     *
     * @param target appears when it is complete
     * @param replace whether a GGUF file that is there may be replaced
     * @throws InvalidInputException when the target may not be written to, or a GGUF file cannot express the model
     * @throws org.t2workbench.core.job.OutOfResourcesException when disk or memory are short
     * @throws org.t2workbench.core.job.CancelledException when cancelled; nothing is left then
     */
    public Report write(
            Path target, boolean replace, ExportedMixture mixture, Progress progress, CancellationToken token) {
        Adaptation adaptation = mixture.adaptation(decomposition.matrices());
        GgufModelWriter writer = writer(mixture);
        check(target, replace, writer.bytes());
        Map<String, MatrixInfo> changed = changed(adaptation);
        try (TensorSource stored = model.openTensors();
                AdaptedTensors adapted = new AdaptedTensors(
                        engine, stored, adaptation, changed, new MatrixChanges(engine, stored, decomposition, token))) {
            writer.write(adapted, target, progress, token);
        }
        return new Report(changed.size(), writer.bytes());
    }

    private GgufModelWriter writer(ExportedMixture mixture) {
        return new GgufModelWriter(model, ChatTemplate.open(model).map(ChatTemplate::source), encoding)
                .note(mixture.origin().json());
    }

    private Map<String, MatrixInfo> changed(Adaptation adaptation) {
        Map<String, MatrixInfo> changed = new LinkedHashMap<>();
        decomposition.matrices().stream()
                .filter(adaptation::changes)
                .forEach(matrix -> changed.put(matrix.name(), matrix));
        return changed;
    }

    private void check(Path target, boolean replace, long bytes) {
        Path file = target.toAbsolutePath().normalize();
        Path parent = file.getParent();
        if (parent == null || file.equals(model.path()) || Files.isDirectory(file)) {
            throw new InvalidInputException("The file " + file + " cannot be written to; choose another.", file);
        }
        if (Files.exists(file) && !(replace && GgufModel.isGguf(file))) {
            throw new InvalidInputException(
                    "There is a file " + file + "; choose another"
                            + (GgufModel.isGguf(file) ? ", or have it replaced (--force)." : "."),
                    file);
        }
        ExportFolder.requireSpace(parent, bytes, file);
    }
}
