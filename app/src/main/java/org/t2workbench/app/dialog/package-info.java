/** Everything that interrupts the person: file choosers, questions, errors. */
@NullMarked
package org.t2workbench.app.dialog;

import org.jspecify.annotations.NullMarked;
