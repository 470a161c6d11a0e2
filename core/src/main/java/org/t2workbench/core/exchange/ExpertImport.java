package org.t2workbench.core.exchange;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.svf.AddedAdapter;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.MatrixChanges;
import org.t2workbench.core.svf.PeftFolder;

/**
 * Something made elsewhere as an expert for one model.
 *
 * @param expert its gains
 * @param kind what it was
 * @param mask that was applied to parameters of the authors' code
 * @param projection what of an adapter's change was kept
 * @param warnings sentences to show loudly
 */
public record ExpertImport(
        Expert expert,
        Kind kind,
        Optional<ReferenceMask> mask,
        Optional<LoraProjection> projection,
        List<String> warnings) {

    private static final String EXPERT_ENDING = ".safetensors";

    public ExpertImport {
        warnings = List.copyOf(warnings);
    }

    /** What was imported. */
    public enum Kind {
        /** The authors' {@code policy_params.pt}: numbered vectors. */
        POLICY("policy"),
        /** The authors' {@code learnable_params.pt}: vectors under their matrices' names. */
        LEARNABLE("learnable"),
        /** The state of the authors' few-shot mixture. */
        MIXTURE("mixture"),
        /** A LoRA or IA3 folder, projected. */
        ADAPTER("adapter"),
        /** An expert file. */
        EXPERT("expert");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The word in documents. */
        public String label() {
            return label;
        }
    }

    /**
     * Imports a file of the authors' code, an adapter's folder, or an expert file.
     *
     * @param labels what the expert is to be called; an expert file keeps its task where none is given
     * @param mask for parameters of the authors' code; empty for what the kind of file asks for
     * @param base name and fingerprint of the model in the folder
     * @throws InvalidInputException when the file cannot be read, does not fit the model, or gives no gains
     * @throws org.t2workbench.core.job.OutOfResourcesException when memory is short
     * @throws org.t2workbench.core.job.CancelledException when cancelled; asked per matrix
     */
    public static ExpertImport read(
            Path file,
            ReferenceImport.Labels labels,
            Optional<ReferenceMask> mask,
            ComputeEngine engine,
            ModelFolder folder,
            BaseModel base,
            Decomposition decomposition,
            Progress progress,
            CancellationToken token) {
        BaseModel.Target target = new BaseModel.Target(base, decomposition.matrices());
        if (Files.isDirectory(file)) {
            AddedAdapter adapter = PeftFolder.read(file);
            try (TensorSource stored = folder.openTensors()) {
                MatrixChanges changes = new MatrixChanges(engine, stored, decomposition, token);
                LoraProjection projection =
                        LoraProjection.of(adapter, labels, target, changes, decomposition, progress, token);
                return new ExpertImport(
                        projection.expert(), Kind.ADAPTER, Optional.empty(), Optional.of(projection), List.of());
            }
        }
        if (String.valueOf(file.getFileName()).endsWith(EXPERT_ENDING)) {
            Expert expert = ExpertFile.read(file);
            List<String> warnings = expert.checkAgainst(target);
            return new ExpertImport(
                    relabelled(expert, labels), Kind.EXPERT, Optional.empty(), Optional.empty(), warnings);
        }
        ReferenceImport imported = ReferenceImport.read(file, mask, labels, target, decomposition, progress, token);
        return new ExpertImport(
                imported.expert(), imported.kind(), Optional.of(imported.mask()), Optional.empty(), List.of());
    }

    private static Expert relabelled(Expert expert, ReferenceImport.Labels labels) {
        return new Expert(
                labels.name(),
                expert.base(),
                expert.parametrisation(),
                labels.task().isEmpty() ? expert.task() : labels.task(),
                expert.seed(),
                expert.created(),
                expert.training(),
                expert.scores(),
                expert.gains(),
                expert.raw());
    }
}
