package org.t2workbench.core.exchange;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.FactorSource;

/**
 * An expert of the authors' code, made into one of this program.
 *
 * @param expert its gains, over the model's singular values
 * @param kind of the file
 * @param mask that was applied
 */
public record ReferenceImport(Expert expert, ExpertImport.Kind kind, ReferenceMask mask) {

    /** What an imported expert is to be called. */
    public record Labels(String name, String task) {}

    /**
     * Reads a file and turns its parameters into gains; the singular values of its matrices are made where they are missing.
     *
     * @param mask empty for the one that the kind of file asks for
     * @param target the model that the file was made for
     * @throws InvalidInputException when the file cannot be read, does not fit the model, or gives no gains
     * @throws org.t2workbench.core.job.CancelledException when cancelled; asked per matrix
     */
    public static ReferenceImport read(
            Path file,
            Optional<ReferenceMask> mask,
            Labels labels,
            BaseModel.Target target,
            FactorSource decomposition,
            Progress progress,
            CancellationToken token) {
        ReferenceFile stored = ReferenceFile.read(file, target.matrices());
        ReferenceMask used =
                mask.orElse(stored.kind() == ExpertImport.Kind.MIXTURE ? ReferenceMask.MIXTURE : ReferenceMask.SIGMOID);
        Map<String, float[]> gains = new LinkedHashMap<>();
        Map<String, float[]> raw = new LinkedHashMap<>();
        int total = stored.parameters().size();
        for (MatrixInfo matrix : target.matrices()) {
            double[] z = stored.parameters().get(matrix.name());
            if (z == null) {
                continue;
            }
            token.throwIfCancelled();
            progress.report("importing " + matrix.name(), gains.size(), total);
            gains.put(matrix.name(), gains(file, used, matrix, z, decomposition));
            if (used.keepsRaw()) {
                raw.put(matrix.name(), narrowed(z));
            }
        }
        String origin = new JsonMapper()
                .createObjectNode()
                .put("imported_from", String.valueOf(file.getFileName()))
                .put("kind", stored.kind().label())
                .put("mask", used.label())
                .toString();
        Expert expert = new Expert(
                labels.name(),
                target.model(),
                used.parametrisation(),
                labels.task(),
                OptionalLong.empty(),
                Optional.empty(),
                origin,
                "",
                gains,
                raw);
        return new ReferenceImport(expert, stored.kind(), used);
    }

    private static float[] gains(
            Path file, ReferenceMask mask, MatrixInfo matrix, double[] z, FactorSource decomposition) {
        float[] gains = mask.gains(z, decomposition.singularValues(matrix.name()))
                .orElseThrow(() -> new InvalidInputException(
                        "The parameters of " + matrix.name() + " in " + file
                                + " cancel out under the mask " + mask.label()
                                + ", so that no gains follow from them; another --parametrisation may be meant.",
                        file));
        for (float gain : gains) {
            if (!Float.isFinite(gain)) {
                throw new InvalidInputException(
                        "The parameters of " + matrix.name() + " in " + file
                                + " give a gain that is no finite number; the file is damaged or its training diverged.",
                        file);
            }
        }
        return gains;
    }

    private static float[] narrowed(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
