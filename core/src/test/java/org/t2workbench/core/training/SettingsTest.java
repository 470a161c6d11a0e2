package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.MatrixKind;

class SettingsTest {

    private static final double ROUNDING = 1e-15;

    @Test
    void everyPresetSurvivesTheWayThroughARunFolder() {
        for (PolicyGradientSettings settings : new PolicyGradientSettings[] {
            PolicyGradientSettings.paper(), PolicyGradientSettings.reference(), PolicyGradientSettings.quick()
        }) {
            assertThat(PolicyGradientSettings.fromMap(settings.toMap())).isEqualTo(settings);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iterations=0",
                "learning_rate=0",
                "learning_rate=NaN",
                "kl_coefficient=-1",
                "temperature=-0.1",
                "temperature=0",
                "samples=1"
            })
    void settingsThatMakeNoSenseAreRefused(String change) {
        Map<String, Object> map = new HashMap<>(PolicyGradientSettings.quick().toMap());
        map.put("baseline", "leave-one-out");
        map.put(change.substring(0, change.indexOf('=')), Double.valueOf(change.substring(change.indexOf('=') + 1)));
        assertThatThrownBy(() -> PolicyGradientSettings.fromMap(map)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aMissingSettingIsNamed() {
        Map<String, Object> map = new HashMap<>(PolicyGradientSettings.quick().toMap());
        map.remove("clip");
        assertThatThrownBy(() -> PolicyGradientSettings.fromMap(map))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"clip\"");
    }

    @Test
    void theCosineGoesFromTheFullRateThroughHalfOfItTowardsNothing() {
        assertThat(LearningRate.COSINE.at(0.2, 1, 10)).isEqualTo(0.2);
        assertThat(LearningRate.COSINE.at(0.2, 6, 10)).isCloseTo(0.1, within(ROUNDING));
        assertThat(LearningRate.COSINE.at(0.2, 11, 10)).isCloseTo(0, within(ROUNDING));
        assertThat(LearningRate.CONSTANT.at(0.2, 6, 10)).isEqualTo(0.2);
    }

    /** 100 steps, warm-up 10, floor 0.1 of 0.02: half of the rise at step 5, the middle of the wave at step 51. */
    @Test
    void pretrainingWarmsUpAndThenFollowsTheWaveDownToItsFloor() {
        var schedule = new PretrainingRecipe.Schedule(100, 1, 0, 1, 0.02, 10, 0.1, 1, 1);
        double wave = 0.5 * (1 + Math.cos(Math.PI * 4 / 100));
        assertThat(schedule.learningRateAt(5)).isCloseTo(0.02 * 0.5 * (0.1 + 0.9 * wave), within(ROUNDING));
        assertThat(schedule.learningRateAt(51)).isCloseTo(0.02 * (0.1 + 0.9 * 0.5), within(ROUNDING));
        assertThat(schedule.learningRateAt(101)).isCloseTo(0.02 * 0.1, within(ROUNDING));
    }

    @Test
    void selectionsHoldTheMatricesTheirNameSays() {
        var matrices = MatrixInfo.of(TinyModel.config(true));
        assertThat(MatrixSelection.parse("mlp").of(matrices))
                .extracting(MatrixInfo::kind)
                .containsOnly(MatrixKind.GATE, MatrixKind.UP, MatrixKind.DOWN);
        assertThat(MatrixSelection.parse("attention").of(matrices)).hasSize(2 * 4);
        assertThat(MatrixSelection.parse("attention-qv").of(matrices))
                .extracting(MatrixInfo::kind)
                .containsExactly(MatrixKind.Q, MatrixKind.V, MatrixKind.Q, MatrixKind.V);
        assertThat(MatrixSelection.parse("all").of(matrices)).isEqualTo(matrices);
        assertThatThrownBy(() -> MatrixSelection.parse("none")).isInstanceOf(InvalidInputException.class);
    }
}
