package org.t2workbench.app.learn;

/** One step as far as it lives: what it shows is asked for while it is in front. FX thread only. */
public interface LearnStep {

    /** The step is in front and the sample is open: what it shows is asked for. */
    void activate();

    /** The step left the front: what it waits for is cancelled. */
    void deactivate();

    /** Back to how the step begins. */
    void reset();

    /** A step without anything live. */
    LearnStep STILL = new LearnStep() {
        @Override
        public void activate() {}

        @Override
        public void deactivate() {}

        @Override
        public void reset() {}
    };
}
