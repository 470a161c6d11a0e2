package org.t2workbench.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;

class BatchGeneratorTest {

    private final CancellationToken token = new CancellationToken();
    private ComputeEngine engine;
    private LanguageModel model;
    private BatchGenerator generator;

    @BeforeEach
    void open() {
        engine = ComputeEngine.start(1, "cpu");
        model = Golden.open(engine, "untied", Dtype.F32);
        generator = new BatchGenerator(model);
    }

    @AfterEach
    void close() {
        model.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tied", "untied"})
    void promptsOfDifferentLengthsGetTheirGreedyAnswers(String name) {
        Golden golden = Golden.read(name);
        try (LanguageModel other = Golden.open(engine, name, Dtype.F32)) {
            List<Continuation> answers = new BatchGenerator(other)
                    .generate(
                            other.baseWeights(),
                            new BatchRequest(golden.prompts(), 50, Sampling.greedy(), Set.of()),
                            token);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).tokens()).isEqualTo(golden.greedy().get(i));
                assertThat(answers.get(i).finishReason()).isEqualTo(FinishReason.LENGTH);
            }
        }
    }

    @Test
    void answersThatEndEarlyLeaveTheOthersAsTheyAre() {
        List<int[]> prompts = randomPrompts(40, 1, 9);
        Set<Integer> stops = Set.of(3, 10, 28, 37);
        List<Continuation> together = greedy(prompts, 60, stops);
        assertThat(together.stream().map(Continuation::finishReason)).contains(FinishReason.STOP);
        for (int i = 0; i < prompts.size(); i++) {
            Continuation alone = greedy(List.of(prompts.get(i)), 60, stops).get(0);
            assertThat(together.get(i).tokens()).as("prompt %d", i).isEqualTo(alone.tokens());
            assertThat(together.get(i).finishReason()).isEqualTo(alone.finishReason());
        }
    }

    @Test
    void anAnswerWhoseNumbersRunOverEndsAllUnlessItHadEnded() {
        Golden golden = Golden.read("untied");
        int[] prompt = golden.prompts().get(0);
        int[] greedy = golden.greedy().get(0);
        int before = GeneratorTest.firstNewToken(prompt, greedy);
        int bad = greedy[before];
        List<int[]> prompts = List.of(new int[] {5, 6}, prompt);
        List<Continuation> short1 = greedy(prompts, before + 1, Set.of());
        model.weight("model.embed_tokens.weight").get(bad).muli(Float.POSITIVE_INFINITY);
        assertThatExceptionOfType(OverflowException.class)
                .isThrownBy(() -> greedy(prompts, 50, Set.of()))
                .withMessageContaining("at position " + (prompt.length + before + 1) + " ");
        // the token is written but not read
        assertThat(greedy(prompts, before + 1, Set.of()).get(1).tokens())
                .isEqualTo(short1.get(1).tokens());
        // one answer of six that has ended goes on idly beside the others
        List<int[]> six = new ArrayList<>(randomPrompts(40, 2, 9).stream()
                .filter(each -> Arrays.stream(each).noneMatch(id -> id == bad))
                .limit(5)
                .toList());
        six.add(prompt);
        List<Continuation> answers = greedy(six, before + 4, Set.of(bad));
        assertThat(answers.get(5).tokens()).hasSize(before + 1).endsWith(bad);
        assertThat(answers.get(5).finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void longPromptsReadInPartsGetTheSameAnswers() {
        // 300 rows are read 27 positions at a time
        List<int[]> prompts = randomPrompts(300, 20, 100);
        List<Continuation> together = greedy(prompts, 5, Set.of());
        List<int[]> equallyLong =
                prompts.stream().map(prompt -> Arrays.copyOf(prompt, 90)).toList();
        List<Continuation> unpadded = greedy(equallyLong, 5, Set.of());
        for (int i = 0; i < prompts.size(); i += 37) {
            assertThat(together.get(i).tokens())
                    .isEqualTo(
                            greedy(List.of(prompts.get(i)), 5, Set.of()).get(0).tokens());
            assertThat(unpadded.get(i).tokens())
                    .isEqualTo(greedy(List.of(equallyLong.get(i)), 5, Set.of())
                            .get(0)
                            .tokens());
        }
    }

    @Test
    void logProbabilitiesAreThoseOfTheTemperatureDrawnAt() {
        double temperature = 0.7;
        int[] prompt = {1, 17, 4, 33};
        Continuation answer = generator
                .generate(
                        model.baseWeights(),
                        new BatchRequest(
                                List.of(new int[] {5, 6}, prompt),
                                20,
                                Sampling.atTemperature(temperature, 9),
                                Set.of()),
                        token)
                .get(1);
        int[] whole = Arrays.copyOf(prompt, prompt.length + answer.tokens().length);
        System.arraycopy(answer.tokens(), 0, whole, prompt.length, answer.tokens().length);
        float[][] logits = model.logits(model.baseWeights(), whole);
        for (int i = 0; i < answer.tokens().length; i++) {
            double expected = logProbability(logits[prompt.length - 1 + i], answer.tokens()[i], temperature);
            // logits agree to the tolerance; dividing by the temperature and normalising doubles that
            assertThat(answer.logProbabilities()[i])
                    .isEqualTo(expected, within(2 * Golden.F32_TOLERANCE / temperature));
        }
    }

    @Test
    void anAnswerDoesNotDependOnItsNeighbours() {
        int[] prompt = {1, 17, 4, 33};
        Sampling sampling = Sampling.atTemperature(1, 3);
        int[] alone = sample(List.of(prompt), sampling).get(0).tokens();
        List<Continuation> many = sample(List.of(prompt, new int[] {44, 45}, prompt), sampling);
        assertThat(many.get(0).tokens()).isEqualTo(alone);
        assertThat(many.get(2).tokens()).isNotEqualTo(alone);
        assertThat(many).hasSameSizeAs(sample(List.of(prompt, new int[] {44, 45}, prompt), sampling));
    }

    @Test
    void drawsFollowTheDistributionAndItsRestrictions() {
        int[] prompt = {44, 45, 46, 7};
        float[][] logits = model.logits(model.baseWeights(), prompt);
        double[] p = softmax(logits[prompt.length - 1], 1.5);
        Integer[] order = new Integer[p.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(p[b], p[a]));

        assertFrequencies(restricted(p, order, p.length), draws(prompt, new Sampling(1.5, 0, 1, 5)));
        assertFrequencies(restricted(p, order, 3), draws(prompt, new Sampling(1.5, 3, 1, 6)));
        double topP = 0.6;
        int nucleus = 0;
        for (double mass = 0; mass < topP; nucleus++) {
            mass += p[order[nucleus]];
        }
        assertThat(nucleus).isBetween(2, p.length - 2);
        assertFrequencies(restricted(p, order, nucleus), draws(prompt, new Sampling(1.5, 0, topP, 7)));
        assertFrequencies(restricted(p, order, 1), draws(prompt, new Sampling(1.5, 0, 1e-9, 8)));
    }

    /** The share of each token among 3000 first tokens. */
    private double[] draws(int[] prompt, Sampling sampling) {
        double[] share = new double[model.config().vocabularySize()];
        List<int[]> prompts = Collections.nCopies(3000, prompt);
        for (Continuation answer :
                generator.generate(model.baseWeights(), new BatchRequest(prompts, 1, sampling, Set.of()), token)) {
            share[answer.tokens()[0]] += 1.0 / prompts.size();
        }
        return share;
    }

    private static double[] restricted(double[] p, Integer[] order, int count) {
        double[] kept = new double[p.length];
        double mass = 0;
        for (int i = 0; i < count; i++) {
            mass += p[order[i]];
        }
        for (int i = 0; i < count; i++) {
            kept[order[i]] = p[order[i]] / mass;
        }
        return kept;
    }

    private static void assertFrequencies(double[] expected, double[] share) {
        for (int i = 0; i < share.length; i++) {
            // four standard errors of a share of 3000; what has no probability is never drawn
            double error = 4 * Math.sqrt(expected[i] * (1 - expected[i]) / 3000) + (expected[i] > 0 ? 1.0 / 3000 : 0);
            assertThat(share[i]).as("token %d", i).isEqualTo(expected[i], within(error + 1e-9));
        }
    }

    @Test
    void aFullContextEndsTheAnswer() {
        List<Continuation> answers = greedy(List.of(new int[128], new int[125], new int[] {1, 2}), 5, Set.of());
        assertThat(answers.get(0).tokens()).isEmpty();
        assertThat(answers.get(0).finishReason()).isEqualTo(FinishReason.CONTEXT);
        assertThat(answers.get(1).tokens()).hasSize(3);
        assertThat(answers.get(1).finishReason()).isEqualTo(FinishReason.CONTEXT);
        assertThat(answers.get(2).tokens())
                .isEqualTo(greedy(List.of(new int[] {1, 2}), 5, Set.of()).get(0).tokens());
    }

    @Test
    void aCancelledBatchIsLeft() {
        token.cancel();
        assertThatExceptionOfType(CancelledException.class)
                .isThrownBy(() -> greedy(List.of(new int[] {1}), 5, Set.of()));
    }

    private List<Continuation> greedy(List<int[]> prompts, int maxTokens, Set<Integer> stops) {
        return generator.generate(
                model.baseWeights(), new BatchRequest(prompts, maxTokens, Sampling.greedy(), stops), token);
    }

    private List<Continuation> sample(List<int[]> prompts, Sampling sampling) {
        return generator.generate(model.baseWeights(), new BatchRequest(prompts, 30, sampling, Set.of()), token);
    }

    private static List<int[]> randomPrompts(int count, int shortest, int longest) {
        Random random = new Random(1);
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = shortest + random.nextInt(longest - shortest + 1);
            prompts.add(random.ints(length, 0, 61).toArray());
        }
        return prompts;
    }

    private static double logProbability(float[] logits, int token, double temperature) {
        return Math.log(softmax(logits, temperature)[token]);
    }

    private static double[] softmax(float[] logits, double temperature) {
        double[] p = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(logits[i] / temperature);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return p;
    }
}
