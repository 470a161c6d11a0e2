package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.model.ArchitectureGolden;
import org.t2workbench.core.model.MatrixInfo;

class SettingsTest {

    private static final double ROUNDING = 1e-15;

    @Test
    void everyPresetSurvivesTheWayThroughARunFolder() {
        for (TrainingPreset preset : TrainingPreset.all()) {
            TrainingSettings settings = TrainingSettings.of(preset);
            assertThat(TrainingSettings.fromMap(settings.toMap())).isEqualTo(settings);
            assertThat(settings.toMap())
                    .hasSize(1 + TrainingOptions.all().size())
                    .containsEntry("preset", preset.name());
            assertThat(preset.description()).endsWith(".");
        }
    }

    /** JSON knows one kind of number: 1 comes back where 1.0 was written, and an int where a long was. */
    @Test
    void numbersComeBackInTheOptionsOwnType() {
        Map<String, Object> map = new HashMap<>(quick().toMap());
        map.put("temperature", 1);
        map.put("seed", 1);
        map.put("model", "passed over");
        assertThat(TrainingSettings.fromMap(map)).isEqualTo(quick());
    }

    @Test
    void everyOptionHasANameOfItsOwnAndAHelpSentence() {
        assertThat(TrainingOptions.all()).extracting(TrainingOption::key).doesNotHaveDuplicates();
        assertThat(TrainingOptions.all()).extracting(TrainingOption::flag).doesNotHaveDuplicates();
        for (TrainingOption option : TrainingOptions.all()) {
            assertThat(option.help()).endsWith(".");
            assertThat(TrainingOptions.of(option.key())).contains(option);
            assertThat(TrainingOptions.ofFlag(option.flag())).contains(option);
            // what a form shows of a preset is what it reads back
            assertThat(option.parse(quick().text(option.key()))).isEqualTo(quick().value(option.key()));
            option.when()
                    .forEach((key, values) -> assertThat(
                                    TrainingOptions.of(key).orElseThrow().choices())
                            .containsAll(values));
        }
    }

