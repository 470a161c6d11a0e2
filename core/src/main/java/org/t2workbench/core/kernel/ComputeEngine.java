package org.t2workbench.core.kernel;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;

/**
 * libtorch in this process: device, threads, compiled kernels and the root of all tensor memory. Make one, on the
 * thread that will do all tensor work, and close it there; models close before it.
 */
public final class ComputeEngine implements AutoCloseable {

    /** libtorch starts all it is told to, and thousands take minutes. */
    private static final int MOST_THREADS = 256;

    private final PtNDManager root;
    private final int threads;
    private final String device;
    private final boolean fastBf16;
    private final List<String> products;
    private final List<String> singleRowProducts; // of bf16, where oneDNN can be switched off
    private final Optional<OneDnn> oneDnn;
    private final Map<List<String>, Kernel> kernels = new HashMap<>();

    private ComputeEngine(PtNDManager root, int threads, String device) {
        this.root = root;
        this.threads = threads;
        this.device = device;
        boolean gpu = device.equals("gpu");
        this.fastBf16 = gpu || multipliesBf16(root);
        // found once: the system's word on its processor takes as long as a tenth of a step
        String full = fullProduct();
        this.products = List.of("product", fastBf16 ? "half_product" : "half_product_widened", full);
        this.singleRowProducts = List.of("product", "half_product_single", full);
        this.oneDnn = fastBf16 && !gpu ? OneDnn.find() : Optional.empty();
    }

    private String fullProduct() {
        if (device.equals("gpu") || !Processor.isAmd()) {
            return "full_product";
        }
        // products of bf16 come with AVX-512, which the library that multiplies f32 leaves unused on AMD's processors
        return fastBf16 ? "full_product_onednn" : "full_product_columns";
    }

    /** Whether this machine has products of bf16; others widen the weights, and train slowly in bf16. */
    public boolean hasFastBf16() {
        return fastBf16;
    }

    /**
     * Loads libtorch and sets it up for the calling thread.
     *
     * @param threads threads of one tensor operation; 0 for one per processor
     * @param device {@code cpu} or {@code gpu}
     * @throws WorkbenchException when the native library cannot be loaded, there is no GPU to use, or the number of threads
     *     is out of its range
     */
    public static ComputeEngine start(int threads, String device) {
        int processors = Runtime.getRuntime().availableProcessors();
        int most = Math.max(MOST_THREADS, processors);
        if (threads < 0 || threads > most) {
            throw new InvalidInputException("The number of threads must be 0, to have it chosen, or 1 to " + most
                    + ", not " + threads + "; this machine has " + processors + " processors.");
        }
        // natives come from the class path: nothing is looked up on a network, nothing is reported
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        Engine engine;
        try {
            engine = Engine.getEngine("PyTorch");
        } catch (EngineException e) {
            throw new WorkbenchException(
                    "The tensor library could not be loaded on this machine; check that its natives for this"
                            + " operating system and processor are beside the program.",
                    null,
                    e);
        }
        int count = threads > 0 ? threads : processors;
        JniUtils.setNumThreads(count);
        JniUtils.setGradMode(false);
        // kernels are plain text that should run as written; re-specialising for every new shape costs more than it
        // brings at the lengths that change with every token
        JniUtils.setGraphExecutorOptimize(false);
        return new ComputeEngine((PtNDManager) engine.newBaseManager(deviceOf(engine, device)), count, device);
    }

    private static Device deviceOf(Engine engine, String device) {
        if (device.equals("cpu")) {
            return Device.cpu();
        }
        if (!device.equals("gpu")) {
            throw new InvalidInputException("The device '" + device + "' is unknown; use cpu or gpu.");
        }
        if (engine.getGpuCount() == 0) {
            throw new InvalidInputException("No GPU can be used on this machine; leave out --device gpu.");
        }
        return Device.gpu();
    }

    public int threads() {
        return threads;
    }

    /** {@code cpu} or {@code gpu}. */
    public String device() {
        return device;
    }

    /** The version of libtorch, as it goes into reports and run folders. */
    public String version() {
        return Engine.getEngine("PyTorch").getVersion();
    }

    /** A scope for tensors; whoever asks closes it. */
    public NDManager newScope() {
        return root.newSubManager();
    }

    /**
     * The kernel made of the named files, compiled at the first call. The files' methods stand in one module, so names
     * must differ among files that are used together. {@code product(x, w)} is always among the methods, in the form
     * that is fast on this processor.
     */
    public Kernel kernel(String... names) {
        List<String> files = new ArrayList<>(List.of(names));
        files.addAll(products);
        return kernels.computeIfAbsent(files, key -> Kernel.compile(root, key));
    }

    /**
     * As {@link #kernel}, for calls that multiply no more than one row with each matrix of this type: there another product may
     * be faster.
     */
    public Kernel singleRowKernel(Dtype dtype, String... names) {
        if (dtype != Dtype.BF16 || oneDnn.isEmpty()) {
            return kernel(names);
        }
        List<String> files = new ArrayList<>(List.of(names));
        files.addAll(singleRowProducts);
        return kernels.computeIfAbsent(files, key -> Kernel.compile(root, key, oneDnn));
    }

    /** What the processor has, not what a clock says: the same machine must always give the same text. */
    private static boolean multipliesBf16(PtNDManager root) {
        try (NDManager scope = root.newSubManager()) {
            Kernel processor = Kernel.compile(root, List.of("processor"));
            try {
                return processor.call(scope, "multiplies_bf16").get(0).getFloat() != 0;
            } finally {
                processor.close();
            }
        } catch (EngineException e) {
            // libtorch without oneDNN does not know the question
            return false;
        }
    }

    @Override
    public void close() {
        kernels.values().forEach(Kernel::close);
        kernels.clear();
        root.close();
    }
}
