package org.t2workbench.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;

class TokenSamplerTest {

    private static final int[] ANSWERS = {0, 1, 2};

    /** No multiple of what a processor takes at once, and more than the candidates of a nucleus. */
    private static final int VOCABULARY = 2051;

    private ComputeEngine engine;
    private LanguageModel model;

    @BeforeEach
    void open() {
        engine = ComputeEngine.start(1, "cpu");
        model = Golden.open(engine, "tied", Dtype.F32);
    }

    @AfterEach
    void close() {
        model.close();
        engine.close();
    }

    /** Every branch of the choice. */
    static Stream<Sampling> samplings() {
        return Stream.of(
                Sampling.greedy(),
                Sampling.atTemperature(0.8, 1),
                new Sampling(0.8, 5, 1, 1),
                new Sampling(0.8, 0, 0.9, 1),
                // the nucleus is larger than its first candidates
                new Sampling(1000, 0, 0.9, 1),
                new Sampling(0.8, 50, 0.5, 1));
    }

    @ParameterizedTest
    @MethodSource("samplings")
    void theLogProbabilityIsNoNumberExactlyWhereTheLogitsRanOver(Sampling sampling) {
        double[] logits =
                new SplittableRandom(7).doubles(3L * VOCABULARY, -9, 9).toArray();
        for (double measure : new double[] {1, 0.8}) {
            for (boolean wide : new boolean[] {false, true}) {
                double[][] expected = choose(sampling, measure, logits, wide);
                assertThat(Arrays.asList(expected))
                        .allSatisfy(row -> assertThat(row[1]).isNegative());
                for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
                    for (int place : new int[] {0, 1000, VOCABULARY - 1}) {
                        double[] one = logits.clone();
                        one[VOCABULARY + place] = bad;
                        assertOnlyTheSecondRanOver(choose(sampling, measure, one, wide), expected);
                    }
                    assertOnlyTheSecondRanOver(choose(sampling, measure, filled(logits, bad), wide), expected);
                }
                assertOnlyTheSecondRanOver(
                        choose(sampling, measure, filled(logits, Double.NEGATIVE_INFINITY), wide), expected);
                // a token that is ruled out is an ordinary thing
                double[] ruledOut = logits.clone();
                Arrays.fill(ruledOut, VOCABULARY + 8, 2 * VOCABULARY, Double.NEGATIVE_INFINITY);
                double[] row = choose(sampling, measure, ruledOut, wide)[1];
                assertThat(row[0]).isBetween(0.0, 7.0);
                assertThat(row[1]).isBetween(-20.0, 0.0);
            }
        }
    }

    private static double[] filled(double[] logits, double value) {
        double[] filled = logits.clone();
        Arrays.fill(filled, VOCABULARY, 2 * VOCABULARY, value);
        return filled;
    }

    private static void assertOnlyTheSecondRanOver(double[][] rows, double[][] expected) {
        assertThat(rows[0]).isEqualTo(expected[0]);
        assertThat(rows[1][1]).isNaN();
        assertThat(rows[2]).isEqualTo(expected[2]);
    }

    private double[][] choose(Sampling sampling, double measure, double[] logits, boolean wide) {
        float[] narrow = new float[logits.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) logits[i];
        }
        Shape shape = new Shape(ANSWERS.length, VOCABULARY);
        TokenSampler sampler = new TokenSampler(model.kernel(), sampling, measure, 0, ANSWERS.length);
        try (NDManager call = engine.newScope()) {
            return sampler.choose(call, wide ? call.create(logits, shape) : call.create(narrow, shape), ANSWERS);
        }
    }
}
