package org.t2workbench.core.checkpoint.hub;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.checkpoint.MemoryEstimate;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;

/**
 * Models of a hub in this machine's cache. What is complete there is used without asking anybody; what is missing is fetched
 * into it. Immutable; every method blocks and may be called from any thread, several at once.
 */
public final class HubModels {

    private static final Logger LOG = LoggerFactory.getLogger(HubModels.class);

    private final HubSettings settings;
    private final Patience patience;
    private final ToLongFunction<Path> freeSpace;

    HubModels(HubSettings settings, Patience patience, ToLongFunction<Path> freeSpace) {
        this.settings = settings;
        this.patience = patience;
        this.freeSpace = freeSpace;
    }

    /**
     * The hub and cache that this process's environment names.
     *
     * @throws org.t2workbench.core.job.InvalidInputException when it names what is no hub, or no token
     */
    public static HubModels ofThisProcess() {
        return new HubModels(HubSettings.ofThisProcess(), Patience.ORDINARY, HubModels::usableSpace);
    }

    /** The model's folder, when the cache is known to have all of it; nothing is sent. */
    public Optional<Path> cached(HubId id) {
        HubCache cache = cache(id);
        return cache.commit()
                .flatMap(cache::listing)
                .filter(listing -> isComplete(cache, id, listing))
                .map(listing -> cache.snapshot(listing.commit()));
    }

    private static boolean isComplete(HubCache cache, HubId id, HubListing listing) {
        try {
            WantedFiles files = WantedFiles.of(id, listing.files());
            String commit = listing.commit();
            return files.first().stream().allMatch(file -> cache.has(commit, file))
                    && files.needed(cache.snapshot(commit)).stream().allMatch(file -> cache.has(commit, file));
        } catch (WorkbenchException e) {
            LOG.debug("the cached {} is not complete", id, e);
            return false;
        }
    }

    /**
     * The folder as far as the cache can tell without the hub: it may lack files that no model needs, such as those that say
     * how it wants to be asked.
     */
    private Optional<Path> cachedAtLeast(HubId id) {
        HubCache cache = cache(id);
        return cached(id)
                .or(() -> cache.commit()
                        .filter(commit -> cache.listing(commit).isEmpty())
                        .map(cache::snapshot)
                        .filter(WantedFiles::isEnough));
    }

    /**
     * Asks the hub what the revision holds now, and fetches the configuration alone. Where the hub cannot be asked, this is
     * about what the cache holds.
     *
     * @throws HubException when there is no such model, or neither hub nor cache can tell
     * @throws org.t2workbench.core.job.InvalidInputException when its architecture is not supported
     */
    public HubLook look(HubId id, Progress progress, CancellationToken token) {
        try {
            return ask(id, progress, token);
        } catch (HubException e) {
            if (!e.kind().leavesTheCache()) {
                throw e;
            }
            Path snapshot = cachedAtLeast(id).orElseThrow(() -> e);
            LOG.info("{} is taken from the cache: {}", id, e.getMessage());
            return ofCache(id, snapshot);
        }
    }

    private HubLook ask(HubId id, Progress progress, CancellationToken token) {
        HubCache cache = cache(id);
        HubClient client = new HubClient(settings, id, patience);
        progress.report("asking " + settings.hubName() + " about " + id.text(), 0, 0);
        HubListing listing = client.listing(token);
        WantedFiles files = WantedFiles.of(id, listing.files());
        String commit = listing.commit();
        cache.keep(listing);
        List<HubFile> first =
                files.first().stream().filter(file -> !cache.has(commit, file)).toList();
        new Downloads(client, cache, id).run(commit, first, progress, token);
        Path snapshot = cache.snapshot(commit);
        // before gigabytes of a model come that cannot be opened
        ModelConfig.read(snapshot.resolve(WantedFiles.CONFIG));
        List<HubFile> all = files.all(snapshot);
        List<HubFile> toFetch = all.stream()
                .filter(file -> !cache.has(commit, file) && !cache.hasBlob(file))
                .toList();
        boolean complete = all.stream().allMatch(file -> cache.has(commit, file));
        if (complete) {
            cache.keepCommit(commit);
        }
        return new HubLook(
                id,
                commit,
                snapshot,
                all,
                toFetch,
                bytesToFetch(cache, toFetch),
                complete,
                listing.license(),
                listing.gated(),
                true);
    }

    private static HubLook ofCache(HubId id, Path snapshot) {
        String commit = String.valueOf(snapshot.getFileName());
        return new HubLook(id, commit, snapshot, List.of(), List.of(), 0, true, "", false, false);
    }

    /**
     * The model's folder: from the cache when all of it is there, or else fetched.
     *
     * @param progress in bytes, with rate and remaining time in its words
     * @throws HubException in one sentence, when the hub does not give it
     * @throws OutOfResourcesException when the disk has no room for it
     * @throws org.t2workbench.core.job.CancelledException when cancelled; the next call goes on where this one stopped
     */
    public Path fetch(HubId id, Progress progress, CancellationToken token) {
        Optional<Path> cached = cached(id);
        return cached.isPresent() ? cached.get() : fetch(look(id, progress, token), progress, token);
    }

    /**
     * As {@link #fetch}, but asks the hub even when the cache has the model, as its revision may have moved since; what the
     * hub does not tell is a failure.
     */
    public Path fetchNewest(HubId id, Progress progress, CancellationToken token) {
        return fetch(ask(id, progress, token), progress, token);
    }

    private Path fetch(HubLook look, Progress progress, CancellationToken token) {
        if (!look.complete()) {
            HubId id = look.id();
            String commit = look.commit();
            HubCache cache = cache(id);
            requireSpace(cache, look);
            List<HubFile> missing = look.files().stream()
                    .filter(file -> !cache.has(commit, file))
                    .toList();
            new Downloads(new HubClient(settings, id, patience), cache, id).run(commit, missing, progress, token);
            cache.keepCommit(commit);
        }
        return look.snapshot();
    }

    private void requireSpace(HubCache cache, HubLook look) {
        long free = freeSpace.applyAsLong(cache.root());
        if (look.bytesToFetch() > free) {
            throw new OutOfResourcesException(
                    "The download of " + look.id().text() + " needs " + MemoryEstimate.text(look.bytesToFetch())
                            + " in " + cache.root() + ", but only " + MemoryEstimate.text(free)
                            + " are free there; free some space, or set HF_HUB_CACHE to a folder on a larger disk.",
                    cache.root(),
                    null);
        }
    }

    private static long bytesToFetch(HubCache cache, List<HubFile> files) {
        return files.stream()
                .mapToLong(file -> file.size() - Math.min(file.size(), cache.partialSize(file)))
                .sum();
    }

    private HubCache cache(HubId id) {
        return new HubCache(settings.cache(), id, settings.links());
    }

    /** Of the disk that a folder lies on, or will lie on once it is made. */
    private static long usableSpace(Path folder) {
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            FileStore store = existing == null ? null : Files.getFileStore(existing);
            return store == null ? Long.MAX_VALUE : store.getUsableSpace();
        } catch (IOException e) {
            // the disk does not tell: the download will
            LOG.debug("{} does not tell its free space", folder, e);
            return Long.MAX_VALUE;
        }
    }
}