    @Test
    void anOptionKnowsUnderWhichOthersItHasAnEffect() {
        TrainingOption rank = TrainingOptions.of("rank").orElseThrow();
        assertThat(rank.appliesTo(quick())).isFalse();
        assertThat(rank.appliesTo(quick().with("adapter", "lora"))).isTrue();
        TrainingOption seed = TrainingOptions.of("seed").orElseThrow();
        assertThat(seed.appliesTo(quick())).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iterations=0 | Iterations (--iterations) must be a whole number from 1",
                "iterations=1.5 | must be a whole number, not '1.5'",
                "learning_rate=0 | must be above 0",
                "learning_rate=NaN | must be a number from 0",
                "kl_coefficient=-1 | KL coefficient",
                "temperature=-0.1 | from 0 to 100, not '-0.1'",
                "temperature=0 | all answers to a prompt are equal",
                "baseline=mean | none, batch-mean, batch-normalised, leave-one-out or group-normalised, not 'mean'",
                "samples=1 | needs at least 2 answers per prompt",
                "dropout=1 | from 0 to 0.99",
                "weight_decay=0.1 | Adam has no weight decay here",
                "layers=3-1 | Layers (--layers) must be",
                "layers=a | such as 0-15 or 0-3,8, not 'a'",
                "colour=red | no training option \"colour\""
            })
    void settingsThatMakeNoSenseAreRefused(String change, String sentence) {
        TrainingSettings settings = TrainingSettings.of(TrainingPreset.of("grpo"));
        String key = change.substring(0, change.indexOf('='));
        assertThatThrownBy(() -> settings.with(key, change.substring(change.indexOf('=') + 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void nextTokenTrainingDoesNotMindHowAnswersWouldBeDrawn() {
        TrainingSettings settings = TrainingSettings.of(
                TrainingPreset.of("sft"), Map.of("samples", "1", "baseline", "leave-one-out", "temperature", "0"));
        assertThat(settings.method()).isEqualTo(TrainingMethod.SFT);
    }

    @Test
    void aMissingSettingIsNamed() {
        Map<String, Object> map = new HashMap<>(quick().toMap());
        map.remove("clip");
        assertThatThrownBy(() -> TrainingSettings.fromMap(map))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"clip\"");
    }

    @Test
    void anUnknownPresetIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> TrainingPreset.of("fast"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("quick, paper, paper-half");
    }

    /** Half of 5 layers: 0 to 2, and 2 to 4. */
    @Test
    void layersAreAllOneHalfOrNumbers() {
        assertThat(new LayerSelection("all").of(5).cardinality()).isEqualTo(5);
        assertThat(new LayerSelection("first-half").of(5)).hasToString("{0, 1, 2}");
        assertThat(new LayerSelection("second-half").of(5)).hasToString("{2, 3, 4}");
        assertThat(new LayerSelection("second-half").of(4)).hasToString("{2, 3}");
        assertThat(new LayerSelection("0-1, 4").of(5)).hasToString("{0, 1, 4}");
        assertThatThrownBy(() -> new LayerSelection("0-5").of(5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("go up to 5, but the model's last layer is 4");
    }

    @Test
    void settingsChooseMatricesOfTheChosenLayersOnly() {
        var matrices = MatrixInfo.of(TinyModel.config(true));
        assertThat(quick().with("layers", "1").adaptedMatrices(matrices))
                .extracting(MatrixInfo::layer, MatrixInfo::kind)
                .containsExactly(tuple(1, MatrixKind.GATE), tuple(1, MatrixKind.UP), tuple(1, MatrixKind.DOWN));
    }

    private static TrainingSettings quick() {
        return TrainingSettings.of(TrainingPreset.of(TrainingPreset.DEFAULT));
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
        assertThat(MatrixSelection.MLP.of(matrices))
                .extracting(MatrixInfo::kind)
                .containsOnly(MatrixKind.GATE, MatrixKind.UP, MatrixKind.DOWN);
        assertThat(MatrixSelection.ATTENTION.of(matrices)).hasSize(2 * 4);
        assertThat(MatrixSelection.ATTENTION_QV.of(matrices))
                .extracting(MatrixInfo::kind)
                .containsExactly(MatrixKind.Q, MatrixKind.V, MatrixKind.Q, MatrixKind.V);
        assertThat(MatrixSelection.ALL.of(matrices)).isEqualTo(matrices);
    }

    @Test
    void fusedMatricesAreSelectedByWhatTheyHold() {
        for (String name : List.of("phi3", "gpt2")) {
            var matrices = MatrixInfo.of(ArchitectureGolden.folder(name).config());
            var mlp = name.equals("phi3")
                    ? Set.of(MatrixKind.GATE_UP, MatrixKind.DOWN)
                    : Set.of(MatrixKind.UP, MatrixKind.DOWN);
            assertThat(kinds(MatrixSelection.MLP, matrices)).isEqualTo(mlp);
            assertThat(kinds(MatrixSelection.ATTENTION, matrices)).isEqualTo(Set.of(MatrixKind.QKV, MatrixKind.O));
            assertThat(MatrixSelection.ALL.of(matrices)).isEqualTo(matrices);
            assertThatThrownBy(() -> MatrixSelection.ATTENTION_QV.of(matrices))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("q, k and v in one matrix");
            var ia3 = TrainingSettings.of(TrainingPreset.of("paper"), Map.of("adapter", "ia3"));
            assertThat(ia3.adaptedMatrices(matrices))
                    .extracting(MatrixInfo::kind)
                    .containsOnly(MatrixKind.QKV, MatrixKind.DOWN);
        }
    }

    private static Set<MatrixKind> kinds(MatrixSelection selection, List<MatrixInfo> matrices) {
        return selection.of(matrices).stream().map(MatrixInfo::kind).collect(Collectors.toSet());
    }
}
