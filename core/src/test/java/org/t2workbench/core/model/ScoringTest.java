package org.t2workbench.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;

class ScoringTest {

    private static final int[] TEXT = {1, 17, 4, 33, 58, 9, 21, 40, 3, 12, 50};

    private ComputeEngine engine;
    private LanguageModel model;
    private Scoring scoring;
    private NDManager scope;
    private WeightView folded;
    private WeightView factored;

    @BeforeEach
    void open() {
        engine = ComputeEngine.start(1, "cpu");
        model = Golden.open(engine, "untied", Dtype.F32);
        scoring = new Scoring(model);
        scope = engine.newScope();
        adapt();
    }

    /** Two matrices with a rank-2 addition, once as new weights and once as adapters. */
    private void adapt() {
        Tensors tensors = new Tensors(engine);
        Random random = new Random(5);
        List<NDArray> weights = new ArrayList<>();
        for (int i = 0; i < model.baseWeights().weights().size(); i++) {
            weights.add(model.baseWeights().weights().get(i));
        }
        List<NDArray> u = new ArrayList<>();
        List<NDArray> d = new ArrayList<>();
        List<NDArray> vt = new ArrayList<>();
        for (MatrixInfo matrix : model.matrices()) {
            boolean adapted = matrix.adapterIndex() == 3 || matrix.adapterIndex() == 13;
            int rank = adapted ? 2 : 0;
            float[] left = gaussian(random, matrix.rows() * rank);
            float[] factor = gaussian(random, rank);
            float[] right = gaussian(random, rank * matrix.columns());
            u.add(tensors.of(scope, Dtype.F32, left, matrix.rows(), rank));
            d.add(tensors.of(scope, Dtype.F32, factor, rank));
            vt.add(tensors.of(scope, Dtype.F32, right, rank, matrix.columns()));
            if (adapted) {
                float[] w = tensors.toFloats(model.weight(matrix.name()));
                for (int row = 0; row < matrix.rows(); row++) {
                    for (int column = 0; column < matrix.columns(); column++) {
                        for (int k = 0; k < rank; k++) {
                            w[row * matrix.columns() + column] +=
                                    left[row * rank + k] * factor[k] * right[k * matrix.columns() + column];
                        }
                    }
                }
                weights.set(matrix.weightIndex(), tensors.of(scope, Dtype.F32, w, matrix.rows(), matrix.columns()));
            }
        }
        folded = WeightView.plain(new TensorList(weights));
        factored = model.baseWeights().with(new TensorList(u), new TensorList(d), new TensorList(vt));
    }

    private static float[] gaussian(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * 0.3f;
        }
        return values;
    }

    @AfterEach
    void close() {
        folded.weights().close();
        factored.u().close();
        factored.d().close();
        factored.vt().close();
        scope.close();
        model.close();
        engine.close();
    }

    @Test
    void foldedAndFactoredAdaptationsAreOneModel() {
        float[][] base = model.logits(model.baseWeights(), TEXT);
        float[][] first = model.logits(folded, TEXT);
        float[][] second = model.logits(factored, TEXT);
        double difference = 0;
        for (int t = 0; t < TEXT.length; t++) {
            for (int i = 0; i < base[t].length; i++) {
                assertThat(second[t][i]).isEqualTo(first[t][i], within(Golden.F32_TOLERANCE));
                difference = Math.max(difference, Math.abs(first[t][i] - base[t][i]));
            }
        }
        assertThat(difference).isGreaterThan(0.1);
    }

    @Test
    void scoresAreTheLogarithmsOfTheLogitsSoftmax() {
        List<Scoring.Place> places = scoring.score(factored, TEXT, 4);
        double[][] expected = logProbabilities(factored);
        assertThat(places).hasSize(TEXT.length);
        for (int t = 0; t < TEXT.length; t++) {
            double own = t + 1 < TEXT.length ? expected[t][TEXT[t + 1]] : 0;
            assertThat(places.get(t).logProbability()).isEqualTo(own, within((double) Golden.F32_TOLERANCE));
            assertThat(places.get(t).next()).hasSize(4);
            double before = 0;
            for (TokenProbability next : places.get(t).next()) {
                assertThat(next.logProbability())
                        .isEqualTo(expected[t][next.id()], within((double) Golden.F32_TOLERANCE))
                        .isLessThanOrEqualTo(before);
                before = next.logProbability();
            }
        }
        assertThat(scoring.next(factored, TEXT, 4).get(0).id())
                .isEqualTo(places.get(TEXT.length - 1).next().get(0).id());
        assertThat(scoring.next(factored, TEXT, 1000)).hasSize(61);
    }

    @Test
    void divergenceIsTheSumOverTheVocabularyAndZeroAgainstItself() {
        assertThat(scoring.divergence(model.baseWeights(), model.baseWeights(), TEXT))
                .containsOnly(0.0);
        double[][] p = logProbabilities(model.baseWeights());
        double[][] q = logProbabilities(folded);
        double[] divergence = scoring.divergence(model.baseWeights(), folded, TEXT);
        assertThat(divergence).hasSize(TEXT.length);
        for (int t = 0; t < TEXT.length; t++) {
            double sum = 0;
            for (int i = 0; i < p[t].length; i++) {
                sum += Math.exp(p[t][i]) * (p[t][i] - q[t][i]);
            }
            assertThat(divergence[t]).isEqualTo(sum, within((double) Golden.F32_TOLERANCE));
        }
    }

    private double[][] logProbabilities(WeightView view) {
        float[][] logits = model.logits(view, TEXT);
        double[][] result = new double[logits.length][logits[0].length];
        for (int t = 0; t < logits.length; t++) {
            double sum = 0;
            for (float logit : logits[t]) {
                sum += Math.exp(logit);
            }
            for (int i = 0; i < logits[t].length; i++) {
                result[t][i] = logits[t][i] - Math.log(sum);
            }
        }
        return result;
    }
}
