package org.t2workbench.core.svf;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

/**
 * A named set of gains over some matrices of one model, with where it comes from. The arrays are not to be written to.
 *
 * @param name what people call it
 * @param base the model it was made for
 * @param parametrisation how the raw parameters became the gains
 * @param task the task it was trained on; empty when it was not trained
 * @param seed of its training
 * @param created when; absent where a file does not say it
 * @param training settings of its training, a JSON object; empty text when none
 * @param scores what it was measured to do, a JSON object; empty text when none
 * @param gains g per matrix, (r), finite
 * @param raw trained parameters per matrix, (r); empty when not kept
 */
public record Expert(
        String name,
        BaseModel base,
        Parametrisation parametrisation,
        String task,
        OptionalLong seed,
        Optional<Instant> created,
        String training,
        String scores,
        Map<String, float[]> gains,
        Map<String, float[]> raw)
        implements Adapter {

    public Expert {
        gains = Collections.unmodifiableMap(new LinkedHashMap<>(gains));
        raw = Collections.unmodifiableMap(new LinkedHashMap<>(raw));
        gains.forEach((matrix, values) -> requireFinite(matrix, values));
        raw.forEach((matrix, values) -> requireFinite(matrix, values));
    }

    /** Gains made by hand or by another program: no task, no seed, nothing measured. */
    public static Expert untrained(String name, BaseModel base, Map<String, float[]> gains) {
        return new Expert(
                name,
                base,
                Parametrisation.DIRECT,
                "",
                OptionalLong.empty(),
                Optional.empty(),
                "",
                "",
                gains,
                Map.of());
    }

    private static void requireFinite(String matrix, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a gain of " + matrix + " is " + value);
            }
        }
    }

    @Override
    public List<String> checkAgainst(BaseModel.Target target) {
        Map<String, MatrixInfo> known = new HashMap<>();
        target.matrices().forEach(matrix -> known.put(matrix.name(), matrix));
        gains.forEach((matrix, values) -> {
            MatrixInfo info = known.get(matrix);
            if (info == null) {
                throw new InvalidInputException("The expert " + name + " has gains for " + matrix + ", which the model "
                        + target.model().name() + " does not have; it was made for " + base.name() + ".");
            }
            if (info.rank() != values.length) {
                throw new InvalidInputException("The expert " + name + " has " + values.length + " gains for " + matrix
                        + ", but in the model " + target.model().name() + " that matrix has " + info.rank()
                        + " singular values; it was made for " + base.name() + ".");
            }
        });
        return base.warnings("expert " + name, target.model());
    }

    /**
     * The same numbers in another order within each matrix: the control of a transfer to another model, which keeps how
     * much every matrix is changed and loses which components are.
     */
    public Expert shuffled(long shuffleSeed) {
        Map<String, float[]> mixed = new LinkedHashMap<>();
        gains.forEach((matrix, values) -> {
            float[] copy = values.clone();
            // by the name too, so that a matrix's order does not hang on which others there are
            Random random = new Random(shuffleSeed * 31 + matrix.hashCode());
            for (int i = copy.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                float kept = copy[i];
                copy[i] = copy[j];
                copy[j] = kept;
            }
            mixed.put(matrix, copy);
        });
        return new Expert(
                name + "-shuffled", base, parametrisation, task, seed, created, training, "", mixed, Map.of());
    }

    /** Whether all gains are 1: the base model. */
    public boolean isNeutral() {
        return gains.values().stream().allMatch(Gains::areNeutral);
    }

    /** Over the gains and the matrices they are of. */
    @Override
    public String fingerprint() {
        MessageDigest digest = Fingerprint.sha256();
        new TreeMap<>(gains).forEach((matrix, values) -> {
            digest.update(matrix.getBytes(StandardCharsets.UTF_8));
            digest.update(Fingerprint.bytes(values));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The matrices with gains, in the file's order. */
    public List<String> matrices() {
        return new ArrayList<>(gains.keySet());
    }
}
