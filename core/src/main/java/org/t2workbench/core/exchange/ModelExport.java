package org.t2workbench.core.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.SafetensorsWriter;
import org.t2workbench.core.checkpoint.TensorInfo;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.checkpoint.WeightFiles;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.MatrixChanges;

/**
 * Writes an adapted model as an ordinary folder: the same files with the same tensors in the same types (of a GGUF file one
 * file, its quantised tensors in F32), W' in place of W
 * where the mixture changes it, and configuration, tokenizer and templates as they were. One matrix at a time; each is
 * computed in f32 and rounded once to the type it is stored in. Compute thread only.
 */
public final class ModelExport {

    private static final String TEMPLATE = ".jinja";

    /** What of a model folder is not weights: settings, vocabularies, templates, licences. */
    private static final List<String> BESIDE_ENDINGS = List.of(".json", ".txt", ".model", TEMPLATE);

    private static final List<String> BESIDE_BEGINNINGS = List.of("license", "notice", "use_policy");
    private static final String OTHER_INDEX = ".index.json";

    /** Where transformers keeps the chat templates beyond the first. */
    private static final String MORE_TEMPLATES = "additional_chat_templates";

    /** Far above any tokenizer. */
    private static final long MAX_BESIDE_BYTES = 256L << 20;

    private final ComputeEngine engine;
    private final ModelFiles model;
    private final Decomposition decomposition;

    /** @param decomposition of this model */
    public ModelExport(ComputeEngine engine, ModelFiles model, Decomposition decomposition) {
        this.engine = engine;
        this.model = model;
        this.decomposition = decomposition;
    }

    /**
     * What an export came to.
     *
     * @param matrices that were changed
     * @param files of weights
     * @param bytes of weights
     */
    public record Report(int matrices, int files, long bytes) {}

    /**
     * What {@link #write} would come to.
     *
     * @throws InvalidInputException as there
     * @throws org.t2workbench.core.job.OutOfResourcesException when the disk has not the space
     */
    public Report plan(ExportFolder target, ExportedMixture mixture) {
        requireElsewhere(target.target());
        Adaptation adaptation = mixture.adaptation(decomposition.matrices());
        try (TensorSource stored = model.openTensors()) {
            target.check(stored.totalBytes());
            return new Report(
                    changed(adaptation, stored).size(),
                    model instanceof ModelFolder folder
                            ? WeightFiles.in(folder.path()).files().size()
                            : 1,
                    stored.totalBytes());
        }
    }

    /**
     * Writes the folder.
     *
     * @throws InvalidInputException when the target may not be written to, or the model is not stored as safetensors
     * @throws org.t2workbench.core.job.OutOfResourcesException when disk or memory are short
     * @throws org.t2workbench.core.job.CancelledException when cancelled; nothing is left then
     */
    public Report write(ExportFolder target, ExportedMixture mixture, Progress progress, CancellationToken token) {
        requireElsewhere(target.target());
        Adaptation adaptation = mixture.adaptation(decomposition.matrices());
        try (TensorSource stored = model.openTensors()) {
            Map<String, MatrixInfo> changed = changed(adaptation, stored);
            long total = stored.totalBytes();
            MatrixChanges changes = new MatrixChanges(engine, stored, decomposition, token);
            try (AdaptedTensors adapted = new AdaptedTensors(engine, stored, adaptation, changed, changes)) {
                if (!(model instanceof ModelFolder folder)) {
                    target.write(total, written -> {
                        UnpackedModel.write(model, adapted, written, progress, token);
                        mixture.origin().write(written);
                    });
                    return new Report(changed.size(), 1, total);
                }
                WeightFiles weights = WeightFiles.in(folder.path());
                Work work = new Work(adapted, byStoredName(changed, stored), total, progress, token);
                target.write(total, written -> {
                    copyBeside(written);
                    for (Path file : weights.files()) {
                        work.write(file, written.resolve(folder.path().relativize(file)));
                    }
                    mixture.origin().write(written);
                });
                return new Report(changed.size(), weights.files().size(), total);
            }
        }
    }

