package org.t2workbench.core.task;

import java.util.Optional;

/**
 * A mathematical answer in the last {@code \boxed{…}}, compared as {@link LatexAnswer} does: by value where it is a
 * number, else by how it is written once spelling that means nothing is taken away. In the asked form when there is a
 * box.
 */
public record LatexGrader() implements Grader {

    @Override
    public Grade grade(String text, TaskItem item) {
        return Boxed.last(text)
                .map(box -> new Grade(
                        LatexAnswer.same(box.content(), item.answer()),
                        true,
                        Optional.of(box.content().strip())))
                .orElse(Grade.NONE);
    }
}
