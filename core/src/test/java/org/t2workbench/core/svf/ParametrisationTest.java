package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ParametrisationTest {

    /** Gains are rounded to f32 once. */
    private static final Offset<Double> F32 = within(3e-7);

    @Test
    void directParametersAreTheGains() {
        float[] raw = {0.5f, -1, 2};
        assertThat(Parametrisation.DIRECT.gains(raw, new double[] {3, 2, 1})).containsExactly(0.5f, -1, 2);
    }

    @Test
    void sigmoidKeepsTheSumOfTheSingularValues() {
        // sigmoid = (½, ¾, ¼), Σσ = 6, Σσ sigmoid = 3.25
        double[] sigma = {3, 2, 1};
        float[] raw = {0, (float) Math.log(3), (float) -Math.log(3)};
        float[] gains = Parametrisation.SIGMOID.gains(raw, sigma);
        assertThat(gains[0] * sigma[0]).isCloseTo(2.7692307692, F32);
        assertThat(gains[1] * sigma[1]).isCloseTo(2.7692307692, F32);
        assertThat(gains[2] * sigma[2]).isCloseTo(0.4615384615, F32);
        assertThat(gains[0] * sigma[0] + gains[1] * sigma[1] + gains[2] * sigma[2])
                .isCloseTo(6, within(1e-6));
    }

    @Test
    void equalSigmoidParametersAreTheBaseModelWhateverTheyAre() {
        for (float p : new float[] {-3, 0.1f, 0, 40}) {
            for (float gain : Parametrisation.SIGMOID.gains(new float[] {p, p, p}, new double[] {5, 0.1, 0.003})) {
                assertThat(gain).isCloseTo(1, within(1e-7f));
            }
        }
    }

    @Test
    void aMatrixOfZerosHasNeutralGains() {
        assertThat(Parametrisation.SIGMOID.gains(new float[] {1, 2}, new double[2]))
                .containsExactly(1, 1);
    }

    @Test
    void namesAreThoseOfTheFiles() {
        assertThat(Parametrisation.of("direct")).contains(Parametrisation.DIRECT);
        assertThat(Parametrisation.of(Parametrisation.SIGMOID.label())).contains(Parametrisation.SIGMOID);
        assertThat(Parametrisation.of("Sigmoid")).isEmpty();
    }
}
