/** The paper's tables in small: experts trained, every strategy measured, transfer to other models, all over several seeds. */
@NullMarked
package org.t2workbench.core.evaluation.study;

import org.jspecify.annotations.NullMarked;
