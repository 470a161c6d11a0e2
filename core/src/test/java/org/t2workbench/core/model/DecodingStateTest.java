package org.t2workbench.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.family.LlamaFamily;
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

    /** One text of these lengths has kernels of its own (columns.py), a batch of two has not; and the step after it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 64, 65, 127, 255, 256, 257})
    void aTextAloneGivesWhatItGivesInABatch(int length) {
        ModelConfig config = LlamaFamily.config(
                new LlamaFamily.Sizes(35, 51, 3, 6, 2, 10, 97, 300),
                1e-5,
                10_000,
                true,
                OptionalInt.empty(),
                List.of());
        int[] text = new SplittableRandom(length).ints(length + 1, 0, 97).toArray();
        int[] prompt = Arrays.copyOf(text, length);
        for (Dtype dtype : List.of(Dtype.F32, Dtype.BF16)) {
            try (ComputeEngine engine = ComputeEngine.start(2, "cpu");
                    LanguageModel model = LanguageModel.random(engine, "random", config, dtype, 3)) {
                double[][] alone = readAndStep(model, List.of(prompt), text[length]);
                double[][] twice = readAndStep(model, List.of(prompt, prompt), text[length]);
                double allowed = dtype == Dtype.F32 ? F32_SHARE : BF16_SHARE;
                for (int part = 0; part < 2; part++) {
                    double largest =
                            Arrays.stream(twice[part]).map(Math::abs).max().orElseThrow();
                    for (int i = 0; i < twice[part].length; i++) {
                        assertThat(alone[part][i])
                                .as(dtype + ", part " + part)
                                .isCloseTo(twice[part][i], within(allowed * largest));
                    }
                }
            }
        }
    }

    /** Logits of the first row after the prompts, then the log-probabilities by id after one more token. */
    private static double[][] readAndStep(LanguageModel model, List<int[]> prompts, int next) {
        CancellationToken token = new CancellationToken();
        int vocabulary = model.config().vocabularySize();
        int rows = prompts.size();
        TokenSampler sampler = new TokenSampler(model.kernel(), Sampling.greedy(), 1.0, vocabulary, rows);
        try (DecodingState state = new DecodingState(model, model.baseWeights(), prompts);
                NDManager call = model.engine().newScope()) {
            float[] logits = state.readPrompts(call, token).toFloatArray();
            double[] first = new double[vocabulary];
            for (int i = 0; i < vocabulary; i++) {
                first[i] = logits[i];
            }
            long[] ids = new long[rows];
            int[] answers = new int[rows];
            Arrays.fill(ids, next);
            Arrays.setAll(answers, row -> row);
            double[] second = new double[vocabulary];
            for (TokenProbability step :
                    TokenSampler.probabilities(state.readTokens(ids, sampler, answers, token)[0], 2)) {
                second[step.id()] = step.logProbability();
            }
            return new double[][] {first, second};
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
