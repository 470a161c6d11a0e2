package org.t2workbench.core.model;

/** Hears each token of an answer as it comes, on the compute thread; returns fast. */
@FunctionalInterface
public interface TokenListener {

    /** Hears nothing. */
    TokenListener NONE = token -> {};

    void onToken(GeneratedToken token);
}
