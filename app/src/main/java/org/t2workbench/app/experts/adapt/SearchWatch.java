package org.t2workbench.app.experts.adapt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobRunner;
import org.t2workbench.app.workbench.SearchRequest;
import org.t2workbench.core.adaptation.search.Generation;
import org.t2workbench.core.adaptation.search.SearchHistory;
import org.t2workbench.core.run.RunFollower;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunState;

/**
 * A search's run folder as it grows, whoever writes it. Read off the FX thread when somebody looks ({@link #sample}), at
 * most one look at a time, so that a fast search cannot flood the window. FX thread only.
 */
final class SearchWatch {

    private final JobRunner runner;
    private final Consumer<List<Generation>> receiver;
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private List<Generation> generations = List.of();
    private RunState state = RunState.STOPPED;
    private double collapse;
    private @Nullable RunFollower follower;
    private boolean looking;
    private @Nullable Runnable afterwards;

    /** @param receiver hears all generations whenever there are others */
    SearchWatch(JobRunner runner, Consumer<List<Generation>> receiver) {
        this.runner = runner;
        this.receiver = receiver;
    }

    /** Why the run cannot be read, or empty. */
    ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Where the run stood at the last look. */
    RunState state() {
        return state;
    }

    /** Turns to a search, from its start. */
    void follow(SearchRequest request) {
        forget();
        collapse = request.settings().collapse();
        follower = new RunFollower(request.folder(), RunFollower.Rollouts.NONE);
    }

    /** Turns away. */
    void forget() {
        follower = null;
        looking = false;
        afterwards = null;
        problem.set("");
        show(List.of());
    }

    /** Reads what came since the last look, unless one is under way. */
    void sample() {
        RunFollower followed = follower;
        if (followed == null || looking) {
            return;
        }
        looking = true;
        double threshold = collapse;
        runner.start(Job.io("", (progress, token) -> read(followed, threshold))
                .quiet()
                .onSuccess(news -> ended(followed, () -> show(news)))
                .onFailure(error -> ended(followed, () -> problem.set(Objects.toString(error.getMessage(), ""))))
                .onCancelled(() -> ended(followed, () -> {})));
    }

    /** Reads all there is now, and then does something. */
    void settle(Runnable then) {
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

    private record News(RunState state, boolean restarted, List<Generation> fresh) {}

    /** Looks, one after the other, until there is nothing more at once. */
    private static News read(RunFollower followed, double collapse) {
        boolean restarted = false;
        List<Generation> fresh = new ArrayList<>();
        RunFollower.Look look;
        do {
            look = followed.look();
            if (look.restarted()) {
                restarted = true;
                fresh.clear();
            }
            for (RunLine line : look.metrics()) {
                fresh.add(SearchHistory.generation(line, collapse));
            }
        } while (look.more());
        return new News(look.state(), restarted, List.copyOf(fresh));
    }

    private void show(News news) {
        problem.set("");
        state = news.state();
        if (news.restarted() || !news.fresh().isEmpty()) {
            List<Generation> all = new ArrayList<>(news.restarted() ? List.of() : generations);
            all.addAll(news.fresh());
            show(List.copyOf(all));
        }
    }

    private void show(List<Generation> all) {
        generations = all;
        receiver.accept(all);
    }
}
