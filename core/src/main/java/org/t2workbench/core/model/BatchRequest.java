package org.t2workbench.core.model;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Answers to many prompts in one go. Equal prompts are read once, so n samples of a prompt are n entries.
 *
 * @param prompts ids, special tokens included; of any lengths
 * @param maxTokens most tokens of each answer, at least 1
 * @param sampling each answer draws from a stream of its own that depends on the seed and its place in the list
 * @param stopTokens ids that end an answer
 */
public record BatchRequest(List<int[]> prompts, int maxTokens, Sampling sampling, Set<Integer> stopTokens) {

    /** @throws InvalidInputException when a number is out of its range */
    public BatchRequest {
        prompts = List.copyOf(prompts);
        stopTokens = Set.copyOf(stopTokens);
        GenerationRequest.checkLength(maxTokens);
    }

    /** Answers that end at one of the model's own stop tokens. */
    public static BatchRequest of(LanguageModel model, Collection<int[]> prompts, int maxTokens, Sampling sampling) {
        return new BatchRequest(List.copyOf(prompts), maxTokens, sampling, model.stopTokens());
    }
}
