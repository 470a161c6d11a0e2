package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.t2workbench.core.job.InvalidInputException;

/** Hand-worked cases: what a person would read out of each answer. */
class GraderTest {

    /** An answer, the item's answer, and the two verdicts: right or wrong, in the asked form or not. */
    private record Case(String text, String answer, boolean correct, boolean inForm) {}

    private static final boolean RIGHT = true;
    private static final boolean WRONG = false;
    private static final boolean FORM = true;
    private static final boolean NO_FORM = false;

    @TestFactory
    Stream<DynamicTest> numberAfterAMarker() {
        return table(
                new NumberGrader("####"),
                new Case("27+35: 7+5=12, 2+3+1=6, 62. #### 62", "62", RIGHT, FORM),
                new Case("#### 62", "62", RIGHT, FORM),
                new Case("####62", "62", RIGHT, FORM),
                new Case("#### 62 \n", "62", RIGHT, FORM),
                new Case("#### 52", "62", WRONG, FORM),
                new Case("#### 062", "62", RIGHT, FORM),
                new Case("#### 62.0", "62", RIGHT, FORM),
                new Case("#### 1,234,567", "1234567", RIGHT, FORM),
                new Case("#### 1,000", "1,000.00", RIGHT, FORM),
                new Case("#### -7", "-7", RIGHT, FORM),
                new Case("#### −7", "-7", RIGHT, FORM),
                new Case("#### -7", "7", WRONG, FORM),
                new Case("#### +7", "7", RIGHT, FORM),
                new Case("#### .5", "0.5", RIGHT, FORM),
                new Case("#### $18", "18", RIGHT, FORM),
                new Case("#### -$18", "-18", RIGHT, FORM),
                new Case("#### 62 apples", "62", RIGHT, NO_FORM),
                new Case("#### 50 or 62", "62", RIGHT, NO_FORM),
                new Case("#### 62.", "62", RIGHT, NO_FORM),
                new Case("#### 9-4", "4", RIGHT, NO_FORM),
                new Case("#### 9 -4", "-4", RIGHT, NO_FORM),
                new Case("#### 1 #### 62", "62", RIGHT, FORM),
                new Case("#### 62 #### 1", "62", WRONG, FORM),
                new Case("The answer is 62.", "62", WRONG, NO_FORM),
                new Case("62 ####", "62", WRONG, NO_FORM),
                new Case("#### sixty-two", "62", WRONG, NO_FORM),
                new Case("####", "62", WRONG, NO_FORM),
                new Case("", "62", WRONG, NO_FORM),
                new Case("#### " + "9".repeat(100_000), "62", WRONG, NO_FORM));
    }

    @TestFactory
    Stream<DynamicTest> lastNumberOfTheWholeText() {
        return table(
                new NumberGrader(""),
                new Case("So she has 3 + 4 = 7 eggs, which is 7.", "7", RIGHT, NO_FORM),
                new Case("12,345", "12345", RIGHT, FORM),
                new Case("one of 3,4,5", "5", RIGHT, NO_FORM),
                new Case("1,2345", "2345", RIGHT, NO_FORM),
                new Case("12,34", "34", RIGHT, NO_FORM),
                new Case("pi is 3.14", "3.14", RIGHT, NO_FORM),
                new Case("100%", "100", RIGHT, NO_FORM),
                new Case("(3)-2", "2", RIGHT, NO_FORM),
                new Case("x=-2", "-2", RIGHT, NO_FORM),
                new Case("well-2", "2", RIGHT, NO_FORM));
    }

    @TestFactory
    Stream<DynamicTest> quotedTextCharacterByCharacter() {
        return table(
                new TextGrader("Output:", true, Comparison.EXACT),
                new Case("0F 1H 2C. Output: \"FH\"", "FH", RIGHT, FORM),
                new Case("Output: \"FH\"\n", "FH", RIGHT, FORM),
                new Case("Output: \"fh\"", "FH", WRONG, FORM),
                new Case("Output: \"FH \"", "FH", WRONG, FORM),
                new Case("Output: \"\"", "", RIGHT, FORM),
                new Case("Output: it is \"FH\"", "FH", RIGHT, NO_FORM),
                new Case("Output: \"FH\" I think", "FH", RIGHT, NO_FORM),
                new Case("Output: \"FH\" or \"HF\"", "FH", RIGHT, NO_FORM),
                new Case("Output: \"XX\" Output: \"FH\"", "FH", RIGHT, FORM),
                new Case("Output: FH", "FH", WRONG, NO_FORM),
                new Case("Output: \"FH", "FH", WRONG, NO_FORM),
                new Case("\"FH\"", "FH", WRONG, NO_FORM),
                new Case("Output:", "FH", WRONG, NO_FORM),
                new Case("", "", WRONG, NO_FORM));
    }

