package org.t2workbench.core.text;

import java.util.List;

/**
 * A byte-level vocabulary as learned by {@link BpeTrainer}.
 *
 * @param specialTokens the first ids, in order
 * @param tokens all tokens, by id: special tokens, the 256 bytes, then one per merge
 * @param merges pairs in the order they were learned; earlier ones are applied first
 */
public record BpeVocabulary(List<String> specialTokens, List<String> tokens, List<Merge> merges) {

    /** Two tokens that become one. */
    public record Merge(String left, String right) {}

    public BpeVocabulary {
        specialTokens = List.copyOf(specialTokens);
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }
}
