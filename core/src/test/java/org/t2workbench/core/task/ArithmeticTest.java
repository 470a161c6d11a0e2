package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticTest {

    private static final Pattern EQUATION = Pattern.compile("([0-9+-]+)=([0-9]+)");
    private static final Pattern TERM = Pattern.compile("[+-]?[0-9]+");

    /** Worked by hand. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | 27 | 35 | 52 | 27+35: 7+5=12, 2+3+1=6, 62.",
                "true  | 11 | 68 | 79 | 11+68: 1+8=9, 1+6=7, 79.",
                "true  | 45 | 55 | 90 | 45+55: 5+5=10, 4+5+1=10, 100.",
                "false | 51 | 14 | 47 | 51-14: 11-4=7, 5-1-1=3, 37.",
                "false | 86 | 74 | 12 | 86-74: 6-4=2, 8-7=1, 12.",
                "false | 52 | 27 | 35 | 52-27: 12-7=5, 5-2-1=2, 25.",
                "false | 60 | 11 | 59 | 60-11: 10-1=9, 6-1-1=4, 49."
            })
    void stepsAndSlip(boolean plus, int a, int b, int quick, String steps) {
        Arithmetic sum = new Arithmetic(plus, a, b);
        assertThat(sum.quickResult()).isEqualTo(quick);
        assertThat(sum.steps()).isEqualTo(steps);
    }

    @Test
    void everyEquationOfEverySumHolds() {
        for (boolean plus : new boolean[] {true, false}) {
            for (int a = 11; a <= 99; a++) {
                for (int b = 11; b <= 99; b++) {
                    Arithmetic sum = new Arithmetic(plus, a, b);
                    if (Arithmetic.hasTwoDigits(sum.result())) {
                        checkSteps(sum);
                    }
                }
            }
        }
    }

    @Test
    void slipOfAProblemWithoutCarryIsNone() {
        for (int a = 11; a <= 99; a++) {
            for (int b = 11; b <= 99; b++) {
                boolean carry = a % 10 + b % 10 > 9;
                if (a + b <= 99) {
                    Arithmetic sum = new Arithmetic(true, a, b);
                    assertThat(sum.quickResult()).isEqualTo(carry ? a + b - 10 : a + b);
                }
                boolean borrow = a % 10 < b % 10;
                if (a - b >= 10) {
                    Arithmetic difference = new Arithmetic(false, a, b);
                    assertThat(difference.quickResult()).isEqualTo(borrow ? a - b + 10 : a - b);
                }
            }
        }
    }

    private static void checkSteps(Arithmetic sum) {
        String steps = sum.steps();
        Matcher matcher = EQUATION.matcher(steps);
        int equations = 0;
        StringBuilder digits = new StringBuilder();
        while (matcher.find()) {
            assertThat(evaluate(matcher.group(1))).as(steps).isEqualTo(Integer.parseInt(matcher.group(2)));
            equations++;
            String last = matcher.group(2);
            digits.insert(0, last.substring(last.length() - 1));
        }
        assertThat(equations).as(steps).isEqualTo(2);
        assertThat(digits).as(steps).hasToString(Integer.toString(sum.result()));
        assertThat(steps).endsWith(", " + sum.result() + ".");
    }

    private static int evaluate(String expression) {
        List<String> terms =
                TERM.matcher(expression).results().map(term -> term.group()).toList();
        assertThat(String.join("", terms)).isEqualTo(expression);
        return terms.stream().mapToInt(Integer::parseInt).sum();
    }
}
