package org.t2workbench.app.workbench;

import org.t2workbench.app.settings.ThemeMode;

/** Which theme is asked for, and the way to ask for another one. */
public interface ThemeChoice {

    ThemeMode mode();

    void choose(ThemeMode mode);
}
