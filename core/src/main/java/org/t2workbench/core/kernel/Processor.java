package org.t2workbench.core.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the system tells of this machine's processor. Any thread. */
public final class Processor {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** Where Windows tells the same. */
    private static final String WINDOWS = "PROCESSOR_IDENTIFIER";

    private Processor() {}

    /** "AMD EPYC, 2 processors, Linux amd64"; the model only where the system tells it. */
    public static String description() {
        String rest = Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
        return field("model name").map(model -> model + ", " + rest).orElse(rest);
    }

    /** Whether AMD made it, as far as the system tells. */
    static boolean isAmd() {
        String windows = System.getenv(WINDOWS);
        return field("vendor_id").orElse(windows == null ? "" : windows).contains("AMD");
    }

    private static Optional<String> field(String name) {
        if (!Files.isReadable(CPU_INFO)) {
            return Optional.empty();
        }
        try {
            return Files.readString(CPU_INFO, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
