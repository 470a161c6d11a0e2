/**
 * Models from a Hugging Face hub: what a repository holds, what of it a model needs, and the download into the cache that
 * this machine's other programs share. The layout of the cache is that of the {@code huggingface_hub} library.
 */
@NullMarked
package org.t2workbench.core.checkpoint.hub;

import org.jspecify.annotations.NullMarked;
