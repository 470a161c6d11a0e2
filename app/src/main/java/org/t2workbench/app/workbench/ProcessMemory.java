package org.t2workbench.app.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process takes of the machine's memory now. */
final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int KIBI = 1024;

    private ProcessMemory() {}

    /** Resident bytes where the system tells them, else the Java heap's used bytes. */
    static long bytes() {
        if (Files.isReadable(STATUS)) {
            try {
                for (String line : Files.readAllLines(STATUS)) {
                    if (line.startsWith("VmRSS:")) {
                        return Long.parseLong(line.replaceAll("\\D", "")) * KIBI;
                    }
                }
            } catch (IOException e) {
                return heap();
            }
        }
        return heap();
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
