package org.t2workbench.core.task;

import java.util.Map;
import java.util.Optional;

/**
 * One question of a task. Immutable.
 *
 * @param question what is asked, without the prompt around it
 * @param solution a worked solution that ends in the asked form, for next-token training; empty where the data has none
 * @param answer what a right answer comes down to, as the task's grader compares it; for code, the tests
 * @param id stands for the item in reports: the same item has the same id in every run
 * @param details what some graders need besides, by the names below
 */
public record TaskItem(String question, String solution, String answer, String id, Map<String, String> details) {

    /** The function that the tests of a code task call. */
    static final String ENTRY_POINT = "entry_point";

    /** The beginning of a program that an answer goes on from: imports, helpers, the head of the function. */
    static final String STUB = "stub";

    /** How many options a choice has. */
    static final String OPTIONS = "options";

    public TaskItem {
        details = Map.copyOf(details);
    }

    public TaskItem(String question, String solution, String answer, String id) {
        this(question, solution, answer, id, Map.of());
    }

    Optional<String> detail(String name) {
        return Optional.ofNullable(details.get(name));
    }
}
