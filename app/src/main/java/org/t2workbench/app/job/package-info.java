/** Work off the FX thread: lanes, states, progress that is sampled, updates that are coalesced. */
@NullMarked
package org.t2workbench.app.job;

import org.jspecify.annotations.NullMarked;
