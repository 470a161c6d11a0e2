package org.t2workbench.core.checkpoint.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.Progress;

/** Several files of one commit at the same time, on threads that live as long as the call. */
final class Downloads {

    /** More connections than this get little more out of a line and annoy a hub. */
    private static final int AT_ONCE = 4;

    private static final long REPORT_MILLISECONDS = 100;

    private final HubClient client;
    private final HubCache cache;
    private final HubId id;

    Downloads(HubClient client, HubCache cache, HubId id) {
        this.client = client;
        this.cache = cache;
        this.id = id;
    }

    /**
     * Returns when all files are there. The first failure stops the others, and what came is kept.
     *
     * @param progress in bytes, on the calling thread
     */
    void run(String commit, List<HubFile> files, Progress progress, CancellationToken token) {
        if (files.isEmpty()) {
            return;
        }
        long total = files.stream().mapToLong(HubFile::size).sum();
        TransferMeter meter = new TransferMeter(id.text(), files.size(), total, System::nanoTime);
        CancellationToken stop = new CancellationToken();
        AtomicInteger number = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(AT_ONCE, files.size()), task -> {
            Thread thread = new Thread(task, "download-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<HubFile> done = new ExecutorCompletionService<>(workers);
            for (HubFile file : files) {
                done.submit(new FileDownload(client, cache, commit, file, meter, stop)::run, file);
            }
            follow(done, files.size(), meter, progress, token, stop);
        } finally {
            stop.cancel();
            workers.shutdown();
        }
    }

    /** Reports until every worker has left, so that nothing is written after the return. */
    private static void follow(
            CompletionService<HubFile> done,
            int files,
            TransferMeter meter,
            Progress progress,
            CancellationToken token,
            CancellationToken stop) {
        List<RuntimeException> failures = new ArrayList<>();
        for (int left = files; left > 0; ) {
            if (token.isCancelled()) {
                stop.cancel();
            }
            progress.report(meter.stage(), meter.done(), meter.total());
            Future<HubFile> finished = next(done);
            if (finished == null) {
                continue;
            }
            left--;
            try {
                finished.get();
            } catch (ExecutionException e) {
                stop.cancel();
                failures.add(e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e));
            } catch (InterruptedException e) {
                throw interrupted(stop, e);
            }
        }
        token.throwIfCancelled();
        failures.stream()
                .filter(failure -> !(failure instanceof CancelledException))
                .findFirst()
                .ifPresent(failure -> {
                    throw failure;
                });
        progress.report(meter.stage(), meter.done(), meter.total());
    }

    private static @Nullable Future<HubFile> next(CompletionService<HubFile> done) {
        try {
            return done.poll(REPORT_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
    }

    private static CancelledException interrupted(CancellationToken stop, InterruptedException e) {
        stop.cancel();
        Thread.currentThread().interrupt();
        CancelledException left = new CancelledException();
        left.initCause(e);
        return left;
    }
}
