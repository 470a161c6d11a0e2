package org.t2workbench.core.model;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.t2workbench.core.job.OutOfResourcesException;

/** The memory that this machine can still give, asked before something large is made of it. */
public final class AvailableMemory {

    private static final Path LINUX_MEMORY = Path.of("/proc/meminfo");
    private static final String LINUX_AVAILABLE = "MemAvailable:";

    private AvailableMemory() {}

    /** Bytes that can be had without swapping: on Linux the kernel's own estimate, elsewhere the free memory. */
    public static long bytes() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        // the bean knows a container's limit, which the kernel's estimate does not
        long limit = system.getTotalMemorySize();
        return Math.min(limit, linuxEstimate(system.getFreeMemorySize()));
    }

    private static long linuxEstimate(long otherwise) {
        if (!Files.isReadable(LINUX_MEMORY)) {
            return otherwise;
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(LINUX_MEMORY);
        } catch (IOException e) {
            return otherwise;
        }
        for (String line : lines) {
            if (line.startsWith(LINUX_AVAILABLE)) {
                String kilobytes = line.substring(LINUX_AVAILABLE.length()).replaceAll("[^0-9]", "");
                return kilobytes.isEmpty() ? otherwise : Long.parseLong(kilobytes) * 1024;
            }
        }
        return otherwise;
    }

    /**
     * @param purpose what the memory is for, as it reads after "needed to": {@code load the model x in f32}
     * @throws OutOfResourcesException when the machine cannot give that much
     */
    public static void require(long bytes, String purpose) {
        long available = bytes();
        if (bytes > available) {
            throw new OutOfResourcesException(
                    "About " + text(bytes) + " of memory are needed to " + purpose + ", but only " + text(available)
                            + " are free; close other programs or use a smaller model or dtype.",
                    null,
                    null);
        }
    }

    private static String text(long bytes) {
        return bytes >= 1 << 30
                ? String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1 << 30))
                : String.format(Locale.ROOT, "%d MB", (bytes >> 20) + 1);
    }
}
