/** The Compare screen: one prompt, a mixture of experts, base and adapted answers side by side. */
@NullMarked
package org.t2workbench.app.compare;

import org.jspecify.annotations.NullMarked;
