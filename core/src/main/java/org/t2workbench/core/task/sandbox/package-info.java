/**
 * Generated code in a process of its own: a pool of workers, each a Java process with a Python that has no files, no
 * network, no processes and no host. What runs inside a worker is the module {@code core/sandbox}, built by the Maven
 * profile {@code sandbox}; this package starts, feeds, watches and ends it.
 */
@NullMarked
package org.t2workbench.core.task.sandbox;

import org.jspecify.annotations.NullMarked;
