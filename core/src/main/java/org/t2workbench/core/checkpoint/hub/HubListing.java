package org.t2workbench.core.checkpoint.hub;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.t2workbench.core.checkpoint.hub.HubException.Kind;
import org.t2workbench.core.job.PlainText;

/**
 * What a repository holds at one commit.
 *
 * @param commit 40 hexadecimal digits
 * @param files by path
 * @param license as the repository's keepers call it; empty where they say none
 * @param gated whether access has to be asked for
 */
record HubListing(String commit, Map<String, HubFile> files, String license, boolean gated) {

    HubListing {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /** @throws HubException when a file is listed twice */
    static HubListing of(String commit, Collection<HubFile> files, String license, boolean gated) {
        Map<String, HubFile> byPath = new TreeMap<>();
        for (HubFile file : files) {
            if (byPath.put(file.path(), file) != null) {
                throw new HubException(
                        Kind.BAD_ANSWER, "The hub lists the file " + PlainText.of(file.path(), 80) + " twice.");
            }
        }
        return new HubListing(commit, byPath, license, gated);
    }
}
