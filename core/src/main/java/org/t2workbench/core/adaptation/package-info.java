/** A model in use with its experts: answers under a mixture, and base and adapted answers side by side. */
@NullMarked
package org.t2workbench.core.adaptation;

import org.jspecify.annotations.NullMarked;
