package org.t2workbench.app.workbench;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a model before its weights are read.
 *
 * @param hub what fetching it would take, or null for a model that is no hub's
 */
public record ModelPreview(
        ModelSource source,
        String name,
        String architecture,
        long parameters,
        String storedDtype,
        MemoryNeed memory,
        @Nullable HubOffer hub) {}
