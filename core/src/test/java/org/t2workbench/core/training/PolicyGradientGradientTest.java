package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.Parametrisation;
import org.t2workbench.core.task.Grade;
import org.t2workbench.core.task.TaskItem;

class PolicyGradientGradientTest {

    /** Central differences in f64. */
    private static final double STEP = 1e-4;

    private static final double RELATIVE = 1e-4;

    private static final double[] ADVANTAGES = {1, -1, 0.4};

    @TempDir
    Path temp;

    static Stream<Arguments> forms() {
        return Stream.of(Parametrisation.values())
                .flatMap(parametrisation ->
                        Stream.of(Divergence.values()).map(divergence -> Arguments.of(parametrisation, divergence)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theGradientAgreesWithFiniteDifferencesInEveryForm(Parametrisation parametrisation, Divergence divergence) {
        withGains(parametrisation, gains -> {
            Random random = new Random(9);
            List<TaskAnswer> answers = List.of(answer(random, 4, 5), answer(random, 2, 3), answer(random, 3, 1));
            List<float[]> raw = new ArrayList<>(gains.raw().values());
            // away from the start, where KL and its gradient are 0
            for (int k = 0; k < raw.size(); k++) {
                for (int i = 0; i < raw.get(k).length; i++) {
                    raw.get(k)[i] += (float) (0.3 * random.nextGaussian());
                }
                gains.setRaw(k, raw.get(k));
            }
            loss(gains, answers, divergence);
            List<double[]> gradient = gains.gradient();
            double scale = gradient.stream()
                    .flatMapToDouble(java.util.Arrays::stream)
                    .map(Math::abs)
                    .max()
                    .orElseThrow();
            assertThat(scale).isGreaterThan(1e-3);
            for (int k = 0; k < raw.size(); k++) {
                int at = random.nextInt(raw.get(k).length);
                float kept = raw.get(k)[at];
                float above = (float) (kept + STEP);
                float below = (float) (kept - STEP);
                raw.get(k)[at] = above;
                gains.setRaw(k, raw.get(k));
                double lossAbove = loss(gains, answers, divergence);
                raw.get(k)[at] = below;
                gains.setRaw(k, raw.get(k));
                double lossBelow = loss(gains, answers, divergence);
                raw.get(k)[at] = kept;
                gains.setRaw(k, raw.get(k));
                double difference = (lossAbove - lossBelow) / ((double) above - below);
                assertThat(gradient.get(k)[at])
                        .as(gains.matrices().get(k).name() + "[" + at + "]")
                        .isCloseTo(difference, within(RELATIVE * scale));
            }
        });
    }

    @Test
    void theGradientDoesNotDependOnHowAnswersAreSplitIntoPasses() {
        withGains(Parametrisation.DIRECT, gains -> {
            Random random = new Random(2);
            List<TaskAnswer> answers = List.of(answer(random, 4, 5), answer(random, 2, 3), answer(random, 3, 1));
            loss(gains, answers, Divergence.ADAPTED_BASE, 1000);
            List<double[]> together = gains.gradient();
            loss(gains, answers, Divergence.ADAPTED_BASE, 1);
            List<double[]> apart = gains.gradient();
            for (int k = 0; k < together.size(); k++) {
                assertThat(apart.get(k)).containsExactly(together.get(k), within(1e-12));
            }
        });
    }

    @Test
    void atTheStartTheAdaptedModelIsTheBaseModelAndTheDivergenceIsNothing() {
        withGains(Parametrisation.DIRECT, gains -> {
            List<TaskAnswer> answers = List.of(answer(new Random(1), 3, 4));
            gains.clearGradient(1);
            AnswerBatch batch = AnswerBatch.of(answers, new double[] {1}, 1000).get(0);
            Objective objective;
            try (Reference reference = gains.reference(batch)) {
                objective = gains.addPolicyGradient(batch, reference, 1, 0.5, Divergence.ADAPTED_BASE);
            }
            assertThat(objective.divergence()).isZero();
            assertThat(gains.gains().values())
                    .allSatisfy(values -> assertThat(values).containsOnly(1f));
        });
    }

    /** The loss per answer, with its gradient left in the gains. */
    private static double loss(TrainableGains gains, List<TaskAnswer> answers, Divergence divergence) {
        return loss(gains, answers, divergence, 1000);
    }

    private static double loss(TrainableGains gains, List<TaskAnswer> answers, Divergence divergence, int budget) {
        gains.clearGradient(1);
        double loss = 0;
        for (AnswerBatch batch : AnswerBatch.of(answers, ADVANTAGES, budget)) {
            try (Reference reference = gains.reference(batch)) {
                loss += gains.addPolicyGradient(batch, reference, 1.0 / answers.size(), 0.7, divergence)
                        .loss();
            }
        }
        return loss / answers.size();
    }

    private void withGains(Parametrisation parametrisation, java.util.function.Consumer<TrainableGains> body) {
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu")) {
            ModelFolder folder = ModelFolder.open(TinyModel.write(engine, temp.resolve("model")));
            try (LanguageModel model =
                            LanguageModel.open(engine, folder, Dtype.F64, Progress.NONE, new CancellationToken());
                    Decomposition decomposition = Decomposition.open(
                            engine, folder, Dtype.F64, new DecompositionStore(temp.resolve("store")));
                    TrainableGains gains = new TrainableGains(
                            model,
                            decomposition,
                            MatrixSelection.ALL.of(model.matrices()),
                            parametrisation,
                            Dtype.F64,
                            3)) {
                body.accept(gains);
            }
        }
    }

    private static TaskAnswer answer(Random random, int promptLength, int length) {
        int[] prompt = random.ints(promptLength, 0, TinyModel.VOCABULARY).toArray();
        int[] tokens = random.ints(length, 0, TinyModel.VOCABULARY).toArray();
        return new TaskAnswer(new TaskItem("", "", "", ""), prompt, tokens, true, "", Grade.NONE);
    }
}
