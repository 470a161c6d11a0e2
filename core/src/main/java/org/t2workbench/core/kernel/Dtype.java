package org.t2workbench.core.kernel;

import java.util.Locale;
import org.t2workbench.core.job.InvalidInputException;

/** The floating-point types that kernels compute in. */
public enum Dtype {
    F32(4, 6),
    BF16(2, 15),
    F64(8, 7);

    private final int bytes;
    private final int scalarType;

    Dtype(int bytes, int scalarType) {
        this.bytes = bytes;
        this.scalarType = scalarType;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    /** libtorch's number for the type (c10::ScalarType), which is how kernels are told: {@code torch.to(x, 15)}. */
    public int scalarType() {
        return scalarType;
    }

    /** The name on the command line and in reports: f32, bf16, f64. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidInputException when the text names no type of these */
    public static Dtype parse(String label) {
        for (Dtype dtype : values()) {
            if (dtype.label().equalsIgnoreCase(label)) {
                return dtype;
            }
        }
        throw new InvalidInputException("The dtype '" + label + "' is unknown; use f32, bf16 or f64.");
    }
}
