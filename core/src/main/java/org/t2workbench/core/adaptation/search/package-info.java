/**
 * The few-shot mixture search (Transformer², section 3.2 and appendix A.4): α of a mixture of experts is searched with a few
 * solved items of a task, once per task; after it, one pass answers.
 */
@NullMarked
package org.t2workbench.core.adaptation.search;

import org.jspecify.annotations.NullMarked;