    @TestFactory
    Stream<DynamicTest> plainTextNormalised() {
        return table(
                new TextGrader("Answer:", false, Comparison.NORMALISED),
                new Case("Ruth, Lily, Mia. Answer: Ruth", "Ruth", RIGHT, FORM),
                new Case("Answer: ruth.", "Ruth", RIGHT, FORM),
                new Case("Answer:  \"New   York\" ", "new york", RIGHT, FORM),
                new Case("Answer: Ｒuth", "Ruth", RIGHT, FORM),
                new Case("Answer: Ruth\nor Mia", "Ruth", RIGHT, NO_FORM),
                new Case("Answer: Ruth or Mia", "Ruth", WRONG, FORM),
                new Case("Answer: \n", "Ruth", WRONG, NO_FORM),
                new Case("Ruth", "Ruth", WRONG, NO_FORM));
    }

    @TestFactory
    Stream<DynamicTest> wholeTextExactly() {
        return table(
                new TextGrader("", false, Comparison.EXACT),
                new Case(" yes ", "yes", RIGHT, FORM),
                new Case("Yes", "yes", WRONG, FORM));
    }

    @TestFactory
    Stream<DynamicTest> letterOfAnOption() {
        return table(
                new LetterGrader("Answer:", "ABCD"),
                new Case("Answer: (B)", "B", RIGHT, FORM),
                new Case("Answer: Mia (B)", "B", RIGHT, FORM),
                new Case("Answer: (b)", "B", RIGHT, FORM),
                new Case("Answer: (C)", "B", WRONG, FORM),
                new Case("Answer: B", "B", RIGHT, NO_FORM),
                new Case("Answer: b.", "B", RIGHT, NO_FORM),
                new Case("Answer: B) the moon", "B", RIGHT, NO_FORM),
                new Case("Answer: (B) the moon", "B", RIGHT, NO_FORM),
                new Case("Answer: A cat is (D)", "D", RIGHT, FORM),
                new Case("Answer: (A) (B) (C) (D)", "D", RIGHT, NO_FORM),
                new Case("Answer: a cat", "A", WRONG, NO_FORM),
                new Case("Answer: (E)", "B", WRONG, NO_FORM),
                new Case("Answer: Because", "B", WRONG, NO_FORM),
                new Case("Answer: B's friend", "B", WRONG, NO_FORM),
                new Case("(B)", "B", WRONG, NO_FORM),
                new Case("", "B", WRONG, NO_FORM));
    }

    @TestFactory
    Stream<DynamicTest> labelInABox() {
        return table(
                new BoxedGrader(List.of("math", "code", "other")),
                new Case("\\boxed{math}", "math", RIGHT, FORM),
                new Case("It is \\boxed{ Math } \n", "math", RIGHT, FORM),
                new Case("\\boxed{code} \\boxed{math}", "math", RIGHT, FORM),
                new Case("\\boxed{math}.", "math", RIGHT, NO_FORM),
                new Case("\\boxed{code}", "math", WRONG, FORM),
                new Case("\\boxed{maths}", "math", WRONG, NO_FORM),
                new Case("\\boxed{math", "math", WRONG, NO_FORM),
                new Case("boxed{math}", "math", WRONG, NO_FORM),
                new Case("math", "math", WRONG, NO_FORM));
    }

    @TestFactory
    Stream<DynamicTest> anythingInABox() {
        return table(
                new BoxedGrader(List.of()),
                new Case("so \\boxed{\\frac{1}{2}}", "\\frac{1}{2}", RIGHT, FORM),
                new Case("\\boxed{{}", "x", WRONG, NO_FORM),
                new Case("\\boxed{" + "{".repeat(100_000), "x", WRONG, NO_FORM));
    }

