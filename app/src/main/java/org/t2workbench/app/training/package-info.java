/** The Train screen: task, settings, the run as it goes, its answers and its end. */
@NullMarked
package org.t2workbench.app.training;

import org.jspecify.annotations.NullMarked;
