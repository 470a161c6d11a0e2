/** What moved a token of an answer: contributions by matrix and by component, and their check. */
@NullMarked
package org.t2workbench.app.compare.attribution;

import org.jspecify.annotations.NullMarked;
