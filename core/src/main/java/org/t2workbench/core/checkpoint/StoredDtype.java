package org.t2workbench.core.checkpoint;

/** The element types a safetensors file may declare, under the names it uses and in its order of alignment. */
public enum StoredDtype {
    BOOL(8),
    F4(4),
    F6_E2M3(6),
    F6_E3M2(6),
    U8(8),
    I8(8),
    F8_E5M2(8),
    F8_E4M3(8),
    F8_E8M0(8),
    F8_E5M2FNUZ(8),
    F8_E4M3FNUZ(8),
    I16(16),
    U16(16),
    F16(16),
    BF16(16),
    I32(32),
    U32(32),
    F32(32),
    C64(64),
    F64(64),
    I64(64),
    U64(64);

    private final int bits;

    StoredDtype(int bits) {
        this.bits = bits;
    }

    /** Bits of one element; below 8 for the packed types. */
    public int bits() {
        return bits;
    }

    /** Bytes of one element, for the types of whole bytes. */
    public int bytes() {
        if (bits % 8 != 0) {
            throw new IllegalStateException(this + " has no whole number of bytes");
        }
        return bits / 8;
    }

    /** Whether every value of this type is a value of f32 as well, so that reading it as f32 loses nothing. */
    public boolean widensToF32() {
        return this == F32 || this == F16 || this == BF16;
    }
}
