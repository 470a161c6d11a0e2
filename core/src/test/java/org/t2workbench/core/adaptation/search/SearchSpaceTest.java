package org.t2workbench.core.adaptation.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;

class SearchSpaceTest {

    /** Three layers with an up and a down matrix each. */
    private static final List<MatrixInfo> MATRICES = matrices();

    private static final Expert FIRST =
            expert("first", Map.of("0.up", new float[] {2, 0.3f}, "2.up", new float[] {3, 1}));
    private static final Expert SECOND =
            expert("second", Map.of("0.up", new float[] {0.5f, 1.5f}, "2.down", new float[] {0.1f, 0.7f}));

    private static List<MatrixInfo> matrices() {
        List<MatrixInfo> all = new ArrayList<>();
        for (int layer = 0; layer < 3; layer++) {
            all.add(new MatrixInfo(layer + ".up", layer, MatrixKind.UP, 3, 2));
            all.add(new MatrixInfo(layer + ".down", layer, MatrixKind.DOWN, 2, 3));
        }
        return all;
    }

    private static Expert expert(String name, Map<String, float[]> gains) {
        return Expert.untrained(name, new BaseModel("model", Optional.empty()), gains);
    }

    private static SearchSpace space(SearchSettings settings) {
        return new SearchSpace(settings, List.of(FIRST, SECOND), MATRICES);
    }

    @Test
    void everyScopeHasOneAlphaPerExpertWhereGainsAre() {
        SearchSettings settings = SearchSettings.paper();
        assertThat(space(settings).dimension()).isEqualTo(2);
        // layers 0 and 2; layer 1 has no gains
        assertThat(space(settings.withScope(SearchScope.LAYER)).dimension()).isEqualTo(4);
        // 0.up, 2.up and 2.down
        assertThat(space(settings.withScope(SearchScope.MATRIX)).dimension()).isEqualTo(6);
        assertThat(space(settings).start()).containsExactly(0.5, 0.5);
    }

    @Test
    void numbersGoToTheirLayersAndMatrices() {
        double[] layers = {0.1, 0.2, 0.3, 0.4};
        assertThat(space(SearchSettings.paper().withScope(SearchScope.LAYER)).alphaOf(1, layers))
                .isEqualTo(Alpha.perLayer(List.of(0.2, 0.0, 0.4)));
        double[] matrices = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
        assertThat(space(SearchSettings.paper().withScope(SearchScope.MATRIX)).alphaOf(0, matrices))
                .isEqualTo(Alpha.perMatrix(Map.of("0.up", 0.1, "2.up", 0.3, "2.down", 0.5)));
    }

    @Test
    void normalisedAlphaAddUpToOneInEveryGroup() {
        SearchSpace space = space(SearchSettings.paper().withNormalised(true).withScope(SearchScope.LAYER));
        assertThat(space.alpha(new double[] {0.25, 0.75, 0.5, 0.5})).containsExactly(0.25, 0.75, 0.5, 0.5);
        assertThat(space.alpha(new double[] {0.5, 0.5, 1, 0})).containsExactly(0.5, 0.5, 1, 0);
    }

    /** The reference code divides by zero here. */
    @ParameterizedTest
    @EnumSource(Mixture.Form.class)
    void aGroupOfZerosPrefersNoExpertUnderNormalisation(Mixture.Form form) {
        SearchSpace space = space(SearchSettings.paper().withNormalised(true).withForm(form));
        double[] alpha = space.alpha(new double[] {0, 0});
        assertThat(alpha).containsExactly(0.5, 0.5);
        assertThat(space.refused(alpha)).isFalse();
        assertThat(space.mixture(alpha).gains(MATRICES).get("0.up"))
                .containsExactly(1.25f, (float) (0.5 * 0.3f + 0.75));
    }

    @Test
    void aSumOfNothingIsRefusedAndAnOffsetOfNothingIsTheBaseModel() {
        assertThat(space(SearchSettings.paper()).refused(new double[] {0, 0})).isTrue();
        assertThat(space(SearchSettings.paper()).refused(new double[] {0, 0.25}))
                .isFalse();
        SearchSpace offset = space(SearchSettings.paper().withForm(Mixture.Form.OFFSET));
        assertThat(offset.refused(new double[] {0, 0})).isFalse();
        assertThat(offset.mixture(new double[] {0, 0}).gains(MATRICES).values())
                .allSatisfy(gains -> assertThat(gains).containsOnly(1f));
    }

    /** The reference code mixes parameters from before the sigmoid, and so never finds an expert again. */
    @ParameterizedTest
    @EnumSource(SearchScope.class)
    void oneHotAlphaAreThatExpertsGainsToTheBit(SearchScope scope) {
        for (Mixture.Form form : Mixture.Form.values()) {
            for (boolean normalised : new boolean[] {false, true}) {
                SearchSpace space = space(
                        SearchSettings.paper().withScope(scope).withForm(form).withNormalised(normalised));
                double[] point = new double[space.dimension()];
                for (int i = 0; i < point.length; i += 2) {
                    point[i] = 1;
                }
                Map<String, float[]> gains = space.mixture(space.alpha(point)).gains(MATRICES);
                assertThat(gains.get("0.up")).isEqualTo(FIRST.gains().get("0.up"));
                assertThat(gains.get("2.up")).isEqualTo(FIRST.gains().get("2.up"));
                // the first expert leaves this matrix alone
                assertThat(gains.get("2.down")).containsExactly(1f, 1f);
            }
        }
    }

    @Test
    void pointsNextToEachOtherAreTheSameMember() {
        assertThat(SearchSpace.rounded(new double[] {0.50001, -0.3, 1.2, 1, 0}))
                .isEqualTo(SearchSpace.rounded(new double[] {0.49999, 0, 1, 0.99999, -0.0}));
    }

    @Test
    void expertsWithoutGainsAreRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new SearchSpace(SearchSettings.paper(), List.of(expert("empty", Map.of())), MATRICES))
                .withMessageContaining("nothing to mix");
    }
}
