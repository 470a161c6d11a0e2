package org.t2workbench.app.job;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work and what the window does with its end. The three callbacks run on the FX thread, exactly one of them,
 * after the worker has left.
 *
 * @param title what the status bar shows
 * @param silent not shown in the status bar: short work that follows the person's hand
 * @param interleaved short enough to run between the steps of a long job of its lane ({@link SteppedWork})
 * @param onFailure null: the runner's own failure handler
 */
public record Job<T>(
        String title,
        Lane lane,
        boolean silent,
        boolean interleaved,
        SteppedWork<T> work,
        Consumer<T> onSuccess,
        @Nullable Consumer<Throwable> onFailure,
        Runnable onCancelled) {

    public static <T> Job<T> compute(String title, Work<T> work) {
        return compute(title, (progress, token, giveWay) -> work.run(progress, token));
    }

    /** Long work that lets others go first between its steps. */
    public static <T> Job<T> compute(String title, SteppedWork<T> work) {
        return new Job<>(title, Lane.COMPUTE, false, false, work, result -> {}, null, () -> {});
    }

    public static <T> Job<T> io(String title, Work<T> work) {
        SteppedWork<T> whole = (progress, token, giveWay) -> work.run(progress, token);
        return new Job<>(title, Lane.IO, false, false, whole, result -> {}, null, () -> {});
    }

    public Job<T> quiet() {
        return new Job<>(title, lane, true, interleaved, work, onSuccess, onFailure, onCancelled);
    }

    /** The same job, allowed between the steps of a long one: it takes a moment and closes nothing. */
    public Job<T> interleave() {
        return new Job<>(title, lane, silent, true, work, onSuccess, onFailure, onCancelled);
    }

    public Job<T> onSuccess(Consumer<T> action) {
        return new Job<>(title, lane, silent, interleaved, work, action, onFailure, onCancelled);
    }

    public Job<T> onFailure(Consumer<Throwable> action) {
        return new Job<>(title, lane, silent, interleaved, work, onSuccess, action, onCancelled);
    }

    public Job<T> onCancelled(Runnable action) {
        return new Job<>(title, lane, silent, interleaved, work, onSuccess, onFailure, action);
    }
}
