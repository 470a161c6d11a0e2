package org.t2workbench.app.workbench;

import java.nio.file.Path;

/** Brings another screen to the front with something in hand. FX thread only. */
public interface Navigator {

    void showExperts();

    /** Shows a run on the Runs screen, chosen. */
    void showRun(Path folder);

    /** Shows a search of mixtures, to look back at it or go on with it. */
    void showSearch(Path folder);

    /** Hands a run that ended early to the Train screen, to go on with it there. */
    void resumeRun(Path folder);
}
