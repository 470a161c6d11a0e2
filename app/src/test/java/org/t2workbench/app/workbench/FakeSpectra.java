package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;

/** Spectra from formulas, without an engine. */
public final class FakeSpectra implements SpectraSession {

    /** The requests of {@link #keep}, in order. */
    public final List<KeepRequest> kept = new CopyOnWriteArrayList<>();

    /** When set, {@link #keep} waits until it is cancelled or this is counted down. */
    public volatile @Nullable CountDownLatch gate;

    /** The edits that were saved, by file. */
    public final Map<Path, SpectrumEdit> edits = new ConcurrentHashMap<>();

    /** The name of a matrix whose singular values are all 0; empty for none. */
    public volatile String zeroMatrix = "";

    /** Why no metrics can be computed; empty when they can. */
    public volatile String unmeasurable = "";

    private final List<MatrixSummary> matrices;

    FakeSpectra(List<MatrixSummary> matrices) {
        this.matrices = matrices;
    }

    @Override
    public List<MatrixMetrics> metrics(MixtureSetting mixture, Progress progress, CancellationToken token) {
        if (!unmeasurable.isEmpty()) {
            throw new InvalidInputException(unmeasurable);
        }
        Random random = new Random(3);
        List<MatrixMetrics> all = new ArrayList<>();
        for (MatrixSummary matrix : matrices) {
            Map<SpectrumMetric, Double> values = new EnumMap<>(SpectrumMetric.class);
            double share = 0.4 + 0.55 * random.nextDouble();
            values.put(SpectrumMetric.EFFECTIVE_RANK_SHARE, share);
            values.put(SpectrumMetric.EFFECTIVE_RANK, share * matrix.rank());
            values.put(SpectrumMetric.STABLE_RANK, share * 20);
            values.put(SpectrumMetric.HARD_RANK, (double) matrix.rank());
            values.put(SpectrumMetric.PARTICIPATION_RATIO, share * 90);
            values.put(SpectrumMetric.POWER_LAW_ALPHA, 2 + share);
            values.put(SpectrumMetric.MATRIX_ENTROPY, share);
            values.put(SpectrumMetric.LARGEST_SINGULAR_VALUE, 3 * share);
            values.put(SpectrumMetric.RELATIVE_CHANGE, mixture.isNeutral() ? 0 : share / 20);
            values.put(SpectrumMetric.LARGEST_GAIN_CHANGE, mixture.isNeutral() ? 0 : share / 2);
            all.add(new MatrixMetrics(matrix, values));
        }
        return all;
    }

    @Override
    public SpectrumCurves spectrum(String name, MixtureSetting mixture) {
        MatrixSummary matrix = matrices.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<Double> base = new ArrayList<>();
        List<Double> adapted = new ArrayList<>();
        double alpha = mixture.alphas().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        for (int i = 0; i < matrix.rank(); i++) {
            double sigma = name.equals(zeroMatrix) ? 0 : 2.6 * Math.exp(-i / 68.0) + 0.003;
            base.add(sigma);
            adapted.add(sigma * (1 + 0.3 * alpha * Math.sin(i / 9.0) * Math.exp(-i / 80.0)));
        }
        return new SpectrumCurves(matrix, base, adapted, 0.52);
    }

    @Override
    public Map<SpectrumMetric, Double> shuffledMetrics(String matrix, CancellationToken token) {
        return Map.of(SpectrumMetric.RANDOM_DISTANCE, 0.2, SpectrumMetric.SHUFFLED_SOFT_RANK, 0.4);
    }

    @Override
    public SpectrumDensity density(String name) {
        SpectrumCurves curves = spectrum(name, MixtureSetting.NEUTRAL);
        if (name.equals(zeroMatrix)) {
            return new SpectrumDensity(curves.matrix(), List.of(), List.of(), List.of());
        }
        List<SpectrumDensity.Point> counted = new ArrayList<>();
        for (int i = curves.base().size() - 1; i >= 0; i -= 8) {
            double eigenvalue = curves.base().get(i) * curves.base().get(i);
            counted.add(new SpectrumDensity.Point(eigenvalue, 0.1 / eigenvalue));
        }
        return new SpectrumDensity(curves.matrix(), counted, counted.subList(10, 20), counted.subList(0, 10));
    }

    @Override
    public Optional<KeepTexts> keepTexts() {
        return Optional.of(new KeepTexts("Tom has 37 cards and loses 19. How many?", "37 - 19 = 18"));
    }

    @Override
    public KeepReport keep(KeepRequest request, Consumer<KeepReport> onReport, CancellationToken token) {
        kept.add(request);
        double share = Math.max(0, request.last() - request.first() + 1.0)
                / request.matrix().rank();
        onReport.accept(new KeepReport("Tom", 3.4 / Math.max(0.01, share), 3.4));
        CountDownLatch closed = gate;
        while (closed != null && closed.getCount() > 0) {
            token.throwIfCancelled();
            FakeSession.pause(2);
        }
        return new KeepReport("Tom has 18 cards.", 3.4 / Math.max(0.01, share), 3.4);
    }

    @Override
    public void saveEdit(SpectrumEdit edit, String name, Path file) {
        edits.put(file, edit);
    }
}
