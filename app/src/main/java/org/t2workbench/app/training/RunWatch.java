package org.t2workbench.app.training;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.t2workbench.app.job.JobRunner;
import org.t2workbench.app.job.RunLooks;
import org.t2workbench.core.run.RunFollower;
import org.t2workbench.core.run.RunLine;

/** A run's curve and answers as they grow. FX thread only. */
public final class RunWatch {

    /** Answers that are kept; the file has them all. */
    static final int KEPT = 2000;

    /** More at a time than a person follows: the list is made anew. */
    private static final int MANY = 100;

    private final ReadOnlyObjectWrapper<List<RunPoint>> points = new ReadOnlyObjectWrapper<>(List.of());
    private final ObservableList<Rollout> rollouts = FXCollections.observableArrayList();
    private final ObservableList<Rollout> rolloutsView = FXCollections.unmodifiableObservableList(rollouts);
    private final RunLooks<News> looks;

    public RunWatch(JobRunner runner) {
        this.looks = new RunLooks<>(runner, RunWatch::read, this::show);
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
        return looks.problemProperty();
    }

    // Commands

    /** Turns to a run, from its start. */
    public void follow(Path folder) {
        forget();
        looks.follow(new RunFollower(folder, RunFollower.Rollouts.LATEST));
    }

    /** Turns away. */
    public void forget() {
        looks.forget();
        points.set(List.of());
        rollouts.clear();
    }

    /** Reads what came since the last look, unless one is under way. Called a few times a second while a run goes on. */
    public void sample() {
        looks.sample();
    }

    /** Reads all there is now, for the end of a run, and then does something. */
    public void settle(Runnable then) {
        looks.settle(then);
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
        if (news.restarted() || !news.points().isEmpty()) {
            List<RunPoint> all = new ArrayList<>(news.restarted() ? List.of() : points.get());
            all.addAll(news.points());
            points.set(List.copyOf(all));
        }
        List<Rollout> fresh = news.rollouts();
        if (news.rolloutsRestarted()) {
            rollouts.setAll(fresh);
        } else if (fresh.size() > MANY) {
            // an observable list takes what goes in and out of its middle one by one
            rollouts.setAll(
                    Stream.concat(fresh.stream(), rollouts.stream()).limit(KEPT).toList());
        } else if (!fresh.isEmpty()) {
            rollouts.addAll(0, fresh);
            if (rollouts.size() > KEPT) {
                rollouts.remove(KEPT, rollouts.size());
            }
        }
    }

    private record News(boolean restarted, List<RunPoint> points, boolean rolloutsRestarted, List<Rollout> rollouts) {}
}
