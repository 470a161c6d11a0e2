package org.t2workbench.core.kernel;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * libtorch's switch for oneDNN, which it multiplies bf16 with. For one row its own product is twice as fast, but it takes that
 * only while oneDNN is off, and no kernel can reach the switch. It holds for the whole process, so it is off no longer than a
 * call. Compute thread only.
 */
final class OneDnn {

    /** {@code at::globalContext()} */
    private static final String CONTEXT = "_ZN2at13globalContextEv";

    /** {@code at::Context::setUserEnabledMkldnn(bool)} */
    private static final String SWITCH = "_ZN2at7Context20setUserEnabledMkldnnEb";

    private final Pointer context;
    private final Function toggle;

    private OneDnn(Pointer context, Function toggle) {
        this.context = context;
        this.toggle = toggle;
    }

    /** The switch of the loaded library; empty where it cannot be called by these names. */
    static Optional<OneDnn> find() {
        String library = System.mapLibraryName("torch_cpu");
        try {
            NativeLibrary torch = NativeLibrary.getInstance(
                    Path.of(LibUtils.getLibtorchPath()).resolve(library).toString());
            Pointer context = torch.getFunction(CONTEXT).invokePointer(new Object[0]);
            return Optional.of(new OneDnn(context, torch.getFunction(SWITCH)));
        } catch (LinkageError e) {
            // another compiler's names, or no JNA for this machine: everything goes on with oneDNN
            return Optional.empty();
        }
    }

    /** Does something without oneDNN. */
    <T> T off(Supplier<T> work) {
        set(0);
        try {
            return work.get();
        } finally {
            set(1);
        }
    }

    private void set(int on) {
        toggle.invokeVoid(new Object[] {context, on});
    }
}
