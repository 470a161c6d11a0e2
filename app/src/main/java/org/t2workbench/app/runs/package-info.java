/** The Runs screen: every run found, their curves over each other, their settings side by side, notes, reports. */
@NullMarked
package org.t2workbench.app.runs;

import org.jspecify.annotations.NullMarked;
