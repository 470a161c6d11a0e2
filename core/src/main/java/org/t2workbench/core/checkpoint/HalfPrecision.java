package org.t2workbench.core.checkpoint;

/** Conversions between f32 and the two 16-bit formats; Java has them only from release 20 on. */
public final class HalfPrecision {

    private static final int F32_MANTISSA_BITS = 23;
    private static final int F16_MANTISSA_BITS = 10;
    private static final int F32_EXPONENT_BIAS = 127;
    private static final int F16_EXPONENT_BIAS = 15;

    private HalfPrecision() {}

    /** Exact: bf16 is the upper half of f32. */
    public static float bfloat16ToFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Rounds to nearest, ties to even; NaN stays NaN, overflow becomes infinity. */
    public static short floatToBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            // keep a mantissa bit set, or the NaN would become infinity
            return (short) ((bits >>> 16) | 0x40);
        }
        int roundUp = 0x7FFF + ((bits >>> 16) & 1);
        return (short) ((bits + roundUp) >>> 16);
    }

    /** Exact, subnormal numbers included. */
    public static float float16ToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> F16_MANTISSA_BITS) & 0x1F;
        int mantissa = half & 0x3FF;
        if (exponent == 0x1F) {
            return Float.intBitsToFloat(sign | 0x7F800000 | (mantissa << (F32_MANTISSA_BITS - F16_MANTISSA_BITS)));
        }
        if (exponent == 0) {
            // zero and subnormal: mantissa · 2^-24, exact in f32
            float magnitude = mantissa * 0x1p-24f;
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude));
        }
        int wide = exponent - F16_EXPONENT_BIAS + F32_EXPONENT_BIAS;
        return Float.intBitsToFloat(
                sign | (wide << F32_MANTISSA_BITS) | (mantissa << (F32_MANTISSA_BITS - F16_MANTISSA_BITS)));
    }

    /** Rounds to nearest, ties to even; NaN stays NaN, what is beyond 65504 after rounding becomes infinity. */
    public static short floatToFloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7E00 | ((bits >>> (F32_MANTISSA_BITS - F16_MANTISSA_BITS)) & 0x3FF));
        }
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7C00);
        }
        if (magnitude < 0x1p-14f) {
            // subnormal result: a multiple of 2^-24; the product is exact and rint rounds ties to even
            return (short) (sign | (int) Math.rint((double) magnitude * 0x1p24));
        }
        int shift = F32_MANTISSA_BITS - F16_MANTISSA_BITS;
        int rebased = (bits & 0x7FFFFFFF) - ((F32_EXPONENT_BIAS - F16_EXPONENT_BIAS) << F32_MANTISSA_BITS);
        int roundUp = (1 << (shift - 1)) - 1 + ((rebased >>> shift) & 1);
        return (short) (sign | ((rebased + roundUp) >>> shift));
    }
}
