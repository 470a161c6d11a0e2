package org.t2workbench.core.checkpoint.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * What opening a model from a hub would take, before any weight is fetched.
 *
 * @param commit that the revision stands for
 * @param snapshot the folder of the model; {@code config.json} is there already
 * @param files all that the model needs; empty where the hub was not asked
 * @param toFetch those of them whose content is not in the cache
 * @param bytesToFetch of these, less what earlier tries left
 * @param complete whether the snapshot has all files, so that it can be opened
 * @param license as the repository's keepers call it; empty where they say none or were not asked
 * @param gated whether access has to be asked for
 * @param asked whether this is the hub's word; otherwise it is what the cache holds
 */
public record HubLook(
        HubId id,
        String commit,
        Path snapshot,
        List<HubFile> files,
        List<HubFile> toFetch,
        long bytesToFetch,
        boolean complete,
        String license,
        boolean gated,
        boolean asked) {

    public HubLook {
        files = List.copyOf(files);
        toFetch = List.copyOf(toFetch);
    }

    /** Of all files, in the cache or not. */
    public long totalBytes() {
        return files.stream().mapToLong(HubFile::size).sum();
    }
}
