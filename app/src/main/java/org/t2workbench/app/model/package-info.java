/** The Model screen: opening a model, its matrices, its tokenizer, its decomposition. */
@NullMarked
package org.t2workbench.app.model;

import org.jspecify.annotations.NullMarked;
