package org.t2workbench.core.checkpoint;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much memory a program could still take on this machine. On Linux the smaller of what the kernel calls available
 * and what the control groups of a container leave; elsewhere what the Java machine knows.
 */
public final class MachineMemory {

    private static final Logger LOG = LoggerFactory.getLogger(MachineMemory.class);

    /** Beyond this a limit of control groups, version 1, means none. */
    private static final long NO_LIMIT = 1L << 60;

    private final Path root;

    /** @param root where {@code proc} and {@code sys} lie: {@code /}, or a copy for tests */
    MachineMemory(Path root) {
        this.root = root;
    }

    public static MachineMemory ofThisMachine() {
        return new MachineMemory(Path.of("/"));
    }

    public long availableBytes() {
        OptionalLong kernel = field(root.resolve("proc/meminfo"), "MemAvailable:");
        if (kernel.isEmpty()) {
            return fromJavaMachine();
        }
        long available = kernel.getAsLong() * 1024;
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[0].equals("0")) {
                available = Math.min(
                        available,
                        leftInGroups("sys/fs/cgroup", parts[2], "memory.max", "memory.current", "inactive_file"));
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                available = Math.min(
                        available,
                        leftInGroups(
                                "sys/fs/cgroup/memory",
                                parts[2],
                                "memory.limit_in_bytes",
                                "memory.usage_in_bytes",
                                "total_inactive_file"));
            }
        }
        return Math.max(0, available);
    }

    /** The least that any group from the process's own up to the top leaves. */
    private long leftInGroups(String hierarchy, String group, String limitFile, String usageFile, String reclaimable) {
        Path top = root.resolve(hierarchy).normalize();
        long least = Long.MAX_VALUE;
        // inside a container the group's path is often not visible: then only the top counts
        Path folder = top.resolve(group.replaceFirst("^/+", "")).normalize();
        while (folder != null && folder.startsWith(top)) {
            OptionalLong limit = number(folder.resolve(limitFile));
            OptionalLong usage = number(folder.resolve(usageFile));
            if (limit.isPresent() && usage.isPresent() && limit.getAsLong() < NO_LIMIT) {
                // file pages that are not in use are given back under pressure
                long cached = field(folder.resolve("memory.stat"), reclaimable).orElse(0);
                least = Math.min(least, limit.getAsLong() - Math.max(0, usage.getAsLong() - cached));
            }
            folder = folder.getParent();
        }
        return least;
    }

    private static long fromJavaMachine() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            // macOS counts its large file cache as used, so "free" would refuse nearly everything there
            boolean mac =
                    System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
            return mac ? system.getTotalMemorySize() : system.getFreeMemorySize();
        }
        return Long.MAX_VALUE;
    }

    /** The number after a word at the start of a line. */
    private static OptionalLong field(Path file, String word) {
        for (String line : lines(file)) {
            String[] parts = line.trim().split("\\s+");
            if (parts.length >= 2 && parts[0].equals(word)) {
                return parse(parts[1]);
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong number(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? OptionalLong.empty() : parse(lines.get(0).trim());
    }

    private static OptionalLong parse(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            // "max": no limit
            return OptionalLong.empty();
        }
    }

    private static List<String> lines(Path file) {
        if (!Files.isReadable(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            LOG.debug("{} cannot be read", file, e);
            return List.of();
        }
    }
}
