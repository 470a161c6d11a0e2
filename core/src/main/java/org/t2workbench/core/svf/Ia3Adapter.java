package org.t2workbench.core.svf;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

/**
 * An IA3 adapter (Liu et al. 2022): learned vectors l scale what some matrices give, W' = diag(l) W, or what they read, W' =
 * W diag(l). Immutable; the arrays are not to be written to.
 *
 * @param name what people call it
 * @param base the name of the model it was made for, as its folder says; empty when it does not
 * @param scales per matrix
 */
public record Ia3Adapter(String name, String base, Map<String, Scale> scales) implements AddedAdapter {

    public Ia3Adapter {
        scales = Collections.unmodifiableMap(new LinkedHashMap<>(scales));
    }

    /**
     * The vector of one matrix.
     *
     * @param input whether it scales what the matrix reads
     * @param vector l, one number per column (input) or row
     */
    @SuppressWarnings("ArrayRecordComponent") // shared on purpose: identity, not content, tells scales apart
    public record Scale(boolean input, float[] vector) {

        int length(MatrixInfo matrix) {
            return input ? matrix.columns() : matrix.rows();
        }
    }

    /** Whether IA3 scales what a matrix of this kind reads: so it does with the MLP's inner activations only. */
    public static boolean scalesInput(MatrixKind kind) {
        return kind == MatrixKind.DOWN;
    }

    @Override
    public String fingerprint() {
        MessageDigest digest = Fingerprint.sha256();
        new TreeMap<>(scales).forEach((matrix, scale) -> {
            digest.update(matrix.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) (scale.input() ? 1 : 0));
            digest.update(Fingerprint.bytes(scale.vector()));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public List<String> matrices() {
        return new ArrayList<>(scales.keySet());
    }

    @Override
    public boolean adapts(String matrix) {
        return scales.containsKey(matrix);
    }

    /** l − 1 */
    @Override
    public double[] scales(MatrixInfo matrix) {
        float[] vector = scale(matrix).vector();
        double[] changes = new double[vector.length];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = vector[i] - 1.0;
        }
        return changes;
    }

    Scale scale(MatrixInfo matrix) {
        return Objects.requireNonNull(scales.get(matrix.name()), matrix.name());
    }

    @Override
    public List<String> checkAgainst(BaseModel.Target target) {
        Map<String, MatrixInfo> known = new HashMap<>();
        target.matrices().forEach(matrix -> known.put(matrix.name(), matrix));
        scales.forEach((matrix, scale) -> {
            MatrixInfo info = known.get(matrix);
            if (info == null) {
                throw new InvalidInputException("The IA3 adapter " + name + " adapts " + matrix + ", which the model "
                        + target.model().name() + " does not have or which cannot be adapted here.");
            }
            if (scale.length(info) != scale.vector().length) {
                throw new InvalidInputException(
                        "The IA3 adapter " + name + " scales " + scale.vector().length + " numbers of " + matrix
                                + ", but in the model " + target.model().name() + " there are " + scale.length(info)
                                + ".");
            }
        });
        return List.of();
    }
}
