package org.t2workbench.core.model;

import java.util.List;

/**
 * One token of an answer.
 *
 * @param text what became certain of the answer's text with this token; the texts of all tokens together are the answer.
 *     Empty for a stop token, or while a character or a possible stop text is incomplete
 * @param logProbability under the model's own distribution, at temperature 1
 * @param alternatives the most likely tokens at this place in falling order, as many as were asked for
 */
public record GeneratedToken(int id, String text, double logProbability, List<TokenProbability> alternatives) {

    public GeneratedToken {
        alternatives = List.copyOf(alternatives);
    }
}
