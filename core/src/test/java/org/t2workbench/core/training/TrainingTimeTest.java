package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.BenchmarkSuite;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.run.RunWriter;

class TrainingTimeTest {

    private static final ModelConfig SHAPES = BenchmarkSuite.llama135m();

    /** Of 30 layers: q and o 576², k and v 576 × 192, gate, up and down 576 × 1536. */
    private static final double LAYERS = 30.0 * (2 * 576 * 576 + 2 * 576 * 192 + 3 * 576 * 1536);

    private static final double OUTPUT = 49_152.0 * 576;
    private static final ItemLengths LENGTHS = new ItemLengths(80, 64, 64);
    private static final TrainingHistory.Place PLACE = new TrainingHistory.Place("tiny", "math", Dtype.F32, "cpu", 2);

    @TempDir
    private Path data;

    private static TrainingSettings paper(String... changes) {
        TrainingSettings settings = TrainingSettings.of(
                TrainingPreset.of("paper"),
                Map.of("prompts", "32", "validation_items", "10", "iterations", "25", "validate_every", "10"));
        for (int i = 0; i < changes.length; i += 2) {
            settings = settings.with(changes[i], changes[i + 1]);
        }
        return settings;
    }

    private static TrainingOperations operations(TrainingSettings settings) {
        return TrainingOperations.of(SHAPES, settings, new TrainingOperations.Size(32, 64, 64));
    }

    /** 32 × 127 positions and 32 × 64 drawn tokens; U and Vᵀ of 90 matrices of 576 × 1536 and their product. */
    @Test
    void operationsAreThoseOfTheMatrixProducts() {
        double positions = 32.0 * 127;
        double drawn = 32.0 * 64;
        TrainingOperations counted = operations(paper("matrices", "mlp"));
        assertThat(counted.rollout()).isEqualTo(2 * (LAYERS * positions + OUTPUT * drawn));
        assertThat(counted.scoring()).isEqualTo(2 * LAYERS * positions);
        assertThat(counted.backward())
                .isEqualTo(2 * (2 * LAYERS * positions + 3 * OUTPUT * drawn + 90.0 * 576 * (576 + 1536) * positions));
        assertThat(counted.update()).isEqualTo(2 * 90.0 * 576 * 576 * 1536);
    }

    @Test
    void nothingIsDifferentiatedBelowTheFirstTrainedLayer() {
        TrainingOperations all = operations(paper("adapter", "lora", "rank", "16", "matrices", "mlp"));
        TrainingOperations half =
                operations(paper("adapter", "lora", "rank", "16", "matrices", "mlp", "layers", "second-half"));
        double vectors = 45.0 * 16 * (576 + 1536);
        assertThat(all.backward() - half.backward()).isCloseTo(2 * (LAYERS / 2 + vectors) * 32 * 127, within(1.0));
        assertThat(all.update()).isEqualTo(2 * 90.0 * 16 * 576 * 1536);
    }

    @Test
    void nextTokenTrainingDrawsAndScoresNothing() {
        TrainingOperations counted = operations(TrainingSettings.of(TrainingPreset.of("sft")));
        assertThat(counted.rollout()).isZero();
        assertThat(counted.scoring()).isZero();
        assertThat(counted.backward()).isPositive();
    }

    /** 25 iterations; validations before the first, after the 10th, the 20th and the last. */
    @Test
    void aRunIsItsIterationsAndItsValidations() {
        TrainingTime time = TrainingTime.estimate(SHAPES, paper(), LENGTHS, 1e11);
        assertThat(time.validations()).isEqualTo(4);
        assertThat(time.measured()).isFalse();
        assertThat(time.iteration())
                .isCloseTo(TrainingTime.OVERHEAD * operations(paper()).sum() / 1e11, within(1e-9));
        assertThat(time.validation())
                .isCloseTo(TrainingTime.OVERHEAD * 2 * (LAYERS * 1270 + OUTPUT * 640) / 1e11, within(1e-9));
        assertThat(time.whole()).isCloseTo(25 * time.iteration() + 4 * time.validation(), within(1e-9));
        assertThat(TrainingTime.estimate(SHAPES, paper("iterations", "20"), LENGTHS, 1e11)
                        .validations())
                .isEqualTo(3);
    }

    @Test
    void aRunWithTheSameSettingsTellsItsRealTimes() {
        RunRegistry registry = new RunRegistry(data);
        TrainingHistory history = new TrainingHistory(registry);
        assertThat(history.time(PLACE, paper())).isEmpty();
        write(registry, "first", PLACE, paper(), 2);
        assertThat(history.time(PLACE, paper("iterations", "100", "learning_rate", "0.5", "seed", "9")))
                .hasValueSatisfying(time -> {
                    assertThat(time.measured()).isTrue();
                    assertThat(time.iteration()).isCloseTo(2, within(1e-9));
                    assertThat(time.validation()).isCloseTo(5, within(1e-9));
                    assertThat(time.whole()).isCloseTo(100 * 2 + 11 * 5, within(1e-9));
                });
    }

    @Test
    void whatComputesOtherwiseOrElsewhereTellsNothing() {
        RunRegistry registry = new RunRegistry(data);
        write(registry, "first", PLACE, paper(), 2);
        TrainingHistory history = new TrainingHistory(registry);
        assertThat(history.time(PLACE, paper("prompts", "31"))).isEmpty();
        assertThat(history.time(PLACE, paper("matrices", "all"))).isEmpty();
        assertThat(history.time(new TrainingHistory.Place("tiny", "math", Dtype.F32, "cpu", 1), paper()))
                .isEmpty();
        assertThat(history.time(new TrainingHistory.Place("other", "math", Dtype.F32, "cpu", 2), paper()))
                .isEmpty();
    }

    @Test
    void aRunThatNeverReachedAnIterationTellsNothing() {
        RunRegistry registry = new RunRegistry(data);
        write(registry, "first", PLACE, paper(), 0);
        assertThat(new TrainingHistory(registry).time(PLACE, paper())).isEqualTo(Optional.empty());
    }

    /** Iterations of 2 s, every 10th with a validation of 5 s; with a slow first one, as always. */
    private static void write(
            RunRegistry registry, String name, TrainingHistory.Place place, TrainingSettings settings, double seconds) {
        Map<String, Object> config = place.toMap();
        config.putAll(settings.toMap());
        RunConfig asked = RunConfig.of("train", List.of(), config, 1, Map.of(), Map.of());
        try (RunWriter run = RunWriter.create(registry.newFolder(name), asked, List.of())) {
            run.appendMetrics(0, Map.of(), Map.of("seconds", 5.0, "validation_seconds", 5.0));
            for (int i = 1; seconds > 0 && i <= 20; i++) {
                double own = i == 1 ? 9 * seconds : seconds;
                run.appendMetrics(
                        i,
                        Map.of(),
                        i % 10 == 0 ? Map.of("seconds", own + 5, "validation_seconds", 5.0) : Map.of("seconds", own));
            }
        }
    }
}
