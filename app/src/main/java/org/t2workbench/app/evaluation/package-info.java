/** The Evaluate screen: tasks under strategies, with intervals, the paired test against base, and every answer. */
@NullMarked
package org.t2workbench.app.evaluation;

import org.jspecify.annotations.NullMarked;
