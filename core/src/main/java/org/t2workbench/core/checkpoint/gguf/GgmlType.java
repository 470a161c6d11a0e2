package org.t2workbench.core.checkpoint.gguf;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The element types a GGUF file may declare, under ggml's names and numbers. A type is a block of so many elements in so
 * many bytes. Those without a decoder are known by name only.
 */
@SuppressWarnings("ImmutableEnumChecker") // the decoders are references to static methods
public enum GgmlType {
    F32(0, 1, 4, PlainBlocks::f32),
    F16(1, 1, 2, PlainBlocks::f16),
    Q4_0(2, 32, 18, SimpleBlocks::q40),
    Q4_1(3, 32, 20, SimpleBlocks::q41),
    Q5_0(6, 32, 22, SimpleBlocks::q50),
    Q5_1(7, 32, 24, SimpleBlocks::q51),
    Q8_0(8, 32, 34, SimpleBlocks::q80),
    Q8_1(9, 32, 36, null),
    Q2_K(10, 256, 84, SuperBlocks::q2k),
    Q3_K(11, 256, 110, SuperBlocks::q3k),
    Q4_K(12, 256, 144, SuperBlocks::q4k),
    Q5_K(13, 256, 176, SuperBlocks::q5k),
    Q6_K(14, 256, 210, SuperBlocks::q6k),
    Q8_K(15, 256, 292, null),
    IQ2_XXS(16, 256, 66, null),
    IQ2_XS(17, 256, 74, null),
    IQ3_XXS(18, 256, 98, null),
    IQ1_S(19, 256, 50, null),
    IQ4_NL(20, 32, 18, TableBlocks::iq4nl),
    IQ3_S(21, 256, 110, null),
    IQ2_S(22, 256, 82, null),
    IQ4_XS(23, 256, 136, TableBlocks::iq4xs),
    I8(24, 1, 1, null),
    I16(25, 1, 2, null),
    I32(26, 1, 4, null),
    I64(27, 1, 8, null),
    F64(28, 1, 8, PlainBlocks::f64),
    IQ1_M(29, 256, 56, null),
    BF16(30, 1, 2, PlainBlocks::bf16),
    TQ1_0(34, 256, 54, null),
    TQ2_0(35, 256, 66, null),
    MXFP4(39, 32, 17, null),
    NVFP4(40, 64, 36, null),
    Q1_0(41, 128, 18, null),
    Q2_0(42, 64, 18, null);

    private static final Map<Integer, GgmlType> BY_NUMBER = new HashMap<>();

    static {
        for (GgmlType type : values()) {
            BY_NUMBER.put(type.number, type);
        }
    }

    private final int number;
    private final int blockElements;
    private final int blockBytes;
    private final @Nullable BlockDecoder decoder;

    GgmlType(int number, int blockElements, int blockBytes, @Nullable BlockDecoder decoder) {
        this.number = number;
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
        this.decoder = decoder;
    }

    static Optional<GgmlType> of(long number) {
        return number < 0 || number > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.ofNullable(BY_NUMBER.get((int) number));
    }

    /** ggml's number for the type, as files store it. */
    public int number() {
        return number;
    }

    /** The name as people write it in file names: {@code q4_k}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    int blockElements() {
        return blockElements;
    }

    int blockBytes() {
        return blockBytes;
    }

    /** Bytes of so many elements, in whole blocks. */
    long bytes(long elements) {
        return elements / blockElements * blockBytes;
    }

    boolean isReadable() {
        return decoder != null;
    }

    /** Whether several elements share a scale, so that what is read is an approximation of what was trained. */
    boolean isQuantised() {
        return blockElements > 1;
    }

    /** Turns whole blocks into f32 values, exactly as ggml does. */
    void decode(byte[] source, int from, int blocks, float[] target, int at) {
        if (decoder == null) {
            throw new IllegalStateException(this + " cannot be read");
        }
        decoder.decode(source, from, blocks, target, at);
    }

    /** Decodes {@code blocks} blocks from byte {@code from} of the source on into the target from {@code at} on. */
    @FunctionalInterface
    interface BlockDecoder {
        void decode(byte[] source, int from, int blocks, float[] target, int at);
    }
}
