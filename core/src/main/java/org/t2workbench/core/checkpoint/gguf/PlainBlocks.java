package org.t2workbench.core.checkpoint.gguf;

import org.t2workbench.core.checkpoint.HalfPrecision;

/** The types of one number per element. */
final class PlainBlocks {

    private PlainBlocks() {}

    static void f32(byte[] source, int from, int count, float[] target, int at) {
        for (int i = 0; i < count; i++) {
            target[at + i] = LittleEndian.floatAt(source, from + Float.BYTES * i);
        }
    }

    static void f16(byte[] source, int from, int count, float[] target, int at) {
        for (int i = 0; i < count; i++) {
            target[at + i] = LittleEndian.halfAt(source, from + Short.BYTES * i);
        }
    }

    static void bf16(byte[] source, int from, int count, float[] target, int at) {
        for (int i = 0; i < count; i++) {
            target[at + i] = HalfPrecision.bfloat16ToFloat(LittleEndian.shortAt(source, from + Short.BYTES * i));
        }
    }

    /** Rounded to nearest: the only type here that f32 does not hold exactly. */
    static void f64(byte[] source, int from, int count, float[] target, int at) {
        for (int i = 0; i < count; i++) {
            target[at + i] = (float) Double.longBitsToDouble(LittleEndian.longAt(source, from + Double.BYTES * i));
        }
    }
}
