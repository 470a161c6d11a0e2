package org.t2workbench.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class McNemarTest {

    /** Relative: ln p reaches −69 000 at n = 10⁵, so a few units in its last place are 1e-11. */
    private static final double RELATIVE_TO_P = 1e-10;

    @Test
    void oneLossAndNineWinsByHand() {
        // 2 · (C(10,0) + C(10,1)) / 2¹⁰ = 22 / 1024
        assertThat(McNemar.exact(1, 9).pValue()).isCloseTo(22.0 / 1024, within(1e-15));
        assertThat(McNemar.exact(9, 1).pValue()).isCloseTo(22.0 / 1024, within(1e-15));
    }

    @Test
    void sixWinsAndNoLossByHand() {
        assertThat(McNemar.exact(0, 6).pValue()).isCloseTo(2.0 / 64, within(1e-15));
    }

    @Test
    void noDisagreementAndEvenDisagreementAreNoEvidence() {
        assertThat(McNemar.exact(0, 0).pValue()).isEqualTo(1);
        assertThat(McNemar.exact(1, 0).pValue()).isEqualTo(1);
        assertThat(McNemar.exact(7, 7).pValue()).isEqualTo(1);
        assertThat(McNemar.exact(7, 8).pValue()).isEqualTo(1);
    }

    @Test
    void agreesWithScipyAndWithExactIntegers() throws IOException {
        for (JsonNode row : WilsonTest.golden().get("mcnemar")) {
            long b = row.get("only_first").asLong();
            long c = row.get("only_second").asLong();
            McNemar test = McNemar.exact(b, c);
            assertThat(test.logPValue())
                    .as("ln p of %d against %d", b, c)
                    .isCloseTo(row.get("log_p").asDouble(), within(RELATIVE_TO_P));
            if (row.get("p").isNumber()) {
                double p = row.get("p").asDouble();
                // scipy's own tail sum carries about 1e-11 at n = 10⁴
                assertThat(test.pValue()).as("p of %d against %d", b, c).isCloseTo(p, within(1e-10 * p));
            }
        }
    }

    @Test
    void everySmallTableEqualsTheSumOfItsTail() {
        for (int n = 0; n <= 40; n++) {
            for (int k = 0; k <= n; k++) {
                double tail = 0;
                double binomial = 1;
                for (int j = 0; j <= Math.min(k, n - k); j++) {
                    tail += binomial;
                    binomial = binomial * (n - j) / (j + 1);
                }
                double expected = Math.min(1, 2 * tail / Math.pow(2, n));
                assertThat(McNemar.exact(k, n - k).pValue()).isCloseTo(expected, within(1e-13));
            }
        }
    }

    @Test
    void itemsAreComparedPairwise() {
        boolean[] base = {true, false, false, true, false};
        boolean[] adapted = {true, true, true, false, false};
        McNemar test = McNemar.exact(base, adapted);
        assertThat(test.onlyFirst()).isEqualTo(1);
        assertThat(test.onlySecond()).isEqualTo(2);
        assertThatThrownBy(() -> McNemar.exact(base, new boolean[4])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> McNemar.exact(-1, 4)).isInstanceOf(IllegalArgumentException.class);
    }
}
