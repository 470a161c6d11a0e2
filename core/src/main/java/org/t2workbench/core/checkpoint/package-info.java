/**
 * Model folders and weight files, reading and writing: configuration, safetensors and their shards, fingerprints, and
 * where models, samples and caches lie.
 */
@NullMarked
package org.t2workbench.core.checkpoint;

import org.jspecify.annotations.NullMarked;
