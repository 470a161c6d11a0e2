package org.t2workbench.core.checkpoint.gguf;

import java.io.IOException;

/** The types of metadata values, in the order of their numbers in the format. */
enum GgufValueType {
    U8(1),
    I8(1),
    U16(2),
    I16(2),
    U32(4),
    I32(4),
    F32(4),
    BOOL(1),
    TEXT(8),
    LIST(12),
    U64(8),
    I64(8),
    F64(8);

    private final int leastBytes;

    GgufValueType(int leastBytes) {
        this.leastBytes = leastBytes;
    }

    /** Bytes of one value; of a text and a list the fewest it can have. */
    int leastBytes() {
        return leastBytes;
    }

    /** The number that files have for the type. */
    @SuppressWarnings("EnumOrdinal") // declared in the order of the format's numbers
    int number() {
        return ordinal();
    }

    boolean hasFixedSize() {
        return this != TEXT && this != LIST;
    }

    static GgufValueType read(GgufInput input, String key) throws IOException {
        long number = input.unsigned32();
        if (number >= values().length) {
            throw input.damaged("the value of " + key + " is of the unknown type " + number);
        }
        return values()[(int) number];
    }

    /** One value that is neither a text nor a list. */
    GgufValue readSingle(GgufInput input) throws IOException {
        return switch (this) {
            case U8 -> new GgufValue.Whole(input.unsigned8());
            case I8 -> new GgufValue.Whole((byte) input.unsigned8());
            case U16 -> new GgufValue.Whole(input.unsigned16());
            case I16 -> new GgufValue.Whole((short) input.unsigned16());
            case U32 -> new GgufValue.Whole(input.unsigned32());
            case I32 -> new GgufValue.Whole(input.signed32());
            case I64 -> new GgufValue.Whole(input.signed64());
            case U64 -> {
                long value = input.signed64();
                yield new GgufValue.Whole(value < 0 ? Long.MAX_VALUE : value);
            }
            case F32 -> {
                float value = Float.intBitsToFloat(input.signed32());
                yield new GgufValue.Real(Double.parseDouble(Float.toString(value)));
            }
            case F64 -> new GgufValue.Real(Double.longBitsToDouble(input.signed64()));
            case BOOL -> new GgufValue.Flag(input.unsigned8() != 0);
            case TEXT, LIST -> throw new IllegalStateException(this + " is no single value");
        };
    }
}
