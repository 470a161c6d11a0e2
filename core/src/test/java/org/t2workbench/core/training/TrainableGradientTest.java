package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.t2workbench.core.kernel.Dtype;

class TrainableGradientTest {

    /** Central differences in f64. */
    private static final double STEP = 1e-4;

    private static final double RELATIVE = 1e-4;

    private static final int EVERY = 4;

    private static final double ROUNDING_F32 = 1e-5;

    /** Eight bits of mantissa, through two layers forth and back. */
    private static final double ROUNDING_BF16 = 0.1;

    private static final double[] ADVANTAGES = {1, -1, 0.4};

    @TempDir
    Path temp;

    /** What the gradient is taken of: the policy gradient with a divergence of some weight, or the next-token loss. */
    record Loss(boolean nextToken, double coefficient, Divergence divergence, boolean referred) {

        static List<Loss> all() {
            return Stream.concat(
                            Stream.of(
                                    new Loss(true, 0, Divergence.ADAPTED_BASE, false),
                                    new Loss(false, 0, Divergence.ADAPTED_BASE, false),
                                    new Loss(false, 0, Divergence.ADAPTED_BASE, true)),
                            Stream.of(Divergence.values()).map(divergence -> new Loss(false, 0.7, divergence, true)))
                    .toList();
        }

        /** Per answer, with its gradient left in the trainable. */
        double of(Trainable trainable, List<TaskAnswer> answers, int budget) {
            trainable.clearGradient(1);
            double loss = 0;
            double scale = 1.0 / answers.size();
            for (AnswerBatch batch : AnswerBatch.of(answers, ADVANTAGES, budget)) {
                if (nextToken) {
                    loss += trainable.addNextTokenGradient(batch, scale);
                } else if (!referred) {
                    loss += trainable
                            .addPolicyGradient(batch, null, scale, 0, divergence)
                            .loss();
                } else {
                    try (Reference reference = trainable.reference(batch)) {
                        loss += trainable
                                .addPolicyGradient(batch, reference, scale, coefficient, divergence)
                                .loss();
                    }
                }
            }
            return loss * scale;
        }
    }

    @ParameterizedTest
    @EnumSource(TrainableProbe.Kind.class)
    void theGradientAgreesWithFiniteDifferencesForEveryLossAndSelection(TrainableProbe.Kind kind) {
        for (MatrixSelection selection : MatrixSelection.values()) {
            TrainableProbe.with(temp.resolve(selection.label()), kind, selection, probe -> {
                Random random = new Random(9);
                List<TaskAnswer> answers = TrainableProbe.answers(random);
                probe.scatter(random);
                for (Loss loss : Loss.all()) {
                    compare(probe, loss, answers, random);
                }
            });
        }
    }

    static void compare(TrainableProbe probe, Loss loss, List<TaskAnswer> answers, Random random) {
        loss.of(probe.trainable(), answers, 1000);
        List<double[]> gradient = probe.gradient().get();
        double scale = gradient.stream()
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElseThrow();
        assertThat(scale).isGreaterThan(1e-3);
        // some of the tensors for each loss, all of them over the losses
        for (int i = random.nextInt(EVERY); i < probe.count(); i += EVERY) {
            int k = i;
            float[] values = probe.get().apply(k);
            int at = random.nextInt(values.length);
            float kept = values[at];
            float above = (float) (kept + STEP);
            float below = (float) (kept - STEP);
            values[at] = above;
            probe.set().accept(k, values);
            double lossAbove = loss.of(probe.trainable(), answers, 1000);
            values[at] = below;
            probe.set().accept(k, values);
            double lossBelow = loss.of(probe.trainable(), answers, 1000);
            values[at] = kept;
            probe.set().accept(k, values);
            double difference = (lossAbove - lossBelow) / ((double) above - below);
            assertThat(gradient.get(k)[at])
                    .as(loss + ", tensor " + k + "[" + at + "]")
                    .isCloseTo(difference, within(RELATIVE * scale));
        }
    }

