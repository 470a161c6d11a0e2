package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * Runs a TorchScript method under the calling thread's own gradient mode with arguments that are made once and reused.
 *
 * <p>DJL's public {@code IValueUtils.runMethod} always runs in libtorch's inference mode, whose results cannot be saved
 * for a backward pass, and {@code IValueUtils.forward} makes every argument anew at each call; the native method below
 * both is visible only in this package.
 */
public final class KernelCall {

    private KernelCall() {}

    /**
     * The method's result; the caller closes it. The arguments stay open.
     *
     * @param inference whether to run in libtorch's inference mode, where operators keep no books for gradients
     */
    public static IValue run(PtSymbolBlock module, String method, boolean inference, IValue... arguments) {
        long[] handles = new long[arguments.length];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = arguments[i].getHandle();
        }
        return new IValue(PyTorchLibrary.LIB.moduleRunMethod(module.getHandle(), method, handles, !inference, false));
    }
}
