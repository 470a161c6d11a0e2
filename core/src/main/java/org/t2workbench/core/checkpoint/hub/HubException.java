package org.t2workbench.core.checkpoint.hub;

import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.WorkbenchException;

/** A model could not be had from the hub. */
public final class HubException extends WorkbenchException {

    /** What stood in the way. */
    public enum Kind {
        /** No answer: no network, a wrong address, a connection that keeps breaking. */
        UNREACHABLE,
        /** The environment forbids asking. */
        OFFLINE,
        /** The hub answers that it cannot answer now, or not so often. */
        BUSY,
        /** The hub wants to know who asks, or does not believe it. */
        UNAUTHORISED,
        /** The model's keepers have to be asked first. */
        GATED,
        NO_REPOSITORY,
        NO_REVISION,
        /** The repository holds nothing that can be opened. */
        NO_MODEL,
        /** The answer contradicts itself or asks for what no honest answer asks for. */
        BAD_ANSWER;

        /** Whether what the cache holds is as good as it was: the hub did not say that it is wrong. */
        boolean leavesTheCache() {
            return switch (this) {
                case UNREACHABLE, OFFLINE, BUSY, UNAUTHORISED, GATED, NO_REPOSITORY -> true;
                case NO_REVISION, NO_MODEL, BAD_ANSWER -> false;
            };
        }

        /** Whether a text that is neither a folder nor a model would come to this. */
        boolean mayBeMistaken() {
            return switch (this) {
                case UNREACHABLE, OFFLINE, UNAUTHORISED, NO_REPOSITORY -> true;
                case BUSY, GATED, NO_REVISION, NO_MODEL, BAD_ANSWER -> false;
            };
        }
    }

    private final Kind kind;

    HubException(Kind kind, String message) {
        this(kind, message, null);
    }

    HubException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, null, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /**
     * The trouble with a text that may as well have been meant as a folder.
     *
     * @param given the text
     */
    public HubException orNoFolder(String given) {
        if (!kind.mayBeMistaken()) {
            return this;
        }
        return new HubException(
                kind,
                "There is no folder \"" + given + "\" here; as the name of a model on a hub: " + getMessage(),
                this);
    }
}
