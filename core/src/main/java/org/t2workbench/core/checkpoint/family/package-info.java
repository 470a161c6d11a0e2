/**
 * The architectures that can be opened. A family says what its config.json means, which tensors its checkpoint has, and which
 * kernel computes it with which numbers; {@code resources/docs/architectures.md} tells how one is added.
 */
@NullMarked
package org.t2workbench.core.checkpoint.family;

import org.jspecify.annotations.NullMarked;
