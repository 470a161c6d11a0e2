package org.t2workbench.core.training;

import java.util.Collection;

/**
 * How many answers were right and how many had the asked form.
 *
 * @param n answers in all
 */
public record Accuracy(int n, int correct, int inForm) {

    public static Accuracy of(Collection<TaskAnswer> answers) {
        int correct = 0;
        int inForm = 0;
        for (TaskAnswer answer : answers) {
            correct += answer.grade().correct() ? 1 : 0;
            inForm += answer.grade().inForm() ? 1 : 0;
        }
        return new Accuracy(answers.size(), correct, inForm);
    }

    /** Share of right answers, from 0 to 1; NaN of none. */
    public double accuracy() {
        return correct / (double) n;
    }

    /** Share of answers in the asked form, from 0 to 1; NaN of none. */
    public double form() {
        return inForm / (double) n;
    }
}
