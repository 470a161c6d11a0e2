/**
 * A language model in memory: its weights in the kernel's order, the forward pass over them, generation and scoring.
 * Tensors live and die on the compute thread; what leaves the room are records and arrays.
 */
@NullMarked
package org.t2workbench.core.model;

import org.jspecify.annotations.NullMarked;
