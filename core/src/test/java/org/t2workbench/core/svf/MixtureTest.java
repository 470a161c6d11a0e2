package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;

class MixtureTest {

    private static final MatrixInfo FIRST = new MatrixInfo("layers.0.up", 0, MatrixKind.UP, 5, 3);
    private static final MatrixInfo SECOND = new MatrixInfo("layers.1.up", 1, MatrixKind.UP, 5, 3);
    private static final List<MatrixInfo> MATRICES = List.of(FIRST, SECOND);

    private static final float[] G1 = {0.2f, 1.1f, 1e-20f};
    private static final float[] G2 = {1.4f, 0.2f, -3};
    private static final Expert ONE = Fixtures.expert("one", Map.of(FIRST.name(), G1, SECOND.name(), G1));
    private static final Expert TWO = Fixtures.expert("two", Map.of(FIRST.name(), G2, SECOND.name(), G2));
    private static final Expert ONLY_FIRST = Fixtures.expert("first", Map.of(FIRST.name(), G2));

    private static Mixture.Share share(Adapter expert, double alpha) {
        return new Mixture.Share(expert, Alpha.everywhere(alpha));
    }

    private static float[] gains(Mixture mixture, MatrixInfo matrix) {
        return Objects.requireNonNull(mixture.gains(MATRICES).get(matrix.name()));
    }

    @Test
    void offsetsOfTheGainsAddUp() {
        float[] mixed = gains(Mixture.offset(share(ONE, 0.5), share(TWO, -2)), FIRST);
        for (int i = 0; i < mixed.length; i++) {
            assertThat(mixed[i]).isEqualTo((float) (1 + 0.5 * (G1[i] - 1.0) - 2 * (G2[i] - 1.0)));
        }
    }

    @Test
    void withoutStrengthTheGainsAreOneToTheBit() {
        assertThat(gains(Mixture.offset(share(ONE, 0), share(TWO, 0)), FIRST)).containsExactly(1, 1, 1);
        assertThat(gains(Mixture.offset(share(ONE, -0.0)), FIRST)).containsExactly(1, 1, 1);
    }

    @Test
    void oneExpertAloneHasItsGainsToTheBit() {
        for (Mixture.Form form : Mixture.Form.values()) {
            Mixture mixture = new Mixture(form, List.of(share(ONE, 1), share(TWO, 0)));
            assertThat(gains(mixture, FIRST)).containsExactly(G1);
        }
    }

    @Test
    void bothFormsAgreeWhereTheStrengthsSumToOne() {
        List<Mixture.Share> shares = List.of(share(ONE, 0.25), share(TWO, 0.75));
        assertThat(gains(new Mixture(Mixture.Form.SUM, shares), FIRST))
                .containsExactly(gains(new Mixture(Mixture.Form.OFFSET, shares), FIRST));
    }

    @Test
    void theSumOfThePaperScalesWhatIsNotOffset() {
        Mixture mixture = new Mixture(Mixture.Form.SUM, List.of(share(ONE, 0.5), share(ONLY_FIRST, 0.25)));
        assertThat(gains(mixture, FIRST)[0]).isEqualTo((float) (0.5 * G1[0] + 0.25 * G2[0]));
        // an expert without gains for a matrix counts there with gains of 1
        assertThat(gains(mixture, SECOND)[1]).isEqualTo((float) (0.5 * G1[1] + 0.25));
    }

    @Test
    void anExpertWithoutGainsForAMatrixLeavesItAlone() {
        assertThat(Mixture.offset(share(ONLY_FIRST, 2)).gains(MATRICES)).containsOnlyKeys(FIRST.name());
        assertThat(gains(Mixture.offset(share(ONE, 1), share(ONLY_FIRST, 2)), SECOND))
                .containsExactly(G1);
    }

    @Test
    void neutralExpertsStayNeutralWhateverTheirStrength() {
        Expert neutral = Fixtures.expert("neutral", Map.of(FIRST.name(), new float[] {1, 1, 1}));
        for (double alpha : new double[] {0.1, 0.3, 1.7, -2.3, 1 / 3.0}) {
            Mixture mixture = Mixture.offset(share(neutral, alpha), share(neutral, 0.1), share(neutral, 1e-3));
            assertThat(gains(mixture, FIRST)).containsExactly(1, 1, 1);
        }
    }

    @Test
    void strengthsMayDifferByLayerAndByMatrix() {
        Mixture layers = Mixture.offset(new Mixture.Share(TWO, Alpha.perLayer(List.of(0.0, 1.0))));
        assertThat(gains(layers, FIRST)).containsExactly(1, 1, 1);
        assertThat(gains(layers, SECOND)).containsExactly(G2);
        Mixture matrices = Mixture.offset(new Mixture.Share(TWO, Alpha.perMatrix(Map.of(FIRST.name(), 1.0))));
        assertThat(gains(matrices, FIRST)).containsExactly(G2);
        assertThat(gains(matrices, SECOND)).containsExactly(1, 1, 1);
    }

    @Test
    void tooFewLayersAreRefused() {
        Mixture mixture = Mixture.offset(new Mixture.Share(TWO, Alpha.perLayer(List.of(1.0))));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> mixture.gains(MATRICES))
                .withMessageContaining("1 layers");
    }

    @Test
    void strengthsThatAreNoNumbersAreRefused() {
        for (double alpha : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Alpha.everywhere(alpha))
                    .withMessageContaining("not a number to mix with");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Alpha.perLayer(List.of(0.0, alpha)));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> Alpha.perMatrix(Map.of("m", alpha)));
        }
    }

    @Test
    void strengthsThatOverflowAreRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Mixture.offset(share(TWO, 1e300)).gains(MATRICES))
                .withMessageContaining("so large");
    }

    @Test
    void aSumOfNothingIsRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Mixture(Mixture.Form.SUM, List.of(share(ONE, 0), share(TWO, -0.0))))
                .withMessageContaining("All α");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Mixture(Mixture.Form.SUM, List.of()));
    }

    @Test
    void aSumWithALoraAdapterIsRefused() {
        LoraAdapter lora = new LoraAdapter("style", "tiny", Map.of());
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Mixture(Mixture.Form.SUM, List.of(share(lora, 1))))
                .withMessageContaining("style");
    }
}
