package org.t2workbench.core.checkpoint.gguf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.t2workbench.core.checkpoint.HalfPrecision;

/** Numbers in a byte array, lowest byte first. */
final class LittleEndian {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static short shortAt(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at);
    }

    static int intAt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    static long longAt(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    static float floatAt(byte[] bytes, int at) {
        return Float.intBitsToFloat(intAt(bytes, at));
    }

    /** The f16 number there, widened. */
    static float halfAt(byte[] bytes, int at) {
        return HalfPrecision.float16ToFloat(shortAt(bytes, at));
    }
}
