/**
 * Import and export: experts of the authors' code, adapters as experts, and a mixture as a model folder, as a LoRA of chosen
 * rank, or as one expert.
 */
@NullMarked
package org.t2workbench.core.exchange;

import org.jspecify.annotations.NullMarked;
