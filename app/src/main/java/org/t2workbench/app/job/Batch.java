package org.t2workbench.app.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Carries what a worker produces to the FX thread in batches, with at most one delivery pending, so that a fast worker
 * cannot flood it. Safe from any thread.
 */
public final class Batch<T> implements Consumer<T> {

    private final Executor ui;
    private final Consumer<List<T>> receiver;
    private final ConcurrentLinkedQueue<T> items = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean pending = new AtomicBoolean();

    /** @param receiver called on the FX thread */
    public Batch(Executor ui, Consumer<List<T>> receiver) {
        this.ui = ui;
        this.receiver = receiver;
    }

    @Override
    public void accept(T item) {
        items.add(item);
        if (pending.compareAndSet(false, true)) {
            ui.execute(this::deliver);
        }
    }

    private void deliver() {
        pending.set(false);
        List<T> taken = new ArrayList<>();
        for (T item = items.poll(); item != null; item = items.poll()) {
            taken.add(item);
        }
        if (!taken.isEmpty()) {
            receiver.accept(taken);
        }
    }
}
