package org.t2workbench.app.training;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobRunner;
import org.t2workbench.core.run.RunFollower;
import org.t2workbench.core.run.RunLine;

/**
 * A run as it grows, whoever writes it: this program's compute thread or another process. The folder is read off the FX
 * thread when somebody looks ({@link #sample}), at most one look at a time, so a fast run cannot flood the window. FX
 * thread only.
 */
public final class RunWatch {

    /** Answers that are kept; the file has them all. */
    static final int KEPT = 2000;

    private final JobRunner runner;
    private final ReadOnlyObjectWrapper<List<RunPoint>> points = new ReadOnlyObjectWrapper<>(List.of());
    private final ObservableList<Rollout> rollouts = FXCollections.observableArrayList();
    private final ObservableList<Rollout> rolloutsView = FXCollections.unmodifiableObservableList(rollouts);
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private @Nullable RunFollower follower;
    private boolean looking;
    private @Nullable Runnable afterwards;

    RunWatch(JobRunner runner) {
        this.runner = runner;
    }

    // Properties

    /** In order of iteration. */
    public ReadOnlyObjectProperty<List<RunPoint>> pointsProperty() {
        return points.getReadOnlyProperty();
    }

    List<RunPoint> points() {
        return points.get();
    }

    /** The latest answers, newest first. */
    public ObservableList<Rollout> rollouts() {
        return rolloutsView;
    }

    /** Why the run cannot be read, or empty. */
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    // Commands

    /** Turns to a run, from its start. */
    void follow(Path folder) {
        forget();
        follower = new RunFollower(folder, RunFollower.Rollouts.LATEST);
    }

    /** Turns away. */
    void forget() {
        follower = null;
        looking = false;
        afterwards = null;
        points.set(List.of());
        rollouts.clear();
        problem.set("");
    }

    /** Reads what came since the last look, unless one is under way. Called a few times a second while a run goes on. */
    void sample() {
        RunFollower followed = follower;
        if (followed == null || looking) {
            return;
        }
        looking = true;
        runner.start(Job.io("", (progress, token) -> read(followed))
                .quiet()
                .onSuccess(news -> ended(followed, () -> show(news)))
                .onFailure(error -> ended(followed, () -> problem.set(Objects.toString(error.getMessage(), ""))))
                .onCancelled(() -> ended(followed, () -> {})));
    }

    /** Reads all there is now, for the end of a run, and then does something. */
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

    /** Looks, one after the other, until there is nothing more at once. */
    private static News read(RunFollower followed) {
        boolean restarted = false;
        boolean rolloutsRestarted = false;
        List<RunPoint> fresh = new ArrayList<>();
        Deque<Rollout> answers = new ArrayDeque<>();
        RunFollower.Look look;
        do {
            look = followed.look();
            if (look.restarted()) {
                restarted = true;
                fresh.clear();
            }
            if (look.rolloutsRestarted()) {
                rolloutsRestarted = true;
                answers.clear();
            }
            look.metrics().forEach(line -> fresh.add(RunPoint.of(line)));
            for (RunLine line : look.rollouts()) {
                answers.addFirst(Rollout.of(line));
                if (answers.size() > KEPT) {
                    answers.removeLast();
                }
            }
        } while (look.more());
        return new News(restarted, List.copyOf(fresh), rolloutsRestarted, List.copyOf(answers));
    }

    private void show(News news) {
        problem.set("");
        if (news.restarted() || !news.points().isEmpty()) {
            List<RunPoint> all = new ArrayList<>(news.restarted() ? List.of() : points.get());
            all.addAll(news.points());
            points.set(List.copyOf(all));
        }
        if (news.rolloutsRestarted()) {
            rollouts.setAll(news.rollouts());
        } else if (!news.rollouts().isEmpty()) {
            rollouts.addAll(0, news.rollouts());
        }
        if (rollouts.size() > KEPT) {
            rollouts.remove(KEPT, rollouts.size());
        }
    }

    private record News(boolean restarted, List<RunPoint> points, boolean rolloutsRestarted, List<Rollout> rollouts) {}
}
