package org.t2workbench.core.svf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

/**
 * A low-rank adapter: W' = W + α s B A for some matrices. Immutable; the arrays are not to be written to.
 *
 * @param name what people call it
 * @param base the name of the model it was made for, as its folder says; empty when it does not
 * @param pairs per matrix
 */
public record LoraAdapter(String name, String base, Map<String, Pair> pairs) implements AddedAdapter {

    public LoraAdapter {
        pairs = Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
    }

    /**
     * B A of one matrix and its scale.
     *
     * @param scale s
     * @param b (rows, rank), row by row
     * @param a (rank, columns), row by row
     */
    @SuppressWarnings("ArrayRecordComponent") // shared on purpose: identity, not content, tells pairs apart
    public record Pair(int rows, int columns, int rank, double scale, float[] b, float[] a) {}

    @Override
    public List<String> checkAgainst(BaseModel.Target target) {
        Map<String, MatrixInfo> known = new HashMap<>();
        target.matrices().forEach(matrix -> known.put(matrix.name(), matrix));
        pairs.forEach((matrix, pair) -> {
            MatrixInfo info = known.get(matrix);
            if (info == null) {
                throw new InvalidInputException("The LoRA adapter " + name + " adapts " + matrix + ", which the model "
                        + target.model().name() + " does not have or which cannot be adapted here.");
            }
            if (info.rows() != pair.rows() || info.columns() != pair.columns()) {
                throw new InvalidInputException("The LoRA adapter " + name + " is made for a " + pair.rows() + " x "
                        + pair.columns() + " matrix " + matrix + ", but in the model "
                        + target.model().name() + " it is " + info.rows() + " x " + info.columns() + ".");
            }
        });
        return List.of();
    }

    @Override
    public String fingerprint() {
        MessageDigest digest = Fingerprint.sha256();
        new TreeMap<>(pairs).forEach((matrix, pair) -> {
            digest.update(matrix.getBytes(StandardCharsets.UTF_8));
            ByteBuffer head = ByteBuffer.allocate(Integer.BYTES + Double.BYTES);
            digest.update(head.putInt(pair.rank()).putDouble(pair.scale()).array());
            digest.update(Fingerprint.bytes(pair.b()));
            digest.update(Fingerprint.bytes(pair.a()));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public List<String> matrices() {
        return new ArrayList<>(pairs.keySet());
    }

    @Override
    public boolean adapts(String matrix) {
        return pairs.containsKey(matrix);
    }

    /** s for each component */
    @Override
    public double[] scales(MatrixInfo matrix) {
        Pair pair = pair(matrix);
        double[] scales = new double[pair.rank()];
        Arrays.fill(scales, pair.scale());
        return scales;
    }

    Pair pair(MatrixInfo matrix) {
        return Objects.requireNonNull(pairs.get(matrix.name()), matrix.name());
    }
}
