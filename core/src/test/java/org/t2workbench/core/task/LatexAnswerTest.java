package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hand-worked pairs; many gold answers are of the kinds that MATH has. */
class LatexAnswerTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            7; 7
            7; 7.0
            7; 7.
            0.5; \\frac{1}{2}
            .5; \\dfrac12
            1/2; \\frac{1}{2}
            2/4; \\tfrac{1}{2}
            -1/2; \\frac{-1}{2}
            -\\frac{1}{2}; \\frac{-1}{2}
            \\frac43; \\frac{4}{3}
            \\frac 34; \\frac{3}{4}
            \\frac9{19}; \\frac{9}{19}
            \\frac{14}3; \\dfrac{14}{3}
            1\\frac{4}{5}; \\frac{9}{5}
            1.8; 1\\frac{4}{5}
            137 \\frac{1}{2}; 137.5
            10,\\!080; 10080
            58,500; 58500
            11,\\! 111,\\! 111,\\! 100; 11111111100
            \\$32,\\!348; 32348
            \\$18.90; 18.9
            50\\%; 50
            50%; 50
            30^\\circ; 30
            30^{\\circ}; 30
            30°; 30^\\circ
            \\frac{270}7\\text{ degrees}; \\frac{270}{7}
            864 \\mbox{ inches}^2; 864
            15\\mbox{ cm}^2; 15
            5.4 \\text{ cents}; 5.4
            5.4 cents; 5.4
            12 square units; 12
            \\text{Evelyn}; Evelyn
            \\text{even}; Even
            \\text{(C)}; C
            \\textbf{(C)}; (C)
            x=5; 5
            x = 5; x=5
            y = 2x + 3; y=2x+3
            x \\in [-2,7]; [-2,7]
            \\left( 3, \\frac{\\pi}{2} \\right); (3,\\frac{\\pi}{2})
            \\left(\\frac{3}{5},\\frac{8}{3}\\right]; (\\frac35,\\frac83]
            (0.6,2); (\\frac{3}{5},2)
            \\bigl(1,2\\bigr); (1,2)
            \\sqrt2; \\sqrt{2}
            11\\sqrt2; 11 \\sqrt{2}
            3\\sqrt{13}; 3 \\sqrt{13}
            52_8; 52_{8}
            x^{2}; x^2
            \\{1\\pm\\sqrt{5},-2\\}; \\{-2, 1\\pm\\sqrt{5}\\}
            1,-2; -2,1
            3, 5, 7; 3,5,7
            \\{3,5\\}; 5, 3
            (-\\infty, 2) \\cup (3, \\infty); (-\\infty,2)\\cup(3,\\infty)
            \\begin{pmatrix} -2 \\\\ -14 \\end{pmatrix}; \\begin{pmatrix}-2\\\\-14\\end{pmatrix}
            \\begin{bmatrix} 1 & 2 \\end{bmatrix}; \\begin{pmatrix} 1 & 2 \\end{pmatrix}
            2 \\times 3; 2 \\cdot 3
            x \\leq 2; x \\le 2
            \u22127; -7
            \\frac{\\sqrt{3}}{3}; \\dfrac{\\sqrt{3}}{3}
            """)
    void sameAnswer(String one, String other) {
        assertThat(LatexAnswer.same(one, other)).isTrue();
        assertThat(LatexAnswer.same(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            7; 8
            7; -7
            0.5; 0.51
            0.33; \\frac{1}{3}
            \\frac{1}{0}; \\frac{2}{0}
            (1,2); (2,1)
            (1,2); [1,2]
            (1,2]; (1,2)
            1,2; 1,2,2
            1,1,2; 1,2,2
            12; 1,2
            x; y
            x; X
            2+x; x+2
            \\sqrt{2}; 2
            \\frac{1}{2}; \\frac{2}{1}
            \\leftarrow; arrow
            x^2; x_2
            \\text{east}; \\text{west}
            3R^2; 3R
            \\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}; \\begin{pmatrix} 12 \\end{pmatrix}
            """)
    void otherAnswer(String one, String other) {
        assertThat(LatexAnswer.same(one, other)).isFalse();
        assertThat(LatexAnswer.same(other, one)).isFalse();
    }

    @Test
    void hostileAnswersEndSoon() {
        for (String hostile : new String[] {
            "{".repeat(1990),
            "\\frac".repeat(390),
            "1,".repeat(990),
            "\\text{".repeat(330),
            " ".repeat(1999),
            "9".repeat(1999),
            "\\\\".repeat(990),
            "(".repeat(100_000),
            "\\text{a} ".repeat(200),
            "1 \\ ".repeat(400)
        }) {
            assertThat(LatexAnswer.same(hostile, "7"))
                    .as(hostile.substring(0, 20))
                    .isFalse();
            assertThat(LatexAnswer.same(hostile, hostile + " ")).isTrue();
        }
        assertThat(LatexAnswer.same("", "7")).isFalse();
    }
}
