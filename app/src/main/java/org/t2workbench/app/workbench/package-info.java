/** The window's frame and what its screens share: the session, the open model, navigation, status bar, commands. */
@NullMarked
package org.t2workbench.app.workbench;

import org.jspecify.annotations.NullMarked;
