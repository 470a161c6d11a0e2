package org.t2workbench.core.run;

import java.nio.file.Path;
import java.util.List;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Follows a run while another thread or process writes it. Each {@link #look} reads only what is new, so that it can be
 * called a few times a second. For one thread at a time; holds no open file.
 */
public final class RunFollower {

    /** How much of rollouts.jsonl is wanted. */
    public enum Rollouts {
        NONE,
        /** The last ones that are there at the first look, and all that come. */
        LATEST,
        ALL
    }

    private static final long LATEST_BYTES = 256 << 10;

    private final Path path;
    private final LineTail metrics;
    private final LineTail rollouts;
    private final Rollouts wanted;

    public RunFollower(Path path, Rollouts wanted) {
        this.path = path;
        this.wanted = wanted;
        this.metrics = new LineTail(path.resolve(RunFolder.METRICS));
        this.rollouts = new LineTail(
                path.resolve(RunFolder.ROLLOUTS), wanted == Rollouts.LATEST ? LATEST_BYTES : Long.MAX_VALUE);
    }

    /**
     * @param restarted the run was resumed or written anew: what was seen of its metrics before no longer counts
     * @param metrics that are new
     * @param rolloutsRestarted the same of its rollouts
     * @param rollouts that are new
     * @param more another look would find more at once
     */
    public record Look(
            RunState state,
            boolean restarted,
            List<RunLine> metrics,
            boolean rolloutsRestarted,
            List<RunLine> rollouts,
            boolean more) {}

    /**
     * @throws InvalidInputException when the run cannot be read (any more), in one sentence
     */
    public Look look() {
        // the state first: what is written before a run ends is then never missed
        RunState state = RunFolder.stateOf(path);
        LineTail.Look newMetrics = metrics.look();
        LineTail.Look newRollouts =
                wanted == Rollouts.NONE ? new LineTail.Look(false, List.of(), false) : rollouts.look();
        return new Look(
                state,
                newMetrics.restarted(),
                newMetrics.lines(),
                newRollouts.restarted(),
                newRollouts.lines(),
                newMetrics.more() || newRollouts.more());
    }
}
