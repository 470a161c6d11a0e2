package org.t2workbench.app.job;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.run.RunFollower;

/**
 * Looks at a run folder as it grows, whoever writes it: this program's compute thread or another process. Each look is made
 * off the FX thread when somebody asks ({@link #sample}), at most one at a time, so that a fast run cannot flood the window.
 * FX thread only.
 *
 * @param <N> what is new at a look; immutable
 */
public final class RunLooks<N> {

    private final JobRunner runner;
    private final Function<RunFollower, N> read;
    private final Consumer<N> show;
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private @Nullable RunFollower follower;
    private boolean looking;
    private @Nullable Runnable afterwards;

    /**
     * @param read called off the FX thread; looks until there is nothing more at once
     * @param show hears on the FX thread what it returned
     */
    public RunLooks(JobRunner runner, Function<RunFollower, N> read, Consumer<N> show) {
        this.runner = runner;
        this.read = read;
        this.show = show;
    }

    /** Why the run cannot be read, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Turns to a run. */
    public void follow(RunFollower run) {
        forget();
        follower = run;
    }

    /** Turns away; a look under way is not heard any more. */
    public void forget() {
        follower = null;
        looking = false;
        afterwards = null;
        problem.set("");
    }

    /** Reads what came since the last look, unless one is under way. Called a few times a second while a run goes on. */
    public void sample() {
        RunFollower followed = follower;
        if (followed == null || looking) {
            return;
        }
        looking = true;
        runner.start(Job.io("", (progress, token) -> read.apply(followed))
                .quiet()
                .onSuccess(news -> ended(followed, () -> {
                    problem.set("");
                    show.accept(news);
                }))
                .onFailure(error -> ended(followed, () -> problem.set(Objects.toString(error.getMessage(), ""))))
                .onCancelled(() -> ended(followed, () -> {})));
    }

    /** Reads all there is now, for the end of a run, and then does something. */
    public void settle(Runnable then) {
        if (looking) {
            // the look under way may have missed the last lines
            afterwards = () -> settle(then);
            return;
        }
        afterwards = then;
        sample();
    }

    private void ended(RunFollower followed, Runnable action) {
        if (!followed.equals(follower)) {
            return;
        }
        looking = false;
        action.run();
        Runnable next = afterwards;
        afterwards = null;
        if (next != null) {
            next.run();
        }
    }
}
