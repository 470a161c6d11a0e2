package org.t2workbench.core.model;

import java.util.List;
import java.util.Set;
import org.t2workbench.core.job.InvalidInputException;

/**
 * One answer to be generated.
 *
 * @param prompt ids, special tokens included
 * @param maxTokens most tokens of the answer, at least 1
 * @param stopTokens ids that end the answer
 * @param stopTexts texts that end the answer and are cut off
 * @param alternatives how many alternatives to report at each token, 0 or more
 */
@SuppressWarnings("ArrayRecordComponent") // ids are arrays everywhere in the engine; a request is never compared
public record GenerationRequest(
        int[] prompt,
        int maxTokens,
        Sampling sampling,
        Set<Integer> stopTokens,
        List<String> stopTexts,
        int alternatives) {

    /** @throws InvalidInputException when a number is out of its range or a stop text is empty */
    public GenerationRequest {
        stopTokens = Set.copyOf(stopTokens);
        stopTexts = List.copyOf(stopTexts);
        checkLength(maxTokens);
        if (alternatives < 0) {
            throw new InvalidInputException("The number of alternatives must be 0 or more, not " + alternatives + ".");
        }
        if (stopTexts.contains("")) {
            throw new InvalidInputException("A stop text must not be empty.");
        }
    }

    /** An answer that ends at one of the model's own stop tokens. */
    public static GenerationRequest of(LanguageModel model, int[] prompt, int maxTokens, Sampling sampling) {
        return new GenerationRequest(prompt, maxTokens, sampling, model.stopTokens(), List.of(), 0);
    }

    static void checkLength(int maxTokens) {
        if (maxTokens < 1) {
            throw new InvalidInputException("The answer must be allowed at least 1 token, not " + maxTokens + ".");
        }
    }
}
