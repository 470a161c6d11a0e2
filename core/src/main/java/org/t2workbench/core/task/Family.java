package org.t2workbench.core.task;

import java.util.List;
import org.t2workbench.core.job.InvalidInputException;

/** The rule that makes a generated task's items. Immutable, safe from any thread. */
interface Family {

    List<String> NAMES =
            List.of("math", "code", "reasoning", "math-hard", "code-hard", "reasoning-hard", "dispatch", "other");

    /** One item of any split. */
    GeneratedItem draw(ItemRandom random);

    /** @throws InvalidInputException when there is no such family */
    static Family of(String name, Words words) {
        return switch (name) {
            case "math" -> new WordProblems(words);
            case "math-hard" -> new TwoStepProblems(words);
            case "code" -> new StringPrograms(words);
            case "code-hard" -> new TwoStepPrograms(words);
            case "reasoning" -> Orderings.ofThree(words);
            case "reasoning-hard" -> Orderings.ofFour(words);
            case "dispatch" -> new Dispatch(words);
            case "other" -> new Stories(words);
            default ->
                throw new InvalidInputException(
                        "There is no generated family \"" + name + "\"; there are " + String.join(", ", NAMES) + ".");
        };
    }
}
