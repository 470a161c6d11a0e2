package org.t2workbench.core.kernel;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Optional;

/**
 * The heap that libtorch's tensors of up to 32 MB lie in. The GNU C library keeps what is freed there, in holes that tensors
 * of another size do not fit into: batches of different lengths one after the other would take two to three times what any
 * of them needs. Any thread.
 */
public final class NativeHeap {

    private static final Optional<Function> TRIM = trim();

    private NativeHeap() {}

    /** Gives free pages back to the system, where the C library can; a few milliseconds for each gigabyte. */
    public static void giveBack() {
        TRIM.ifPresent(trim -> trim.invokeInt(new Object[] {0L}));
    }

    private static Optional<Function> trim() {
        try {
            return Optional.of(NativeLibrary.getInstance("c").getFunction("malloc_trim"));
        } catch (LinkageError e) {
            // another C library, which has its own ways
            return Optional.empty();
        }
    }
}
