package org.t2workbench.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;

class NextTokenGradientTest {

    /** Central differences in f64 with a step of 1e-5: their own error is about 1e-10 of the loss. */
    private static final double STEP = 1e-5;

    private static final double RELATIVE = 1e-6;

    private static final int PLACES_PER_TENSOR = 3;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theGradientOfEveryWeightAgreesWithFiniteDifferences(boolean tied) {
        ModelConfig config = TinyModel.config(tied);
        Random random = new Random(11);
        TokenBatch batch = new TokenBatch(
                List.of(sequence(random, 7), sequence(random, 4), sequence(random, 6)), config.vocabularySize() - 1);
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                TrainableWeights weights = new TrainableWeights(engine, config, Dtype.F64)) {
            float[][] values = new float[weights.names().size()][];
            for (int i = 0; i < values.length; i++) {
                values[i] = randomWeights(random, weights.shape(i));
                weights.set(i, values[i]);
            }
            List<double[]> gradient = weights.gradient(batch);
            for (int i = 0; i < values.length; i++) {
                double[] analytic = gradient.get(i + 1);
                double scale = 0;
                for (double g : analytic) {
                    scale = Math.max(scale, Math.abs(g));
                }
                for (int place = 0; place < PLACES_PER_TENSOR; place++) {
                    int at = random.nextInt(values[i].length);
                    float kept = values[i][at];
                    float above = (float) (kept + STEP);
                    float below = (float) (kept - STEP);
                    values[i][at] = above;
                    weights.set(i, values[i]);
                    double lossAbove = weights.gradient(batch).get(0)[0];
                    values[i][at] = below;
                    weights.set(i, values[i]);
                    double lossBelow = weights.gradient(batch).get(0)[0];
                    values[i][at] = kept;
                    weights.set(i, values[i]);
                    double difference = (lossAbove - lossBelow) / ((double) above - below);
                    assertThat(analytic[at])
                            .as(weights.names().get(i) + "[" + at + "]")
                            .isCloseTo(difference, within(RELATIVE * Math.max(scale, 1e-3)));
                }
            }
        }
    }

    @Test
    void paddingAndTargetsWithoutAShareDoNotCount() {
        ModelConfig config = TinyModel.config(true);
        Random random = new Random(5);
        TokenBatch.Sequence shorter = sequence(random, 5);
        TokenBatch.Sequence silent = new TokenBatch.Sequence(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, new float[8]);
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                TrainableWeights weights = new TrainableWeights(engine, config, Dtype.F64)) {
            weights.initialise(3, 0.3);
            double alone = weights.gradient(new TokenBatch(List.of(shorter), 0)).get(0)[0];
            double padded = weights.gradient(new TokenBatch(List.of(shorter, silent), 9))
                    .get(0)[0];
            assertThat(padded).isCloseTo(alone, within(1e-12));
        }
    }

    @Test
    void oneStepLowersTheLossOnItsOwnBatch() {
        ModelConfig config = TinyModel.config(true);
        Random random = new Random(7);
        TokenBatch batch = new TokenBatch(List.of(sequence(random, 9), sequence(random, 9)), 0);
        AdamWSettings settings = new AdamWSettings(0.9, 0.95, 1e-8, 0.05, 1.0);
        try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                TrainableWeights weights = new TrainableWeights(engine, config, Dtype.F32)) {
            weights.initialise(3, 0.02);
            double before = weights.step(batch, 1, 1e-2, settings).loss();
            double after = weights.step(batch, 2, 1e-2, settings).loss();
            // untrained: every token of the vocabulary is as likely as any other
            assertThat(before).isCloseTo(Math.log(config.vocabularySize()), within(0.05));
            assertThat(after).isLessThan(before - 0.1);
        }
    }

    private static TokenBatch.Sequence sequence(Random random, int length) {
        int[] ids = new int[length];
        float[] shares = new float[length];
        for (int i = 0; i < length; i++) {
            ids[i] = random.nextInt(TinyModel.VOCABULARY);
            shares[i] = random.nextFloat();
        }
        return new TokenBatch.Sequence(ids, shares);
    }

    private static float[] randomWeights(Random random, long[] shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) ((shape.length == 1 ? 1 : 0) + 0.3 * random.nextGaussian());
        }
        return values;
    }
}
