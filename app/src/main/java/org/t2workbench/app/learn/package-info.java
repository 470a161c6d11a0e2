/** The Learn screen: the method in short steps, each with a live control on the sample model. */
@NullMarked
package org.t2workbench.app.learn;

import org.jspecify.annotations.NullMarked;
