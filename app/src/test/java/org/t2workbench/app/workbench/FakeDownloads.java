package org.t2workbench.app.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** A hub without a network: every model has the same files, and a download goes on as far as a test lets it. */
public final class FakeDownloads {

    private static final long BYTES = 269_060_552;

    /** Models whose files are here. */
    public final List<String> fetched = new ArrayList<>();

    /** Where a download stops until it is cancelled or this is raised; in parts of a hundred. */
    public volatile int upTo = 100;

    /** What a download ends with, or null. */
    public volatile @Nullable RuntimeException failure;

    HubOffer offer(ModelSource source) {
        boolean here = fetched.contains(source.location());
        return new HubOffer(
                "apache-2.0",
                source.location().startsWith("gated"),
                List.of(
                        new HubOffer.File("config.json", 861, true),
                        new HubOffer.File("generation_config.json", 132, here),
                        new HubOffer.File("tokenizer.json", 2_104_556, here),
                        new HubOffer.File("tokenizer_config.json", 3_764, here),
                        new HubOffer.File("model.safetensors", BYTES, here)),
                here ? 0 : BYTES + 2_108_452,
                here,
                true);
    }

    void download(ModelSource source, Progress progress, CancellationToken token) {
        for (int part = 0; part <= 100; part++) {
            progress.report(
                    "downloading " + source.location() + ", 3 of 4 files, 116 MB of 271 MB, 12.4 MB/s, 13 s left",
                    Math.min(BYTES, part * BYTES / 100 + 1),
                    BYTES);
            do {
                token.throwIfCancelled();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            } while (part >= upTo && part < 100);
        }
        RuntimeException end = failure;
        if (end != null) {
            throw end;
        }
        fetched.add(source.location());
    }
}
