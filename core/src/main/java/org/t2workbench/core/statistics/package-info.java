/** How sure a measured figure is: intervals of shares, exact paired comparison, spread over seeds; knows nothing. */
@NullMarked
package org.t2workbench.core.statistics;

import org.jspecify.annotations.NullMarked;
