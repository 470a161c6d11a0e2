/** The charts; the one package that may touch JFreeChart and AWT. */
@NullMarked
package org.t2workbench.app.chart;

import org.jspecify.annotations.NullMarked;
