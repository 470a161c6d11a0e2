package org.t2workbench.core.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.KernelCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A compiled kernel: the methods of one or several files of {@code resources/kernels}, called by name.
 *
 * <p>Arguments are {@link NDArray}, {@link TensorList}, {@link Integer} or {@link Long}, {@link Double}, {@link
 * Boolean}, {@code long[]} or {@code double[]}, in the order and of the types of the method's parameters; results are
 * its tensor, or the tensors of its list or tuple. They belong to the scope that the caller names and are closed with
 * it. A result may share memory with an argument (a view), so whatever is returned to live on is cloned in the kernel
 * or made from tensors that own their memory (see {@link Tensors}). Compute thread only.
 */
public final class Kernel {

    private final PtSymbolBlock module;
    private final Optional<OneDnn> switchedOff;
    private final Set<String> inlined = new HashSet<>(); // methods that infer has called

    private Kernel(PtSymbolBlock module, Optional<OneDnn> switchedOff) {
        this.module = module;
        this.switchedOff = switchedOff;
    }

    static Kernel compile(PtNDManager manager, List<String> names) {
        return compile(manager, names, Optional.empty());
    }

    /** @param switchedOff what is off while the kernel runs */
    static Kernel compile(PtNDManager manager, List<String> names, Optional<OneDnn> switchedOff) {
        String device =
                manager.getDevice().isGpu() ? "cuda:" + manager.getDevice().getDeviceId() : "cpu";
        return compile(manager, names, device, switchedOff);
    }

    /** @param device libtorch's name of where the kernel makes its tensors */
    static Kernel compile(PtNDManager manager, List<String> names, String device, Optional<OneDnn> switchedOff) {
        try {
            byte[] archive = KernelSource.archive(names, device);
            return new Kernel(
                    JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false), switchedOff);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a method; nothing is recorded for gradients. */
    public NDList call(NDManager scope, String method, Object... arguments) {
        return run(scope, method, false, arguments);
    }

    /**
     * As {@link #call}, in libtorch's inference mode: quicker where a method is many small operations, but its results must
     * never be arguments of {@link #differentiate}.
     */
    public NDList infer(NDManager scope, String method, Object... arguments) {
        if (!inlined.add(method)) {
            return run(scope, method, true, arguments);
        }
        // libtorch makes a method's plan at its first call, and only with the optimiser on does it put the methods
        // called inside in place, which saves a fifth of the time outside products (benchmarks.md). Later calls are
        // made with it off again, so that nothing is specialised for shapes.
        JniUtils.setGraphExecutorOptimize(true);
        try {
            return run(scope, method, true, arguments);
        } finally {
            JniUtils.setGraphExecutorOptimize(false);
        }
    }

    private NDList run(NDManager scope, String method, boolean inference, Object... arguments) {
        IValue[] values = new IValue[arguments.length];
        ShutdownGate.enter();
        try {
            for (int i = 0; i < arguments.length; i++) {
                values[i] = valueOf(arguments[i]);
            }
            try (IValue result = switchedOff.isPresent()
                    ? switchedOff.get().off(() -> KernelCall.run(module, method, inference, values))
                    : KernelCall.run(module, method, inference, values)) {
                return result.toNDList((PtNDManager) scope);
            }
        } finally {
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null && !(arguments[i] instanceof TensorList)) {
                    values[i].close();
                }
            }
            ShutdownGate.leave();
        }
    }

    /**
     * Calls a method with gradients on, so that it may call {@code torch.grad}. It takes the tensors it differentiates
     * as {@code t.detach().requires_grad_(True)} and returns tensors without history.
     */
    public NDList differentiate(NDManager scope, String method, Object... arguments) {
        JniUtils.setGradMode(true);
        try {
            return call(scope, method, arguments);
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private static IValue valueOf(Object argument) {
        if (argument instanceof NDArray array) {
            return IValue.from((PtNDArray) array);
        } else if (argument instanceof TensorList list) {
            return list.value();
        } else if (argument instanceof Integer || argument instanceof Long) {
            return IValue.from(((Number) argument).longValue());
        } else if (argument instanceof Double number) {
            return IValue.from(number.doubleValue());
        } else if (argument instanceof Boolean flag) {
            return IValue.from(flag.booleanValue());
        } else if (argument instanceof long[] numbers) {
            return IValue.listFrom(numbers);
        } else if (argument instanceof double[] numbers) {
            return IValue.listFrom(numbers);
        }
        throw new IllegalArgumentException("not a kernel argument: " + argument.getClass());
    }

    void close() {
        module.close();
    }
}
