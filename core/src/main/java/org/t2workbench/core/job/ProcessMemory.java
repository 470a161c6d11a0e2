package org.t2workbench.core.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What this process takes of the machine's memory, in bytes, where the system tells it (Linux). Any thread. */
public final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final String PEAK_ONLY = "5";

    private ProcessMemory() {}

    /** What is in memory now. */
    public static OptionalLong resident() {
        return read("VmRSS:");
    }

    /** The most that was in memory at once since the start, or since {@link #resetPeak}. */
    public static OptionalLong peak() {
        return read("VmHWM:");
    }

    /** Measures the peak from here on; what is in memory now, or nothing where the peak cannot be measured. */
    public static OptionalLong resetPeak() {
        try {
            Files.writeString(RESET, PEAK_ONLY);
        } catch (IOException | UnsupportedOperationException e) {
            return OptionalLong.empty();
        }
        return resident();
    }

    private static OptionalLong read(String key) {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
