/** Between text and token ids: tokenizer, streaming decoder, messages, chat templates, and training a vocabulary. */
@NullMarked
package org.t2workbench.core.text;

import org.jspecify.annotations.NullMarked;
