package org.t2workbench.app.workbench;

import java.util.Locale;

/** Numbers as people read them. */
public final class Quantities {

    private static final long KILO = 1000;
    private static final long MEGA = 1000 * KILO;
    private static final long GIGA = 1000 * MEGA;
    private static final long MEBI = 1024L * 1024;
    private static final long GIBI = 1024 * MEBI;

    private Quantities() {}

    /** 3.1M, 260K, 8.0B. */
    public static String count(long value) {
        if (value >= GIGA) {
            return String.format(Locale.ROOT, "%.1fB", (double) value / GIGA);
        }
        if (value >= MEGA) {
            return String.format(Locale.ROOT, "%.1fM", (double) value / MEGA);
        }
        if (value >= KILO) {
            return String.format(Locale.ROOT, "%.0fK", (double) value / KILO);
        }
        return Long.toString(value);
    }

    /** 3 KB, 412 MB, 1.3 GB (1024-based, as the system's monitors show them). */
    public static String bytes(long value) {
        if (value < MEBI / 10) {
            return String.format(Locale.ROOT, "%.0f KB", Math.ceil(value / 1024.0));
        }
        if (value >= GIBI) {
            return String.format(Locale.ROOT, "%.1f GB", (double) value / GIBI);
        }
        if (value >= 10 * MEBI) {
            return String.format(Locale.ROOT, "%.0f MB", (double) value / MEBI);
        }
        return String.format(Locale.ROOT, "%.1f MB", (double) value / MEBI);
    }

    /** 0.4 s, 12 s, 3 min. */
    public static String seconds(double value) {
        if (value < 10) {
            return String.format(Locale.ROOT, "%.1f s", value);
        }
        return value < 120
                ? String.format(Locale.ROOT, "%.0f s", value)
                : String.format(Locale.ROOT, "%.0f min", value / 60);
    }

    /** In words, for an estimate: 0.42 seconds, 2.5 seconds, 12 seconds, 12 minutes, 2.5 hours, 4 days. */
    public static String duration(double seconds) {
        double minutes = seconds / 60;
        double hours = minutes / 60;
        if (seconds < 0.95) {
            return String.format(Locale.ROOT, "%.2f seconds", Math.max(0.01, seconds));
        }
        if (seconds < 99.5) {
            return String.format(Locale.ROOT, seconds < 9.95 ? "%.1f seconds" : "%.0f seconds", seconds);
        }
        if (minutes < 99.5) {
            return String.format(Locale.ROOT, "%.0f minutes", minutes);
        }
        return hours < 72
                ? String.format(Locale.ROOT, "%.1f hours", hours)
                : String.format(Locale.ROOT, "%.0f days", hours / 24);
    }
}
