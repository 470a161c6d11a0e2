package org.t2workbench.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;

/** Steps of one position, which have kernels of their own, against the same text read as a whole. */
class DecodingStateTest {

    /** Shares of the largest logit: f32's rounding over the layers; of bf16's 8 bits a few. */
    private static final double F32_SHARE = 2e-5;

    private static final double BF16_SHARE = 0.05;

    private static final int STEPS = 5;

    @ParameterizedTest
    @MethodSource("org.t2workbench.core.model.ArchitectureGolden#names")
    void stepsGiveTheProbabilitiesOfTheWholeText(String name) {
        int[] text = ArchitectureGolden.read(name).prompts().get(3);
        for (Dtype dtype : List.of(Dtype.F32, Dtype.BF16)) {
            try (ComputeEngine engine = ComputeEngine.start(1, "cpu");
                    LanguageModel model = ArchitectureGolden.open(engine, name, dtype)) {
                float[][] whole = model.logits(model.baseWeights(), text);
                double largest = 0;
                double difference = 0;
                int known = text.length - STEPS;
                CancellationToken token = new CancellationToken();
                TokenSampler sampler = new TokenSampler(
                        model.kernel(), Sampling.greedy(), 1.0, model.config().vocabularySize(), 1);
                try (DecodingState state =
                                new DecodingState(model, model.baseWeights(), List.of(Arrays.copyOf(text, known)));
                        NDManager call = engine.newScope()) {
                    state.readPrompts(call, token);
                    for (int t = known; t < text.length; t++) {
                        double[] row = state.readTokens(new long[] {text[t]}, sampler, new int[] {0}, token)[0];
                        double[] expected = logProbabilities(whole[t]);
                        for (TokenProbability step : TokenSampler.probabilities(row, 2)) {
                            largest = Math.max(largest, Math.abs(whole[t][step.id()]));
                            difference = Math.max(difference, Math.abs(expected[step.id()] - step.logProbability()));
                        }
                    }
                }
                assertThat(difference / largest)
                        .as(name + " in " + dtype)
                        .isLessThan(dtype == Dtype.F32 ? F32_SHARE : BF16_SHARE);
            }
        }
    }

    private static double[] logProbabilities(float[] logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        double[] found = new double[logits.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = logits[i] - Math.log(sum);
        }
        return found;
    }
}
