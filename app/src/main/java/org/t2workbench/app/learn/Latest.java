package org.t2workbench.app.learn;

import java.util.Objects;
import java.util.function.BiFunction;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.job.Coalescer;
import org.t2workbench.app.job.Job;
import org.t2workbench.app.job.JobRunner;
import org.t2workbench.core.job.CancellationToken;

/**
 * The result for the newest setting. Short work is let finish, so that what is shown follows a moving slider; long work
 * for an older setting is cancelled. FX thread only.
 *
 * @param <S> what is asked, immutable
 * @param <R> what comes of it, immutable
 */
final class Latest<S, R> {

    /** How long the work takes, to a person. */
    enum Length {
        SHORT,
        LONG
    }

    private final Length length;
    private final Coalescer<S> coalescer;
    private final String title;
    private final BiFunction<S, CancellationToken, R> work;
    private final ReadOnlyObjectWrapper<@Nullable R> result = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private @Nullable S newest;

    /** @param work called on the compute thread */
    Latest(JobRunner runner, String title, Length length, BiFunction<S, CancellationToken, R> work) {
        this.title = title;
        this.length = length;
        this.work = work;
        this.coalescer = new Coalescer<>(runner, this::job);
    }

    ReadOnlyObjectProperty<@Nullable R> resultProperty() {
        return result.getReadOnlyProperty();
    }

    /** Why there is no result, in a sentence; empty when there is one. */
    ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Whether the newest setting's result is still to come. */
    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    void ask(S setting) {
        if (length == Length.LONG) {
            coalescer.cancel();
        }
        newest = setting;
        busy.set(true);
        coalescer.submit(setting);
    }

    /** Gives up what was asked; what is shown stays. */
    void cancel() {
        newest = null;
        busy.set(false);
        coalescer.cancel();
    }

    /** Gives up, and shows nothing. */
    void forget() {
        cancel();
        result.set(null);
        problem.set("");
    }

    private Job<R> job(S setting) {
        return Job.<R>compute(title, (progress, token) -> work.apply(setting, token))
                .quiet()
                .interleave()
                .onSuccess(made -> ended(setting, made, ""))
                .onFailure(error -> ended(setting, null, Objects.toString(error.getMessage(), "")));
    }

    /** A result nobody waits for any more is not shown. */
    private void ended(S setting, @Nullable R made, String why) {
        if (newest == null) {
            return;
        }
        result.set(made);
        problem.set(why);
        if (setting.equals(newest)) {
            busy.set(false);
        }
    }
}
