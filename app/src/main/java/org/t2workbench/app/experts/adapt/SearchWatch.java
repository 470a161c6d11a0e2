package org.t2workbench.app.experts.adapt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import org.t2workbench.app.job.JobRunner;
import org.t2workbench.app.job.RunLooks;
import org.t2workbench.app.workbench.SearchRequest;
import org.t2workbench.core.adaptation.search.Generation;
import org.t2workbench.core.adaptation.search.SearchHistory;
import org.t2workbench.core.run.RunFollower;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunState;

/** A search's generations as they come. FX thread only. */
final class SearchWatch {

    private final Consumer<List<Generation>> receiver;
    private final RunLooks<News> looks;
    private List<Generation> generations = List.of();
    private RunState state = RunState.STOPPED;

    /** Below this spread of α a population has collapsed; read by the looks, which are made off the FX thread. */
    private volatile double collapse;

    /** @param receiver hears all generations whenever there are others */
    SearchWatch(JobRunner runner, Consumer<List<Generation>> receiver) {
        this.receiver = receiver;
        this.looks = new RunLooks<>(runner, followed -> read(followed, collapse), this::show);
    }

    /** Why the run cannot be read, or empty. */
    ReadOnlyStringProperty problemProperty() {
        return looks.problemProperty();
    }

    /** Where the run stood at the last look. */
    RunState state() {
        return state;
    }

    /** Turns to a search, from its start. */
    void follow(SearchRequest request) {
        forget();
        collapse = request.settings().collapse();
        looks.follow(new RunFollower(request.folder(), RunFollower.Rollouts.NONE));
    }

    /** Turns away. */
    void forget() {
        looks.forget();
        show(List.of());
    }

    /** Reads what came since the last look, unless one is under way. */
    void sample() {
        looks.sample();
    }

    /** Reads all there is now, and then does something. */
    void settle(Runnable then) {
        looks.settle(then);
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
