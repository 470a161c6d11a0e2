/**
 * The worker process that runs generated code: it reads trials from its standard input, runs each in two Pythons made
 * for it alone, one for the program and one for the tests, and writes the verdicts to its standard output.
 */
@NullMarked
package org.t2workbench.sandbox;

import org.jspecify.annotations.NullMarked;
