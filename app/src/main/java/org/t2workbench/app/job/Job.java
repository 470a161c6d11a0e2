package org.t2workbench.app.job;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work and what the window does with its end. The three callbacks run on the FX thread, exactly one of them,
 * after the worker has left.
 *
 * @param title what the status bar shows
 * @param silent not shown in the status bar: short work that follows the person's hand
 * @param onFailure null: the runner's own failure handler
 */
public record Job<T>(
        String title,
        Lane lane,
        boolean silent,
        Work<T> work,
        Consumer<T> onSuccess,
        @Nullable Consumer<Throwable> onFailure,
        Runnable onCancelled) {

    public static <T> Job<T> compute(String title, Work<T> work) {
        return new Job<>(title, Lane.COMPUTE, false, work, result -> {}, null, () -> {});
    }

    public static <T> Job<T> io(String title, Work<T> work) {
        return new Job<>(title, Lane.IO, false, work, result -> {}, null, () -> {});
    }

    public Job<T> quiet() {
        return new Job<>(title, lane, true, work, onSuccess, onFailure, onCancelled);
    }

    public Job<T> onSuccess(Consumer<T> action) {
        return new Job<>(title, lane, silent, work, action, onFailure, onCancelled);
    }

    public Job<T> onFailure(Consumer<Throwable> action) {
        return new Job<>(title, lane, silent, work, onSuccess, action, onCancelled);
    }

    public Job<T> onCancelled(Runnable action) {
        return new Job<>(title, lane, silent, work, onSuccess, onFailure, action);
    }
}
