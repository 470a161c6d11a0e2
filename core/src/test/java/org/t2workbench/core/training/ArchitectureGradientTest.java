package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.ArchitectureGolden;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.TaskItem;

/** Every family is trained by the gradient that finite differences have, through windows, caps, multipliers and fused matrices. */
class ArchitectureGradientTest {

    private static final int VOCABULARY = 97;

    /** Small enough that central differences see hardly any curvature. */
    private static final double DEVIATION = 0.1;

    @TempDir
    private Path temp;

    static Stream<Arguments> familiesAndAdapters() {
        return ArchitectureGolden.names()
                .flatMap(name -> Stream.of(
                                TrainableProbe.Kind.DIRECT_GAINS,
                                TrainableProbe.Kind.LORA_WITH_DROPOUT,
                                TrainableProbe.Kind.IA3)
                        .map(kind -> Arguments.of(name, kind)));
    }

    @ParameterizedTest
    @MethodSource("familiesAndAdapters")
    void theGradientAgreesWithFiniteDifferences(String name, TrainableProbe.Kind kind) {
        with(name, kind, probe -> {
            Random random = new Random(9);
            probe.scatter(random, DEVIATION);
            for (TrainableGradientTest.Loss loss : List.of(
                    new TrainableGradientTest.Loss(true, 0, Divergence.ADAPTED_BASE, false),
                    new TrainableGradientTest.Loss(false, 0.7, Divergence.ADAPTED_BASE, true))) {
                TrainableGradientTest.compare(probe, loss, answers(), random);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("org.t2workbench.core.model.ArchitectureGolden#names")
    void layersComputedTwiceGiveTheSameGradientToTheBit(String name) {
        with(name, TrainableProbe.Kind.DIRECT_GAINS, probe -> {
            probe.scatter(new Random(5));
            TrainableGradientTest.Loss loss = new TrainableGradientTest.Loss(false, 0.7, Divergence.ADAPTED_BASE, true);
            probe.pass().setSpan(probe.model().config().layers());
            loss.of(probe.trainable(), answers(), 1000);
            List<double[]> kept = probe.gradient().get();
            probe.pass().setSpan(1);
            loss.of(probe.trainable(), answers(), 1000);
            List<double[]> twice = probe.gradient().get();
            for (int k = 0; k < probe.count(); k++) {
                assertThat(twice.get(k)).isEqualTo(kept.get(k));
            }
        });
    }

    private void with(String name, TrainableProbe.Kind kind, Consumer<TrainableProbe> body) {
        ModelFolder folder = ArchitectureGolden.folder(name);
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                LanguageModel model = ArchitectureGolden.open(engine, name, Dtype.F64);
                Decomposition decomposition =
                        Decomposition.open(engine, folder, Dtype.F64, new DecompositionStore(temp.resolve("store")))) {
            TrainableProbe.with(model, decomposition, kind, MatrixSelection.ALL, body);
        }
    }

    /** Three answers of unlike lengths, two of them longer than the windows, one longer than Phi-3's first context. */
    private static List<TaskAnswer> answers() {
        Random random = new Random(3);
        return List.of(answer(random, 4, 9), answer(random, 2, 3), answer(random, 20, 6));
    }

    private static TaskAnswer answer(Random random, int promptLength, int length) {
        int[] prompt = random.ints(promptLength, 0, VOCABULARY).toArray();
        int[] tokens = random.ints(length, 0, VOCABULARY).toArray();
        return new TaskAnswer(new TaskItem("", "", "", ""), prompt, tokens, true, "", Grade.NONE);
    }
}
