package org.t2workbench.app.job;

/** How far a job was when somebody looked; {@code total} is 0 or less while unknown. */
public record ProgressSnapshot(String stage, long done, long total) {

    static final ProgressSnapshot UNKNOWN = new ProgressSnapshot("", 0, 0);

    /** 0 to 1, or -1 while unknown. */
    public double fraction() {
        return total <= 0 ? -1 : Math.min(1, Math.max(0, (double) done / total));
    }

    /** 0 to 100; 0 while unknown. */
    public int percent() {
        return (int) Math.floor(100 * Math.max(0, fraction()));
    }
}
