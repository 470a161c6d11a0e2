/** Controls that several screens share. */
@NullMarked
package org.t2workbench.app.control;

import org.jspecify.annotations.NullMarked;
