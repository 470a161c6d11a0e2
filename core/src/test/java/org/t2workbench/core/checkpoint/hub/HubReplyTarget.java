package org.t2workbench.core.checkpoint.hub;

import org.t2workbench.core.job.WorkbenchException;

/** What a fuzzer calls with any bytes: what a hub says of a repository. */
public final class HubReplyTarget {

    private static final HubId ID = new HubId("org", "model", "main");

    private HubReplyTarget() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            HubListing listing = HubReply.parse(bytes, ID);
            for (HubFile file : listing.files().values()) {
                if (file.size() < 0 || file.path().contains("..") && file.path().matches("(.*/)?\\.\\.(/.*)?")) {
                    throw new AssertionError("listed " + file);
                }
            }
        } catch (WorkbenchException e) {
            if (!String.valueOf(e.getMessage()).endsWith(".")) {
                throw new AssertionError("no sentence: " + e.getMessage(), e);
            }
        }
    }
}
