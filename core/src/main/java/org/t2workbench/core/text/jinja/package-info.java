/**
 * The part of the Jinja language that chat templates use, with Python's semantics and hard bounds on time and memory:
 * templates are programs of strangers.
 */
@NullMarked
package org.t2workbench.core.text.jinja;

import org.jspecify.annotations.NullMarked;
