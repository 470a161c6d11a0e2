package org.t2workbench.app.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.t2workbench.app.workbench.MatrixMetrics;
import org.t2workbench.app.workbench.SpectrumCurves;
import org.t2workbench.app.workbench.SpectrumDensity;
import org.t2workbench.app.workbench.SpectrumMetric;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.spectrum.EigenvalueDensity;
import org.t2workbench.core.spectrum.GainMetrics;
import org.t2workbench.core.spectrum.RandomEdge;
import org.t2workbench.core.spectrum.ShuffledSpectrum;
import org.t2workbench.core.spectrum.SpectrumFlag;
import org.t2workbench.core.spectrum.SpectrumMetrics;

/**
 * Metrics and curves of one model's spectra, each metric computed once. Compute thread only; what needs no tensors is
 * spread over the machine's processors.
 */
final class SpectrumReader {

    private final AdaptedModel adapted;
    private final Map<String, SpectrumMetrics> known = new ConcurrentHashMap<>();
    private final Map<String, Map<SpectrumMetric, Double>> shuffled = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();

    SpectrumReader(AdaptedModel adapted) {
        this.adapted = adapted;
    }

    List<MatrixMetrics> metrics(Map<String, float[]> gains, Progress progress, CancellationToken token) {
        List<MatrixInfo> matrices = adapted.model().matrices();
        Map<MatrixInfo, double[]> spectra = new LinkedHashMap<>();
        for (MatrixInfo matrix : matrices) {
            token.throwIfCancelled();
            progress.report(matrix.name(), spectra.size(), matrices.size());
            spectra.put(matrix, sigma(matrix));
        }
        return spectra.entrySet().parallelStream()
                .map(entry -> {
                    token.throwIfCancelled();
                    return metrics(
                            entry.getKey(),
                            entry.getValue(),
                            gains.get(entry.getKey().name()));
                })
                .toList();
    }

    /** Empty for a matrix that has none, for a reason that is then known. */
    private double[] sigma(MatrixInfo matrix) {
        if (problems.containsKey(matrix.name())) {
            return new double[0];
        }
        try {
            return adapted.decomposition().singularValues(matrix.name());
        } catch (InvalidInputException e) {
            problems.put(matrix.name(), String.valueOf(e.getMessage()));
            return new double[0];
        }
    }

    Map<SpectrumMetric, Double> shuffledMetrics(String name, CancellationToken token) {
        Map<SpectrumMetric, Double> before = shuffled.get(name);
        if (before != null) {
            return before;
        }
        Map<SpectrumMetric, Double> values = new EnumMap<>(SpectrumMetric.class);
        double[] sigma = sigma(matrix(name));
        if (sigma.length > 0) {
            ShuffledSpectrum.of(sigma, adapted.decomposition().shuffledValues(name, token))
                    .ifPresent(found -> {
                        values.put(SpectrumMetric.RANDOM_DISTANCE, found.distance());
                        values.put(SpectrumMetric.SHUFFLED_SOFT_RANK, found.softRank());
                    });
        }
        shuffled.put(name, values);
        return values;
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
        double edge = of(matrix, sigma).randomEdge().map(RandomEdge::upper).orElse(Double.NaN);
        return new SpectrumCurves(OpenModel.summary(matrix), base, adapted, edge);
    }

    SpectrumDensity density(String name) {
        MatrixInfo matrix = matrix(name);
        EigenvalueDensity density =
                EigenvalueDensity.of(adapted.decomposition().singularValues(name), matrix.rows(), matrix.columns());
        return new SpectrumDensity(
                OpenModel.summary(matrix), points(density.counted()), points(density.tail()), points(density.bulk()));
    }

    private static List<SpectrumDensity.Point> points(List<EigenvalueDensity.Point> points) {
        return points.stream()
                .map(point -> new SpectrumDensity.Point(point.eigenvalue(), point.density()))
                .toList();
    }

    private MatrixInfo matrix(String name) {
        return adapted.model().matrices().stream()
                .filter(matrix -> matrix.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("The open model has no matrix " + name + "."));
    }

    /** Any thread. */
    private MatrixMetrics metrics(MatrixInfo matrix, double[] sigma, float @Nullable [] gains) {
        if (sigma.length == 0) {
            return new MatrixMetrics(
                    OpenModel.summary(matrix), Map.of(), List.of(), problems.getOrDefault(matrix.name(), ""));
        }
        SpectrumMetrics metrics = of(matrix, sigma);
        Map<SpectrumMetric, Double> values = new EnumMap<>(SpectrumMetric.class);
        for (SpectrumMetric metric : SpectrumMetric.values()) {
            metric.engine()
                    .map(engine -> engine.of(metrics))
                    .orElse(OptionalDouble.empty())
                    .ifPresent(value -> values.put(metric, value));
        }
        metrics.effectiveRank()
                .ifPresent(rank -> values.put(SpectrumMetric.EFFECTIVE_RANK_SHARE, rank / matrix.rank()));
        GainMetrics changes = GainMetrics.of(sigma, gains);
        values.put(SpectrumMetric.LARGEST_GAIN_CHANGE, changes.largestChange());
        values.put(SpectrumMetric.RELATIVE_CHANGE, changes.relativeChange());
        values.put(SpectrumMetric.CHANGED_SHARE, changes.changedShare());
        List<String> notes =
                SpectrumFlag.of(metrics).stream().map(SpectrumFlag::meaning).toList();
        return new MatrixMetrics(OpenModel.summary(matrix), values, notes, "");
    }

    private SpectrumMetrics of(MatrixInfo matrix, double[] sigma) {
        return known.computeIfAbsent(matrix.name(), name -> SpectrumMetrics.of(sigma, matrix.rows(), matrix.columns()));
    }
}
