package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.AdaptedWeights;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.AddedAdapter;
import org.t2workbench.core.svf.Alpha;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.ExpertFile;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.PeftWriter;
import org.t2workbench.core.svf.WeightAdapter;

class TrainableTest {

    private static final AdamWSettings ADAM = new AdamWSettings(0.9, 0.999, 1e-8, 0.01, 0);

    private static final double RATE = 0.05;

    private static final double[] ADVANTAGES = {1, -1, 0.4};

    private static final int[] TEXT = {3, 17, 5, 0, 22};

    /** Logits from f32 files of f64 parameters, and in f32. */
    private static final float FROM_FILE = 2e-4f;

    private static final Provenance PROVENANCE = new Provenance(
            "math",
            new BaseModel("tiny", Optional.empty()),
            "math",
            3,
            Instant.parse("2025-01-02T03:04:05Z"),
            "{}",
            "{}");

    @TempDir
    Path temp;

    private static double step(Trainable trainable, long iteration) {
        trainable.clearGradient(iteration);
        for (AnswerBatch batch : AnswerBatch.of(TrainableProbe.answers(new Random(iteration)), ADVANTAGES, 1000)) {
            try (Reference reference = trainable.reference(batch)) {
                trainable.addPolicyGradient(batch, reference, 1.0 / 3, 0.2, Divergence.ADAPTED_BASE);
            }
        }
        return trainable.step(iteration, RATE, ADAM);
    }

    private static float[][] logits(TrainableProbe probe) {
        return probe.model().logits(probe.trainable().view(), TEXT);
    }

