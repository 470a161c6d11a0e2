/** How well a model answers a task's items, with and without experts: accuracy with intervals, paired comparison. */
@NullMarked
package org.t2workbench.core.evaluation;

import org.jspecify.annotations.NullMarked;
