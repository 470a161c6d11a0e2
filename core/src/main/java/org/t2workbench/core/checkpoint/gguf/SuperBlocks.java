package org.t2workbench.core.checkpoint.gguf;

/**
 * The types of 256 elements in groups of 16 or 32: one scale d for all, in some a minimum m for all, and small whole
 * numbers per group that multiply them: y = (d s) q, or y = (d s) q − (m t), in f32 and in ggml's order of operations.
 * The layouts are those of ggml's {@code dequantize_row_q*_K}.
 */
final class SuperBlocks {

    private static final int ELEMENTS = 256;

    /** Elements that share a pass over the bytes of a half super-block. */
    private static final int LANE = 32;

    private static final int GROUP = 16;

    private SuperBlocks() {}

    /** 16 bytes of s and t (4 bits each), 64 bytes of 2 bits, d, m. */
    static void q2k(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int scales = from + block * GgmlType.Q2_K.blockBytes();
            int low = scales + 16;
            float d = LittleEndian.halfAt(source, low + 64);
            float m = LittleEndian.halfAt(source, low + 66);
            int y = at + block * ELEMENTS;
            for (int group = 0; group < 16; group++) {
                int both = source[scales + group];
                float ds = d * (both & 0xF);
                float mt = m * ((both >>> 4) & 0xF);
                // half a super-block takes 32 bytes; their bit pairs are four lanes of two groups
                int q = low + (group >>> 3) * LANE + (group & 1) * GROUP;
                int shift = ((group >>> 1) & 3) * 2;
                for (int l = 0; l < GROUP; l++) {
                    target[y++] = ds * ((source[q + l] >>> shift) & 3) - mt;
                }
            }
        }
    }

    /** 32 bytes of third bits, 64 bytes of 2 bits, 12 bytes of s (6 bits each), d. A third bit not set means −4. */
    static void q3k(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int high = from + block * GgmlType.Q3_K.blockBytes();
            int low = high + 32;
            int scales = low + 64;
            float d = LittleEndian.halfAt(source, scales + 12);
            int y = at + block * ELEMENTS;
            for (int group = 0; group < 16; group++) {
                float ds = d * (scaleOf3k(source, scales, group) - 32);
                int q = low + (group >>> 3) * LANE + (group & 1) * GROUP;
                int h = high + (group & 1) * GROUP;
                int shift = ((group >>> 1) & 3) * 2;
                int bit = group >>> 1;
                for (int l = 0; l < GROUP; l++) {
                    int third = ((source[h + l] >>> bit) & 1) << 2;
                    target[y++] = ds * (((source[q + l] >>> shift) & 3) + third - 4);
                }
            }
        }
    }

    /** Bytes 0 to 7 hold the low four bits of two scales each (groups 0 to 7 low halves), 8 to 11 their high two bits. */
    private static int scaleOf3k(byte[] source, int scales, int group) {
        int fourBits = (source[scales + (group & 7)] >>> (group < 8 ? 0 : 4)) & 0xF;
        int twoBits = (source[scales + 8 + (group & 3)] >>> ((group >>> 2) * 2)) & 3;
        return fourBits | (twoBits << 4);
    }

    /** d, m, 12 bytes of s and t (6 bits each), 128 bytes of 4 bits. */
    static void q4k(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int begin = from + block * GgmlType.Q4_K.blockBytes();
            float d = LittleEndian.halfAt(source, begin);
            float m = LittleEndian.halfAt(source, begin + 2);
            int scales = begin + 4;
            int y = at + block * ELEMENTS;
            for (int lane = 0; lane < 8; lane++) {
                float ds = d * scale(source, scales, lane);
                float mt = m * minimum(source, scales, lane);
                int q = scales + 12 + (lane >>> 1) * LANE;
                int shift = (lane & 1) * 4;
                for (int l = 0; l < LANE; l++) {
                    target[y++] = ds * ((source[q + l] >>> shift) & 0xF) - mt;
                }
            }
        }
    }

    /** As {@link #q4k} with 32 bytes of fifth bits before the 4 bits. */
    static void q5k(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int begin = from + block * GgmlType.Q5_K.blockBytes();
            float d = LittleEndian.halfAt(source, begin);
            float m = LittleEndian.halfAt(source, begin + 2);
            int scales = begin + 4;
            int high = scales + 12;
            int y = at + block * ELEMENTS;
            for (int lane = 0; lane < 8; lane++) {
                float ds = d * scale(source, scales, lane);
                float mt = m * minimum(source, scales, lane);
                int q = high + 32 + (lane >>> 1) * LANE;
                int shift = (lane & 1) * 4;
                for (int l = 0; l < LANE; l++) {
                    int fifth = ((source[high + l] >>> lane) & 1) << 4;
                    target[y++] = ds * (((source[q + l] >>> shift) & 0xF) + fifth) - mt;
                }
            }
        }
    }

    /** s of one lane: six bits, of the later four lanes the high two lie in the bytes of the first four. */
    private static int scale(byte[] source, int scales, int lane) {
        return lane < 4
                ? source[scales + lane] & 63
                : (source[scales + lane + 4] & 0xF) | (((source[scales + lane - 4] >>> 6) & 3) << 4);
    }

    /** t of one lane, likewise. */
    private static int minimum(byte[] source, int scales, int lane) {
        return lane < 4
                ? source[scales + lane + 4] & 63
                : ((source[scales + lane + 4] >>> 4) & 0xF) | (((source[scales + lane] >>> 6) & 3) << 4);
    }

    /** 128 bytes of 4 bits, 64 bytes of 2 more bits, 16 signed bytes s, d: y = (d s) (q − 32). */
    static void q6k(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int low = from + block * GgmlType.Q6_K.blockBytes();
            int high = low + 128;
            int scales = high + 64;
            float d = LittleEndian.halfAt(source, scales + 16);
            int y = at + block * ELEMENTS;
            for (int lane = 0; lane < 8; lane++) {
                int half = lane >>> 2;
                int q = low + half * 2 * LANE + (lane & 1) * LANE;
                int h = high + half * LANE;
                int shift = ((lane >>> 1) & 1) * 4;
                int highShift = (lane & 3) * 2;
                for (int group = 0; group < 2; group++) {
                    float ds = d * source[scales + lane * 2 + group];
                    for (int l = group * GROUP; l < (group + 1) * GROUP; l++) {
                        int value = ((source[q + l] >>> shift) & 0xF) | (((source[h + l] >>> highShift) & 3) << 4);
                        target[y++] = ds * (value - 32);
                    }
                }
            }
        }
    }
}