    @TestFactory
    Stream<DynamicTest> letterAnywhereGoesByWhatIsCalledTheAnswer() {
        return table(
                new LetterGrader("", "ABCDE"),
                new Case("Think: A is wet. The answer is (B).", "B", RIGHT, NO_FORM),
                new Case("The answer is (B)", "B", RIGHT, FORM),
                new Case("the answer is B. A cat (C) is not.", "B", RIGHT, NO_FORM),
                new Case("The answer is A cat", "A", RIGHT, NO_FORM),
                new Case("The answer is a cat", "A", WRONG, NO_FORM),
                new Case("The answer is American.", "A", WRONG, NO_FORM),
                new Case("Answer: **C**", "C", RIGHT, NO_FORM),
                new Case("The answer is $\\boxed{\\text{D}}$", "D", RIGHT, NO_FORM),
                new Case("The answer is (A). No, the answer is (B).", "B", RIGHT, NO_FORM),
                new Case("I say E", "E", RIGHT, NO_FORM),
                new Case("The answer is (F)", "A", WRONG, NO_FORM),
                new Case("The answer is (2)", "B", WRONG, NO_FORM));
    }

    @TestFactory
    Stream<DynamicTest> numberedOptionsMayBeNamedEitherWay() {
        return table(
                new LetterGrader("", "ABCD"),
                new Case("The answer is (2)", "2", RIGHT, FORM),
                new Case("The answer is 2.", "2", RIGHT, NO_FORM),
                new Case("The answer is (B)", "2", RIGHT, FORM),
                new Case("The answer is (3)", "2", WRONG, FORM),
                new Case("2", "2", RIGHT, NO_FORM),
                new Case("In 2020 it was (2)", "2", RIGHT, FORM));
    }

    @TestFactory
    Stream<DynamicTest> numberAsTheAuthorsCodeReadsIt() {
        return table(
                new ReferenceNumberGrader(),
                new Case("so 7", "7", RIGHT, FORM),
                new Case("so 7.0", "7", RIGHT, FORM),
                new Case("so -7", "7", RIGHT, FORM),
                new Case("1,000", "1000", WRONG, FORM),
                new Case("0", "1,000", RIGHT, FORM),
                new Case("2,000", "1,000", RIGHT, FORM),
                new Case("7.5", "7.5", WRONG, FORM),
                new Case("7", "7.5", RIGHT, FORM),
                new Case("#### 18 dollars", "18", RIGHT, FORM),
                new Case("1.2.3", "0.3", WRONG, FORM),
                new Case("x .5", "0", WRONG, FORM),
                new Case("seven", "7", WRONG, NO_FORM));
    }

    @TestFactory
    Stream<DynamicTest> letterAsTheAuthorsCodeReadsIt() {
        return table(
                new ReferenceLetterGrader(),
                new Case("the answer is (B).", "B", RIGHT, FORM),
                new Case("the answer is (A), or the answer is (B)", "A", RIGHT, FORM),
                new Case("the answer is American", "A", RIGHT, FORM),
                new Case("Answer: C", "C", RIGHT, NO_FORM),
                new Case("Answer: A Answer: C", "C", RIGHT, NO_FORM),
                new Case("Answer: A\nAnswer: C", "A", RIGHT, NO_FORM),
                new Case("B then D", "D", RIGHT, NO_FORM),
                // Python 3: random.seed(42); random.randint(0, 3) is 0, so the guess is A
                new Case("no idea", "A", RIGHT, NO_FORM),
                new Case("no idea", "B", WRONG, NO_FORM),
                new Case("the answer is (2)", "2", WRONG, NO_FORM));
    }