    private static List<float[]> parameters(TrainableProbe probe) {
        List<float[]> all = new ArrayList<>();
        for (int k = 0; k < probe.count(); k++) {
            all.add(probe.get().apply(k));
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(TrainableProbe.Kind.class)
    void stepsLowerTheNextTokenLoss(TrainableProbe.Kind kind) {
        TrainableProbe.with(temp, kind, MatrixSelection.ALL, probe -> {
            AnswerBatch batch = AnswerBatch.of(TrainableProbe.answers(new Random(4)), ADVANTAGES, 1000)
                    .get(0);
            double first = 0;
            double last = 0;
            for (int iteration = 1; iteration <= 20; iteration++) {
                probe.trainable().clearGradient(iteration);
                last = probe.trainable().addNextTokenGradient(batch, 1.0 / 3);
                first = iteration == 1 ? last : first;
                probe.trainable().step(iteration, RATE, ADAM);
            }
            assertThat(last).isLessThan(0.9 * first);
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = TrainableProbe.Kind.class,
            // the authors' start is a little noise beside the base model
            mode = EnumSource.Mode.EXCLUDE,
            names = "SIGMOID_GAINS")
    void theStartIsTheBaseModelToTheBit(TrainableProbe.Kind kind) {
        TrainableProbe.with(temp, kind, MatrixSelection.ALL, probe -> {
            assertThat(logits(probe))
                    .isDeepEqualTo(probe.model().logits(probe.model().baseWeights(), TEXT));
            assertThat(probe.trainable().maxChange()).isZero();
        });
    }

    @ParameterizedTest
    @EnumSource(TrainableProbe.Kind.class)
    void whatIsExportedDoesToTheModelWhatWasTrained(TrainableProbe.Kind kind) {
        TrainableProbe.with(temp, kind, MatrixSelection.ALL, probe -> {
            for (long iteration = 1; iteration <= 5; iteration++) {
                step(probe.trainable(), iteration);
            }
            assertThat(probe.trainable().maxChange()).isGreaterThan(0.01);
            float[][] trained = logits(probe);
            float[][] base = probe.model().logits(probe.model().baseWeights(), TEXT);
            assertThat(largestDifference(trained, base)).isGreaterThan(100 * FROM_FILE);
            assertThat(largestDifference(applied(probe, probe.trainable().adapter(PROVENANCE)), trained))
                    .isLessThan(FROM_FILE);
            assertThat(applied(probe, probe.trainable().neutral(PROVENANCE))).isDeepEqualTo(base);
        });
    }

    /** Logits under an adapter that went through its file; factored and folded are the same. */
    private float[][] applied(TrainableProbe probe, Adapter adapter) {
        Path path = temp.resolve("adapter-" + System.nanoTime());
        if (adapter instanceof AddedAdapter added) {
            PeftWriter.write(path, added);
        } else {
            ExpertFile.write(path, (org.t2workbench.core.svf.Expert) adapter);
        }
        Adapter read = Adapter.read(path);
        read.checkAgainst(new BaseModel.Target(
                new BaseModel("tiny", Optional.empty()), probe.model().matrices()));
        Mixture mixture = Mixture.offset(new Mixture.Share(read, Alpha.everywhere(1)));
        try (WeightAdapter weights = new WeightAdapter(probe.model(), probe.decomposition());
                AdaptedWeights folded = weights.fold(
                        mixture.adaptation(probe.model().matrices()), Progress.NONE, new CancellationToken());
                AdaptedWeights factored = weights.factor(
                        mixture.adaptation(probe.model().matrices()), Progress.NONE, new CancellationToken())) {
            WeightView view = folded.view();
            float[][] logits = probe.model().logits(view, TEXT);
            assertThat(largestDifference(probe.model().logits(factored.view(), TEXT), logits))
                    .isLessThan(FROM_FILE);
            return logits;
        }
    }

    private static double largestDifference(float[][] a, float[][] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                largest = Math.max(largest, Math.abs(a[i][j] - b[i][j]));
            }
        }
        return largest;
    }

    @ParameterizedTest
    @EnumSource(TrainableProbe.Kind.class)
    void trainingGoesOnFromAFileAsIfItHadNeverStopped(TrainableProbe.Kind kind) {
        TrainableProbe.with(temp, kind, MatrixSelection.MLP, probe -> {
            // files hold f32: both go on from the same file
            Path file = temp.resolve("state.safetensors");
            step(probe.trainable(), 1);
            step(probe.trainable(), 2);
            probe.trainable().save(file);
            probe.trainable().restore(file);
            step(probe.trainable(), 3);
            List<float[]> straight = parameters(probe);
            TrainableProbe.with(probe.model(), probe.decomposition(), kind, MatrixSelection.MLP, other -> {
                step(other.trainable(), 1);
                other.trainable().restore(file);
                step(other.trainable(), 3);
                List<float[]> resumed = parameters(other);
                for (int k = 0; k < straight.size(); k++) {
                    assertThat(resumed.get(k)).isEqualTo(straight.get(k));
                }
                assertThat(logits(other)).isDeepEqualTo(logits(probe));
            });
        });
    }

    @ParameterizedTest
    @EnumSource(TrainableProbe.Kind.class)
    void aGradientThatIsNoNumberIsToldAndChangesNothing(TrainableProbe.Kind kind) {
        TrainableProbe.with(temp, kind, MatrixSelection.ATTENTION_QV, probe -> {
            List<float[]> before = parameters(probe);
            probe.trainable().clearGradient(1);
            AnswerBatch batch = AnswerBatch.of(
                            TrainableProbe.answers(new Random(1)), new double[] {1, Double.NaN, 1}, 1000)
                    .get(0);
            assertThat(probe.trainable()
                            .addPolicyGradient(batch, null, 1, 0, Divergence.ADAPTED_BASE)
                            .loss())
                    .isNaN();
            assertThat(probe.trainable().step(1, RATE, ADAM)).isNaN();
            for (int k = 0; k < before.size(); k++) {
                assertThat(probe.get().apply(k)).isEqualTo(before.get(k));
            }
            assertThat(step(probe.trainable(), 2)).isFinite();
        });
    }

    @Test
    void theLargestRelativeChangeOfALowRankAdapterIsThatOfItsMatrices() {
        TrainableProbe.with(temp, TrainableProbe.Kind.LORA, MatrixSelection.ATTENTION_QV, probe -> {
            TrainableLora lora = (TrainableLora) probe.trainable();
            float[] b = new float[lora.b(0).length];
            b[0] = 2;
            lora.setB(0, b);
            // the change is s 2 in one row, times the first row of A: s = 5/3
            double squares = 0;
            float[] a = lora.a(0);
            for (int j = 0; j < lora.matrices().get(0).columns(); j++) {
                squares += a[j] * (double) a[j];
            }
            double norm = 0;
            for (double weight :
                    probe.model().weight(lora.matrices().get(0).name()).toDoubleArray()) {
                norm += weight * weight;
            }
            double expected = 10.0 / 3 * Math.sqrt(squares / norm);
            assertThat(lora.maxChange()).isCloseTo(expected, within(1e-6));
        });
    }

    @Test
    void aCheckpointOfOtherMatricesIsRefused() {
        TrainableProbe.with(temp, TrainableProbe.Kind.LORA, MatrixSelection.ATTENTION_QV, probe -> {
            Path file = temp.resolve("state.safetensors");
            probe.trainable().save(file);
            TrainableProbe.with(
                    probe.model(),
                    probe.decomposition(),
                    TrainableProbe.Kind.LORA,
                    MatrixSelection.MLP,
                    other -> assertThatExceptionOfType(InvalidInputException.class)
                            .isThrownBy(() -> other.trainable().restore(file)));
        });
    }

    @Test
    void aDivergenceThatCountsNeedsAReference() {
        TrainableProbe.with(temp, TrainableProbe.Kind.IA3, MatrixSelection.MLP, probe -> {
            AnswerBatch batch = AnswerBatch.of(TrainableProbe.answers(new Random(1)), ADVANTAGES, 1000)
                    .get(0);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> probe.trainable().addPolicyGradient(batch, null, 1, 0.1, Divergence.ADAPTED_BASE));
        });
    }
}
