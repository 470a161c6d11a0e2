package org.t2workbench.core.task;

import java.util.Optional;

/**
 * What a grader says of an answer. Whether it is right and whether it has the asked form are two verdicts, so that a
 * gain in answers can be told from a gain in form.
 *
 * @param correct the answer that was read is the item's
 * @param inForm the text ends as the task asks for
 * @param parsed the answer that was read; empty when there was none to read
 * @param note why it is wrong, where that is worth a word: the test that failed, the grader that did
 */
public record Grade(boolean correct, boolean inForm, Optional<String> parsed, Optional<String> note) {

    /** No answer could be read, or the text was cut off before its end. */
    public static final Grade NONE = new Grade(false, false, Optional.empty());

    public Grade(boolean correct, boolean inForm, Optional<String> parsed) {
        this(correct, inForm, parsed, Optional.empty());
    }

    /** Counts as wrong, for a reason that is not the answer's. */
    static Grade failed(String note) {
        return new Grade(false, false, Optional.empty(), Optional.of(note));
    }

    /** The paper's reward: +1 for a right answer, −1 for any other. */
    public double reward() {
        return correct ? 1 : -1;
    }
}