    @Test
    void guessOfTheAuthorsCodeDependsOnTheNumberOfOptions() {
        // random.randint(0, 2) with seed 42 is 2, random.randint(0, 4) is 0
        assertThat(new ReferenceLetterGrader().grade("?", choice("C", 3)).correct())
                .isTrue();
        assertThat(new ReferenceLetterGrader().grade("?", choice("A", 5)).correct())
                .isTrue();
        assertThatThrownBy(() -> new ReferenceLetterGrader().grade("?", new TaskItem("?", "", "A", "t/1")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("how many options");
    }

    @TestFactory
    Stream<DynamicTest> labelInWords() {
        return table(
                new LabelGrader("", List.of("true", "not true", "Other")),
                new Case("true", "true", RIGHT, FORM),
                new Case("True.", "true", RIGHT, FORM),
                new Case("It is not true", "not true", RIGHT, NO_FORM),
                new Case("It is not true", "true", WRONG, NO_FORM),
                new Case("true, no: other", "OTHER", RIGHT, NO_FORM),
                new Case("another", "other", WRONG, NO_FORM),
                new Case("untrue", "true", WRONG, NO_FORM),
                new Case("", "true", WRONG, NO_FORM));
    }

    @TestFactory
    Stream<DynamicTest> mathematicalAnswerInABox() {
        return table(
                new LatexGrader(),
                new Case("so $\\boxed{\\dfrac12}$.", "\\frac{1}{2}", RIGHT, FORM),
                new Case("\\boxed{1} or \\boxed{\\{2, \\frac{3}{4}\\}}", "\\{0.75,2\\}", RIGHT, FORM),
                new Case("\\boxed{3}", "4", WRONG, FORM),
                new Case("the answer is 4", "4", WRONG, NO_FORM),
                new Case("\\boxed{4", "4", WRONG, NO_FORM));
    }

    @TestFactory
    Stream<DynamicTest> usersOwnPattern() {
        return table(
                new PatternGrader(Pattern.compile("<answer>(.*?)</answer>"), Comparison.NORMALISED),
                new Case("<answer>Paris</answer>", "paris", RIGHT, FORM),
                new Case("<answer>Rome</answer><answer>Paris</answer>", "paris", RIGHT, FORM),
                new Case("<answer>Rome</answer>", "paris", WRONG, FORM),
                new Case("Paris", "paris", WRONG, NO_FORM));
    }

    @Test
    void patternWithoutAGroupGivesItsMatch() {
        Grader grader = new PatternGrader(Pattern.compile("\\d+"), Comparison.EXACT);
        assertThat(grader.grade("1 then 22", item("22")).parsed()).isEqualTo(Optional.of("22"));
        Grader unmatchedGroup = new PatternGrader(Pattern.compile("x(y)?"), Comparison.EXACT);
        assertThat(unmatchedGroup.grade("x", item("y"))).isEqualTo(Grade.NONE);
    }

    @Test
    void patternThatNeverEndsIsRefused() {
        Grader endless = new PatternGrader(Pattern.compile("(a+)+\\1b"), Comparison.EXACT);
        assertThatThrownBy(() -> endless.grade("a".repeat(60), item("x")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("(a+)+\\1b")
                .hasMessageContaining("too many steps");
        Grader deep = new PatternGrader(Pattern.compile("(a|b)*c"), Comparison.EXACT);
        assertThatThrownBy(() -> deep.grade("ab".repeat(100_000), item("x"))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void answerOfAnotherKindIsNamed() {
        assertThatThrownBy(() -> new NumberGrader("").grade("1", item("one")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("item t/1")
                .hasMessageContaining("\"one\"");
        assertThatThrownBy(() -> new LetterGrader("", "AB").grade("A", item("C")))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new LetterGrader("", "AB").grade("A", item("3")))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new LabelGrader("", List.of("a")).grade("a", item("b")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("none of the labels a");
        assertThatThrownBy(() -> new LabelGrader("", List.of("a", "A"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LetterGrader("", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rewardIsPlusOrMinusOne() {
        assertThat(new Grade(true, false, Optional.of("x")).reward()).isEqualTo(1);
        assertThat(new Grade(false, true, Optional.of("x")).reward()).isEqualTo(-1);
        assertThat(Grade.NONE.reward()).isEqualTo(-1);
    }

    private static Stream<DynamicTest> table(Grader grader, Case... cases) {
        return Stream.of(cases)
                .map(row -> DynamicTest.dynamicTest(
                        row.text().substring(0, Math.min(60, row.text().length())) + " for " + row.answer(), () -> {
                            Grade grade = grader.grade(row.text(), item(row.answer()));
                            assertThat(grade.correct()).as("correct").isEqualTo(row.correct());
                            assertThat(grade.inForm()).as("in form").isEqualTo(row.inForm());
                        }));
    }

    private static TaskItem choice(String answer, int options) {
        return new TaskItem("?", "", answer, "t/1", Map.of(TaskItem.OPTIONS, Integer.toString(options)));
    }

    private static TaskItem item(String answer) {
        return choice(answer, 4);
    }
}
