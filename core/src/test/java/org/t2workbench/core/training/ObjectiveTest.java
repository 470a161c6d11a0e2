package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.model.ForwardArguments;

/**
 * The objective over a vocabulary of three, worked by hand. The adapted model gives p' = (1/2, 1/4, 1/4), the base model p =
 * (1/4, 1/4, 1/2); the log-probabilities are the logits, the output matrix is the identity.
 */
class ObjectiveTest {

    private static final double LN2 = Math.log(2);

    private static final double ROUNDING = 1e-14;

    private static final double[] ADAPTED = {-LN2, -2 * LN2, -2 * LN2};

    private static final double[] BASE = {-2 * LN2, -2 * LN2, -LN2};

    private record Result(double[] sums, double[] byLogits) {}

    private static Result objective(
            double advantage, boolean referred, double coefficient, boolean fromBase, double scale, int rows) {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                NDManager scope = engine.newScope()) {
            double[] h = new double[3 * rows];
            double[] other = new double[3 * rows];
            double[] worth = new double[rows];
            for (int row = 0; row < rows; row++) {
                System.arraycopy(ADAPTED, 0, h, 3 * row, 3);
                System.arraycopy(BASE, 0, other, 3 * row, 3);
                worth[row] = advantage;
            }
            NDArray identity = scope.create(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new Shape(3, 3));
            try (TensorList w = new TensorList(List.of(identity))) {
                NDList found = ForwardArguments.kernel(
                                engine, TinyModel.config(true), "policy_gradient", "tape", "adapter_gradient")
                        .call(
                                scope,
                                "objective",
                                scope.create(h, new Shape(rows, 3)),
                                scope.create(new long[rows]),
                                scope.create(worth),
                                referred
                                        ? scope.create(other, new Shape(rows, 3))
                                        : scope.create(new double[0], new Shape(0)),
                                coefficient,
                                fromBase,
                                scale,
                                2,
                                new double[0],
                                w);
                return new Result(found.get(0).toDoubleArray(), found.get(1).toDoubleArray());
            }
        }
    }

    @Test
    void theExpectedRewardIsWeighedByTheAdvantageAndItsGradientIsProbabilityMinusWhatWasDrawn() {
        Result result = objective(2, false, 0, false, 1, 1);
        assertThat(result.sums()[0]).isCloseTo(2 * LN2, within(ROUNDING));
        assertThat(result.sums()[1]).isCloseTo(-2 * LN2, within(ROUNDING));
        assertThat(result.sums()[2]).isNaN();
        assertThat(result.sums()[3]).isCloseTo(1.5 * LN2, within(ROUNDING));
        assertThat(result.byLogits()).containsExactly(new double[] {-1, 0.5, 0.5}, within(ROUNDING));
    }

    @Test
    void thePapersDivergenceIsOfTheAdaptedModelFromTheBase() {
        Result result = objective(0, true, 1, false, 1, 1);
        assertThat(result.sums()[0]).isCloseTo(0.25 * LN2, within(ROUNDING));
        assertThat(result.sums()[2]).isCloseTo(0.25 * LN2, within(ROUNDING));
        // p' (log p' - log p - KL)
        assertThat(result.byLogits())
                .containsExactly(new double[] {0.375 * LN2, -0.0625 * LN2, -0.3125 * LN2}, within(ROUNDING));
    }

    @Test
    void theAuthorsDivergenceIsOfTheBaseFromTheAdaptedModel() {
        Result result = objective(0, true, 1, true, 1, 1);
        assertThat(result.sums()[2]).isCloseTo(0.25 * LN2, within(ROUNDING));
        assertThat(result.byLogits()).containsExactly(new double[] {0.25, 0, -0.25}, within(ROUNDING));
    }

    @Test
    void withoutACoefficientTheDivergenceIsToldAndChangesNothing() {
        Result result = objective(2, true, 0, false, 1, 1);
        assertThat(result.sums()[0]).isCloseTo(2 * LN2, within(ROUNDING));
        assertThat(result.sums()[2]).isCloseTo(0.25 * LN2, within(ROUNDING));
        assertThat(result.byLogits()).containsExactly(new double[] {-1, 0.5, 0.5}, within(ROUNDING));
    }

    @Test
    void sumsAndGradientsOfSeveralTokensAddUpAndOnlyTheGradientIsScaled() {
        Result result = objective(2, true, 0.5, true, 0.1, 5);
        assertThat(result.sums()[0]).isCloseTo(5 * (2 + 0.125) * LN2, within(10 * ROUNDING));
        for (int row = 0; row < 5; row++) {
            double[] part = Arrays.copyOfRange(result.byLogits(), 3 * row, 3 * row + 3);
            assertThat(part).containsExactly(new double[] {-0.0875, 0.05, 0.0375}, within(ROUNDING));
        }
    }
}
