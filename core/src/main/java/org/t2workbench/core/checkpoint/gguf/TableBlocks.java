package org.t2workbench.core.checkpoint.gguf;

/**
 * The types whose four bits are places in a table of unevenly spaced numbers t: y = (d s) t[q], in f32 as ggml computes it.
 * Of 16 bytes the low halves are the first 16 elements, the high halves the other 16.
 */
final class TableBlocks {

    private static final int SUPER = 256;
    private static final int LANE = 32;
    private static final int HALF = LANE / 2;

    private static final byte[] TABLE = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

    private TableBlocks() {}

    /** d, 16 bytes. */
    static void iq4nl(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int begin = from + block * GgmlType.IQ4_NL.blockBytes();
            lane(source, begin + 2, LittleEndian.halfAt(source, begin), target, at + block * LANE);
        }
    }

    /** d, 2 bytes of the high two bits of each lane's s, 4 bytes of their low four, 128 bytes; s counts from −32. */
    static void iq4xs(byte[] source, int from, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int begin = from + block * GgmlType.IQ4_XS.blockBytes();
            float d = LittleEndian.halfAt(source, begin);
            for (int lane = 0; lane < SUPER / LANE; lane++) {
                int high = (source[begin + 2 + (lane >>> 2)] >>> ((lane & 3) * 2)) & 3;
                int low = (source[begin + 4 + (lane >>> 1)] >>> ((lane & 1) * 4)) & 0xF;
                float ds = d * ((low | (high << 4)) - 32);
                lane(source, begin + 8 + lane * HALF, ds, target, at + block * SUPER + lane * LANE);
            }
        }
    }

    private static void lane(byte[] source, int q, float scale, float[] target, int y) {
        for (int j = 0; j < HALF; j++) {
            target[y + j] = scale * TABLE[source[q + j] & 0xF];
            target[y + HALF + j] = scale * TABLE[(source[q + j] >>> 4) & 0xF];
        }
    }
}
