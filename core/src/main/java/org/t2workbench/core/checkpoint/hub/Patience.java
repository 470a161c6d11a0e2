package org.t2workbench.core.checkpoint.hub;

import java.time.Duration;

/**
 * How long a hub is waited for, and how often it is asked again.
 *
 * @param tries in a row without anything new, before the download is given up
 * @param pause before the second try; twice as long before each further one
 * @param longestPause that doubling leads to
 * @param longestAsked what a hub may ask to wait; when it asks for more, the download is given up with that
 * @param answer until an answer begins
 * @param silence within an answer, after which its connection counts as broken
 */
record Patience(
        int tries, Duration pause, Duration longestPause, Duration longestAsked, Duration answer, Duration silence) {

    static final Patience ORDINARY = new Patience(
            6,
            Duration.ofSeconds(1),
            Duration.ofSeconds(16),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));
}
