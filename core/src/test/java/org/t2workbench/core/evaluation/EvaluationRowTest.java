package org.t2workbench.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.statistics.McNemar;

class EvaluationRowTest {

    /** Base is right on 1, 2, 3; the expert on 1, 4, 5, 6, 7, 8, 9: 2 lost, 6 won; p = 2 (1 + 8 + 28) / 256. */
    @Test
    void rowsOfTheSameItemsArePairedItemByItem() {
        EvaluationRow base = row("base", "1110000000");
        EvaluationRow expert = row("manual", "1001111110").against(base);
        McNemar test = expert.againstBase().orElseThrow();
        assertThat(test.onlyFirst()).isEqualTo(2);
        assertThat(test.onlySecond()).isEqualTo(6);
        assertThat(test.pValue()).isCloseTo(2 * 37 / 256.0, within(1e-12));
        assertThat(expert.accuracy().accuracy()).isEqualTo(0.7);
        assertThat(base.accuracy().accuracy()).isEqualTo(0.3);
    }

    /** Wilson's interval of 7 of 10, by hand: centre 0.6445, half width 0.2477. */
    @Test
    void theIntervalIsWilsons() {
        EvaluationRow row = row("manual", "1001111110");
        assertThat(row.interval().low()).isCloseTo(0.3968, within(1e-4));
        assertThat(row.interval().high()).isCloseTo(0.8922, within(1e-4));
    }

    @Test
    void rowsOfOtherItemsCannotBeCompared() {
        assertThatThrownBy(() -> row("manual", "101").against(row("base", "1010")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not of the same items");
    }

    private static EvaluationRow row(String strategy, String outcomes) {
        List<ItemOutcome> items = new ArrayList<>();
        for (int i = 0; i < outcomes.length(); i++) {
            items.add(new ItemOutcome(
                    "item/" + i, Optional.empty(), "", outcomes.charAt(i) == '1', true, 1, ItemOutcome.Times.NONE));
        }
        return new EvaluationRow("task", strategy, List.of(), items, Optional.empty());
    }
}
