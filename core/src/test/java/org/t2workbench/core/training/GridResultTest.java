package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.job.InvalidInputException;

class GridResultTest {

    @Test
    void chosenIsTheFirstOfTheBestThatDidNotFail() {
        assertThat(GridResult.of(List.of(tried(5, null), tried(9, "diverged"), tried(7, null), tried(7, null)))
                        .chosen())
                .isEqualTo(2);
        assertThat(GridResult.of(List.of(tried(9, "diverged"))).chosen()).isNull();
    }

    @Test
    void aProductHoldsEveryPair() {
        TrainingGrid grid = TrainingGrid.product(TrainingGrid.PAPER_COEFFICIENTS, List.of(1e-3, 2e-3));
        assertThat(grid.size()).isEqualTo(8);
        assertThat(grid.tries())
                .doesNotHaveDuplicates()
                .contains(Map.of("kl_coefficient", "0.3", "learning_rate", "0.001"));
        assertThatThrownBy(() -> TrainingGrid.product(List.of(), List.of(1.0)))
                .isInstanceOf(InvalidInputException.class);
    }

    private static GridResult.Try tried(int correct, @Nullable String failure) {
        return new GridResult.Try("try", Map.of(), 10, correct, 5, 1, 1, failure);
    }
}
