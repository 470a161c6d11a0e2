/** The command line: every action of the window without the window. One class per command. */
@NullMarked
package org.t2workbench.app.cli;

import org.jspecify.annotations.NullMarked;
