/** Looking into experts: their gains, how alike they are, how they came about, what they do. */
@NullMarked
package org.t2workbench.app.experts.inspect;

import org.jspecify.annotations.NullMarked;