    private void requireElsewhere(Path target) {
        if (model.path().startsWith(target) || target.startsWith(model.path())) {
            throw new InvalidInputException(
                    "The adapted model cannot be written into the folder of the model it is made from, " + model.path()
                            + "; choose another.",
                    target);
        }
    }

    /** By their names in the model. */
    private Map<String, MatrixInfo> changed(Adaptation adaptation, TensorSource stored) {
        Map<String, MatrixInfo> changed = new LinkedHashMap<>();
        Set<String> storedNames = new HashSet<>();
        for (MatrixInfo matrix : decomposition.matrices()) {
            if (!adaptation.changes(matrix)) {
                continue;
            }
            String name = stored.info(matrix.name()).name();
            if (stored.metadata().containsValue(name) || !storedNames.add(name)) {
                throw new InvalidInputException(
                        "The model " + model.name() + " stores " + matrix.name()
                                + " together with another tensor, so it cannot be changed alone.",
                        model.path());
            }
            changed.put(matrix.name(), matrix);
        }
        return changed;
    }

    /** By their names in the file: a checkpoint of a model without its head leaves the prefix out. */
    private static Map<String, MatrixInfo> byStoredName(Map<String, MatrixInfo> changed, TensorSource stored) {
        Map<String, MatrixInfo> byName = new HashMap<>();
        changed.forEach((name, matrix) -> byName.put(stored.info(name).name(), matrix));
        return byName;
    }

    private void copyBeside(Path written) throws IOException {
        List<Path> beside = new ArrayList<>(filesIn(model.path(), ModelExport::isBeside));
        Path templates = model.path().resolve(MORE_TEMPLATES);
        if (Files.isDirectory(templates)) {
            Files.createDirectory(written.resolve(MORE_TEMPLATES));
            beside.addAll(
                    filesIn(templates, file -> isBeside(file) && file.toString().endsWith(TEMPLATE)));
        }
        for (Path file : beside) {
            Files.copy(file, written.resolve(model.path().relativize(file)));
        }
        WeightFiles weights = WeightFiles.in(model.path());
        if (weights.index().isPresent()) {
            Path index = weights.index().get();
            Files.copy(index, written.resolve(model.path().relativize(index)));
        }
    }

    private static List<Path> filesIn(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(wanted).toList();
        }
    }

    private static boolean isBeside(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean fits = BESIDE_ENDINGS.stream().anyMatch(name::endsWith)
                || BESIDE_BEGINNINGS.stream().anyMatch(name::startsWith);
        return fits
                && !name.startsWith(".")
                && !name.endsWith(OTHER_INDEX)
                && !name.equals(ExportOrigin.FILE)
                && Files.isRegularFile(file)
                && file.toFile().length() <= MAX_BESIDE_BYTES;
    }

    /** One run over the files. */
    private static final class Work {

        private final AdaptedTensors adapted;
        private final Map<String, MatrixInfo> changed;
        private final long total;
        private final Progress progress;
        private final CancellationToken token;
        private long done;

        /** @param changed by their names in the files */
        Work(
                AdaptedTensors adapted,
                Map<String, MatrixInfo> changed,
                long total,
                Progress progress,
                CancellationToken token) {
            this.adapted = adapted;
            this.changed = changed;
            this.total = total;
            this.progress = progress;
            this.token = token;
        }

        void write(Path source, Path target) {
            try (Safetensors file = Safetensors.open(source)) {
                List<SafetensorsWriter.Entry> entries = new ArrayList<>();
                for (String name : file.names()) {
                    MatrixInfo matrix = changed.get(name);
                    entries.add(
                            matrix == null
                                    ? SafetensorsWriter.Entry.copied(name, file, name)
                                    : adapted(file.info(name), matrix));
                }
                SafetensorsWriter.write(target, file.metadata(), entries);
            }
        }

        private SafetensorsWriter.Entry adapted(TensorInfo info, MatrixInfo matrix) {
            return SafetensorsWriter.Entry.streamed(info.name(), info.dtype(), info.shape(), (from, target) -> {
                token.throwIfCancelled();
                if (from == 0) {
                    progress.report("writing " + matrix.name(), done, total);
                    done += info.bytes();
                }
                adapted.readFloats(matrix.name(), from, target);
            });
        }
    }
}
