package org.t2workbench.core.checkpoint.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * What opening a model from a hub would take, before any weight is fetched.
 *
 * @param commit that the revision stands for
 * @param snapshot the folder of the model; {@code config.json} is there already
 * @param files all that the model needs
 * @param missing those of them that are not in the cache
 * @param bytesToFetch of the missing ones, less what earlier tries left
 * @param license as the repository's keepers call it; empty where they say none or were not asked
 * @param gated whether access has to be asked for
 * @param asked whether this is the hub's word; otherwise it is what the cache holds
 */
public record HubLook(
        HubId id,
        String commit,
        Path snapshot,
        List<HubFile> files,
        List<HubFile> missing,
        long bytesToFetch,
        String license,
        boolean gated,
        boolean asked) {

    public HubLook {
        files = List.copyOf(files);
        missing = List.copyOf(missing);
    }

    /** Of all files, in the cache or not. */
    public long totalBytes() {
        return files.stream().mapToLong(HubFile::size).sum();
    }

    public boolean isComplete() {
        return missing.isEmpty();
    }
}