    @ParameterizedTest
    @EnumSource(TrainableProbe.Kind.class)
    void layersComputedTwiceGiveTheSameGradientToTheBit(TrainableProbe.Kind kind) {
        TrainableProbe.with(temp, kind, MatrixSelection.ALL, probe -> {
            Random random = new Random(5);
            List<TaskAnswer> answers = TrainableProbe.answers(random);
            probe.scatter(random);
            Loss loss = new Loss(false, 0.7, Divergence.ADAPTED_BASE, true);
            List<List<double[]>> found = new ArrayList<>();
            for (int span : new int[] {probe.model().config().layers(), 1}) {
                probe.pass().setSpan(span);
                loss.of(probe.trainable(), answers, 1000);
                found.add(probe.gradient().get());
            }
            for (int k = 0; k < probe.count(); k++) {
                assertThat(found.get(1).get(k)).isEqualTo(found.get(0).get(k));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = TrainableProbe.Kind.class,
            // every pass drops inputs of its own
            mode = EnumSource.Mode.EXCLUDE,
            names = "LORA_WITH_DROPOUT")
    void theGradientDoesNotDependOnHowAnswersAreSplitIntoPasses(TrainableProbe.Kind kind) {
        TrainableProbe.with(temp, kind, MatrixSelection.ALL, probe -> {
            Random random = new Random(2);
            List<TaskAnswer> answers = TrainableProbe.answers(random);
            probe.scatter(random);
            Loss loss = new Loss(false, 0.7, Divergence.BASE_ADAPTED, true);
            loss.of(probe.trainable(), answers, 1000);
            List<double[]> together = probe.gradient().get();
            loss.of(probe.trainable(), answers, 1);
            List<double[]> apart = probe.gradient().get();
            for (int k = 0; k < probe.count(); k++) {
                assertThat(apart.get(k)).containsExactly(together.get(k), within(1e-12));
            }
        });
    }

    @ParameterizedTest
    @EnumSource(TrainableProbe.Kind.class)
    void narrowerTypesGiveTheSameGradientUpToTheirRounding(TrainableProbe.Kind kind) {
        List<double[]> exact = new ArrayList<>();
        for (Dtype dtype : List.of(Dtype.F64, Dtype.F32, Dtype.BF16)) {
            TrainableProbe.with(temp.resolve(dtype.label()), dtype, kind, MatrixSelection.ALL, probe -> {
                Random random = new Random(5);
                List<TaskAnswer> answers = TrainableProbe.answers(random);
                probe.scatter(random);
                new Loss(false, 0.7, Divergence.ADAPTED_BASE, true).of(probe.trainable(), answers, 1000);
                double[] all = probe.gradient().get().stream()
                        .flatMapToDouble(Arrays::stream)
                        .toArray();
                exact.add(all);
                assertThat(distance(all, exact.get(0)))
                        .as(dtype.label())
                        .isLessThanOrEqualTo(dtype == Dtype.BF16 ? ROUNDING_BF16 : ROUNDING_F32);
            });
        }
    }

    /** ‖a − b‖ / ‖b‖ */
    private static double distance(double[] a, double[] b) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < a.length; i++) {
            difference += (a[i] - b[i]) * (a[i] - b[i]);
            size += b[i] * b[i];
        }
        return Math.sqrt(difference / size);
    }

    @Test
    void dropoutDependsOnTheIterationAndOnNothingElse() {
        TrainableProbe.with(temp, TrainableProbe.Kind.LORA_WITH_DROPOUT, MatrixSelection.ALL, probe -> {
            Random random = new Random(2);
            AnswerBatch batch = AnswerBatch.of(TrainableProbe.answers(random), ADVANTAGES, 1000)
                    .get(0);
            probe.scatter(random);
            List<Double> losses = new ArrayList<>();
            for (long iteration : new long[] {1, 2, 1}) {
                probe.trainable().clearGradient(iteration);
                losses.add(probe.trainable().addNextTokenGradient(batch, 1));
            }
            assertThat(losses.get(2)).isEqualTo(losses.get(0));
            assertThat(losses.get(1)).isNotEqualTo(losses.get(0));
        });
    }
}
