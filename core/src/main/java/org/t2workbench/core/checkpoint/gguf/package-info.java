/**
 * GGUF files: one file that holds a model's weights, mostly quantised, with its configuration, tokenizer and chat
 * template. What is read here is handed on in the Hugging Face layout.
 */
@NullMarked
package org.t2workbench.core.checkpoint.gguf;

import org.jspecify.annotations.NullMarked;
