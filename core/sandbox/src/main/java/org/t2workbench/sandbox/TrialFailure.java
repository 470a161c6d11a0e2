package org.t2workbench.sandbox;

/** The program did something that settles its trial, whatever its tests would say. */
final class TrialFailure extends RuntimeException {

    TrialFailure(String message) {
        super(message);
    }
}
