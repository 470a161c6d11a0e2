package org.t2workbench.app.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.spectrum.RandomEdge;
import org.t2workbench.core.spectrum.SpectrumMetrics;

/** Metrics and curves of one model's spectra, each metric computed once. Compute thread only. */
final class SpectrumReader {

    private final AdaptedModel adapted;
    private final Map<String, SpectrumMetrics> known = new HashMap<>();

    SpectrumReader(AdaptedModel adapted) {
        this.adapted = adapted;
    }

    List<MatrixMetrics> metrics(Map<String, float[]> gains, Progress progress, CancellationToken token) {
        List<MatrixInfo> matrices = adapted.model().matrices();
        List<MatrixMetrics> all = new ArrayList<>();
        for (MatrixInfo matrix : matrices) {
            token.throwIfCancelled();
            progress.report(matrix.name(), all.size(), matrices.size());
            all.add(new MatrixMetrics(OpenModel.summary(matrix), values(matrix, gains.get(matrix.name()))));
        }
        return all;
    }

    SpectrumCurves curves(String name, Map<String, float[]> gains) {
        MatrixInfo matrix = matrix(name);
        double[] sigma = adapted.decomposition().singularValues(name);
        float[] g = gains.get(name);
        List<Double> base = new ArrayList<>(sigma.length);
        List<Double> adapted = new ArrayList<>(sigma.length);
        for (int i = 0; i < sigma.length; i++) {
            base.add(sigma[i]);
            adapted.add(g == null ? sigma[i] : sigma[i] * g[i]);
        }
        double edge = of(matrix).randomEdge().map(RandomEdge::upper).orElse(Double.NaN);
        return new SpectrumCurves(OpenModel.summary(matrix), base, adapted, edge);
    }

    private MatrixInfo matrix(String name) {
        return adapted.model().matrices().stream()
                .filter(matrix -> matrix.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("The open model has no matrix " + name + "."));
    }

    private Map<SpectrumMetric, Double> values(MatrixInfo matrix, float @Nullable [] gains) {
        SpectrumMetrics metrics = of(matrix);
        double[] sigma = adapted.decomposition().singularValues(matrix.name());
        Map<SpectrumMetric, Double> values = new EnumMap<>(SpectrumMetric.class);
        put(values, SpectrumMetric.EFFECTIVE_RANK, metrics.effectiveRank());
        metrics.effectiveRank()
                .ifPresent(rank -> values.put(SpectrumMetric.EFFECTIVE_RANK_SHARE, rank / matrix.rank()));
        put(values, SpectrumMetric.STABLE_RANK, metrics.stableRank());
        values.put(SpectrumMetric.HARD_RANK, (double) metrics.hardRank());
        put(values, SpectrumMetric.PARTICIPATION_RATIO, metrics.participationRatio());
        metrics.powerLaw().ifPresent(law -> values.put(SpectrumMetric.POWER_LAW_ALPHA, law.alpha()));
        put(values, SpectrumMetric.MATRIX_ENTROPY, metrics.entropy());
        put(values, SpectrumMetric.CONDITION_NUMBER, metrics.condition());
        values.put(SpectrumMetric.LARGEST_SINGULAR_VALUE, sigma[0]);
        values.put(SpectrumMetric.RELATIVE_CHANGE, relativeChange(sigma, gains));
        values.put(SpectrumMetric.LARGEST_GAIN_CHANGE, largestChange(gains));
        return values;
    }

    private SpectrumMetrics of(MatrixInfo matrix) {
        return known.computeIfAbsent(
                matrix.name(),
                name -> SpectrumMetrics.of(
                        adapted.decomposition().singularValues(name), matrix.rows(), matrix.columns()));
    }

    /** ‖ΔW‖ / ‖W‖ in the Frobenius norm: U and V keep lengths, so it is that of σ ⊙ (g − 1) over σ. */
    private static double relativeChange(double[] sigma, float @Nullable [] gains) {
        if (gains == null) {
            return 0;
        }
        double change = 0;
        double whole = 0;
        for (int i = 0; i < sigma.length; i++) {
            double moved = sigma[i] * (gains[i] - 1.0);
            change += moved * moved;
            whole += sigma[i] * sigma[i];
        }
        return whole == 0 ? 0 : Math.sqrt(change / whole);
    }

    private static double largestChange(float @Nullable [] gains) {
        double largest = 0;
        if (gains != null) {
            for (float gain : gains) {
                largest = Math.max(largest, Math.abs(gain - 1.0));
            }
        }
        return largest;
    }

    private static void put(Map<SpectrumMetric, Double> values, SpectrumMetric metric, OptionalDouble value) {
        value.ifPresent(present -> values.put(metric, present));
    }
}
