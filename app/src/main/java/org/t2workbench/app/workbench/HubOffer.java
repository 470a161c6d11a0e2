package org.t2workbench.app.workbench;

import java.util.List;

/**
 * What a model of a hub is made of, and what of it is not here yet.
 *
 * @param license as its keepers call it; empty where they say none
 * @param gated whether access had to be asked for
 * @param files all that the model needs; empty where only the cache could tell
 * @param bytesToFetch what a download would bring
 * @param complete whether it can be opened as it is
 * @param asked whether this is the hub's word; otherwise it is what the cache holds
 */
public record HubOffer(
        String license, boolean gated, List<File> files, long bytesToFetch, boolean complete, boolean asked) {

    /**
     * One file.
     *
     * @param cached whether it is here
     */
    public record File(String name, long bytes, boolean cached) {}

    public HubOffer {
        files = List.copyOf(files);
    }

    /** Of all files, here or not. */
    public long bytes() {
        return files.stream().mapToLong(File::bytes).sum();
    }

    /** How many files a download would bring. */
    public int missing() {
        return (int) files.stream().filter(file -> !file.cached()).count();
    }
}
