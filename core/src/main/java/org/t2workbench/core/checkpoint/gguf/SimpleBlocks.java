package org.t2workbench.core.checkpoint.gguf;

/**
 * The types of 32 elements with one scale d, and in some a minimum m: y = d q or y = d q + m, in f32 as ggml computes
 * it. The low halves of 16 bytes are the first 16 elements, their high halves the other 16; a fifth bit of each element
 * lies in a word of its own.
 */
final class SimpleBlocks {

    private static final int ELEMENTS = 32;
    private static final int HALF = ELEMENTS / 2;

    private SimpleBlocks() {}

    /** d, 16 bytes: y = d (q − 8). */
    static void q40(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int begin = from + block * GgmlType.Q4_0.blockBytes();
            float d = LittleEndian.halfAt(source, begin);
            int q = begin + 2;
            int y = at + block * ELEMENTS;
            for (int j = 0; j < HALF; j++) {
                int both = source[q + j];
                target[y + j] = ((both & 0xF) - 8) * d;
                target[y + HALF + j] = (((both >>> 4) & 0xF) - 8) * d;
            }
        }
    }

    /** d, m, 16 bytes: y = d q + m. */
    static void q41(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int begin = from + block * GgmlType.Q4_1.blockBytes();
            float d = LittleEndian.halfAt(source, begin);
            float m = LittleEndian.halfAt(source, begin + 2);
            int q = begin + 4;
            int y = at + block * ELEMENTS;
            for (int j = 0; j < HALF; j++) {
                int both = source[q + j];
                target[y + j] = (both & 0xF) * d + m;
                target[y + HALF + j] = ((both >>> 4) & 0xF) * d + m;
            }
        }
    }

    /** d, fifth bits, 16 bytes: y = d (q − 16). */
    static void q50(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int begin = from + block * GgmlType.Q5_0.blockBytes();
            float d = LittleEndian.halfAt(source, begin);
            int fifth = LittleEndian.intAt(source, begin + 2);
            int q = begin + 6;
            int y = at + block * ELEMENTS;
            for (int j = 0; j < HALF; j++) {
                int both = source[q + j];
                target[y + j] = (((both & 0xF) | ((fifth >>> j << 4) & 0x10)) - 16) * d;
                target[y + HALF + j] = ((((both >>> 4) & 0xF) | ((fifth >>> (j + 12)) & 0x10)) - 16) * d;
            }
        }
    }

    /** d, m, fifth bits, 16 bytes: y = d q + m. */
    static void q51(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int begin = from + block * GgmlType.Q5_1.blockBytes();
            float d = LittleEndian.halfAt(source, begin);
            float m = LittleEndian.halfAt(source, begin + 2);
            int fifth = LittleEndian.intAt(source, begin + 4);
            int q = begin + 8;
            int y = at + block * ELEMENTS;
            for (int j = 0; j < HALF; j++) {
                int both = source[q + j];
                target[y + j] = ((both & 0xF) | ((fifth >>> j << 4) & 0x10)) * d + m;
                target[y + HALF + j] = (((both >>> 4) & 0xF) | ((fifth >>> (j + 12)) & 0x10)) * d + m;
            }
        }
    }

    /** d, 32 signed bytes: y = d q. */
    static void q80(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int begin = from + block * GgmlType.Q8_0.blockBytes();
            float d = LittleEndian.halfAt(source, begin);
            int q = begin + 2;
            int y = at + block * ELEMENTS;
            for (int j = 0; j < ELEMENTS; j++) {
                target[y + j] = source[q + j] * d;
            }
        }
    }
}
