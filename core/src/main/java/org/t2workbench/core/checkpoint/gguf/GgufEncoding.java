package org.t2workbench.core.checkpoint.gguf;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.t2workbench.core.checkpoint.HalfPrecision;
import org.t2workbench.core.checkpoint.StoredWeights;
import org.t2workbench.core.job.InvalidInputException;

/** What a model's matrices can be written in. Vectors, such as norms, are written in F32 whatever is chosen. */
public enum GgufEncoding {
    F32(GgmlType.F32, 0),
    F16(GgmlType.F16, 1),
    BF16(GgmlType.BF16, 32),
    Q8_0(GgmlType.Q8_0, 7);

    private final GgmlType type;
    private final int fileType;

    GgufEncoding(GgmlType type, int fileType) {
        this.type = type;
        this.fileType = fileType;
    }

    /** What changes the least: the type that the weights are stored in, or F16 for other quantised types. */
    public static GgufEncoding like(StoredWeights stored) {
        return Arrays.stream(values())
                .filter(each -> each.label().equals(stored.label()))
                .findFirst()
                .orElse(F16);
    }

    /**
     * The one of this name.
     *
     * @throws InvalidInputException when there is none; the message names those that there are
     */
    public static GgufEncoding parse(String name) {
        for (GgufEncoding each : values()) {
            if (each.label().equals(name.toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new InvalidInputException(
                "The type \"" + name + "\" cannot be written into a GGUF file; use f32, f16, bf16 or q8_0.");
    }

    /** The name as people write it: {@code q8_0}. */
    public String label() {
        return type.label();
    }

    GgmlType type() {
        return type;
    }

    /** ggml's number for a file of mostly this type. */
    public int fileType() {
        return fileType;
    }

    /** The type that a tensor of such rows is written in. */
    GgmlType typeOf(long[] shape) {
        boolean fits = shape.length > 1 && shape[shape.length - 1] % type.blockElements() == 0;
        return fits ? type : GgmlType.F32;
    }

    /** Appends whole blocks of values, each rounded once. */
    static void encode(GgmlType type, float[] values, int count, ByteBuffer target) {
        switch (type) {
            case F32 -> {
                for (int i = 0; i < count; i++) {
                    target.putFloat(values[i]);
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    target.putShort(HalfPrecision.floatToFloat16(values[i]));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    target.putShort(HalfPrecision.floatToBfloat16(values[i]));
                }
            }
            case Q8_0 -> {
                for (int block = 0; block < count; block += type.blockElements()) {
                    quantise(Arrays.copyOfRange(values, block, block + type.blockElements()), target);
                }
            }
            default -> throw new IllegalArgumentException(type + " cannot be written");
        }
    }

    /** As ggml's {@code quantize_row_q8_0_ref}: the largest number becomes 127, halves are rounded away from 0. */
    private static void quantise(float[] block, ByteBuffer target) {
        float largest = 0;
        for (float value : block) {
            largest = Math.max(largest, Math.abs(value));
        }
        float d = largest / 127;
        float inverse = d == 0 ? 0 : 1 / d;
        target.putShort(HalfPrecision.floatToFloat16(d));
        for (float value : block) {
            // in f64, where adding a half is exact
            double scaled = value * inverse;
            target.put((byte) (Math.signum(scaled) * Math.floor(Math.abs(scaled) + 0.5)));
        }
    }
}
