/** What models are trained and measured on: items, prompts, splits, graders (rewards), and the generated tasks. */
@NullMarked
package org.t2workbench.core.task;

import org.jspecify.annotations.NullMarked;
