/** The words of the window, read from bundles. */
@NullMarked
package org.t2workbench.app.i18n;

import org.jspecify.annotations.NullMarked;
