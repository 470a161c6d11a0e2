package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.spectrum.GainGram;
import org.t2workbench.core.spectrum.GainHistogram;
import org.t2workbench.core.spectrum.GainMetrics;
import org.t2workbench.core.spectrum.GainVector;
import org.t2workbench.core.svf.Effect;
import org.t2workbench.core.svf.EffectCheck;

/** Gains that hang on the expert's name alone, without an engine. */
public final class FakeInspection implements InspectionSession {

    /** When set, {@link #trajectory} waits for it, so that a test can cancel a running job. */
    public volatile @Nullable CountDownLatch gate;

    /** What was made, by file. */
    public final Map<Path, ExpertCombination> made = new ConcurrentHashMap<>();

    /** How often an effect was measured. */
    public final AtomicInteger certificates = new AtomicInteger();

    /** Whether the self-test finds something. */
    public volatile boolean broken;

    private final List<MatrixSummary> matrices;

    FakeInspection(List<MatrixSummary> matrices) {
        this.matrices = matrices;
    }

    private static float[] gains(String expert, MatrixSummary matrix) {
        float[] gains = new float[matrix.rank()];
        double phase = expert.hashCode() % 7;
        for (int i = 0; i < gains.length; i++) {
            gains[i] = (float) (1 + 0.3 * Math.sin(i / 9.0 + phase + matrix.layer()) * Math.exp(-i / 80.0));
        }
        if (expert.equals("neutral")) {
            Arrays.fill(gains, 1);
        }
        return gains;
    }

    @Override
    public ExpertGains gains(String expert) {
        if (expert.contains("lora")) {
            throw new InvalidInputException("The adapter lora has no gains to look at.");
        }
        List<ExpertGains.Row> rows = new ArrayList<>();
        for (MatrixSummary matrix : matrices) {
            GainVector vector = GainVector.of(gains(expert, matrix));
            rows.add(new ExpertGains.Row(matrix, vector, new GainMetrics(vector.largestChange(), 0.05, 0.4)));
        }
        List<GainVector> all = rows.stream().map(ExpertGains.Row::gains).toList();
        double reach = all.stream().mapToDouble(GainVector::largestChange).max().orElse(0);
        return new ExpertGains(expert, rows, reach, GainHistogram.of(all, 61));
    }

    @Override
    public ExpertSimilarity similarity(List<String> experts) {
        List<ExpertSimilarity.Table> tables = new ArrayList<>();
        for (int layer = ExpertSimilarity.WHOLE; layer < 6; layer++) {
            for (boolean weighted : new boolean[] {false, true}) {
                MatrixSummary matrix = matrices.get(Math.max(0, layer) * 7 + (weighted ? 1 : 0));
                GainGram gram = GainGram.of(
                        experts.stream().map(expert -> gains(expert, matrix)).toList(), null);
                List<List<Double>> cosines = new ArrayList<>();
                for (int row = 0; row < experts.size(); row++) {
                    List<Double> values = new ArrayList<>();
                    for (int column = 0; column < experts.size(); column++) {
                        values.add(gram.cosine(row, column).orElse(Double.NaN));
                    }
                    cosines.add(values);
                }
                tables.add(new ExpertSimilarity.Table(layer, weighted, cosines));
            }
        }
        return new ExpertSimilarity(experts, tables);
    }

    @Override
    public ExpertContrast contrast(String first, String second, boolean weighted, int top) {
        List<ExpertContrast.Part> parts = new ArrayList<>();
        List<ExpertContrast.Component> components = new ArrayList<>();
        for (MatrixSummary matrix : first.equals(second) ? List.<MatrixSummary>of() : matrices) {
            parts.add(new ExpertContrast.Part(matrix, 1.0 / (parts.size() + 1), 0.7, 0.4, 0.8));
            components.add(new ExpertContrast.Component(matrix, 3, 1.31, 0.97, 0.34));
        }
        return new ExpertContrast(
                first, second, weighted, weighted ? 0.2 : 0.6, weighted ? 0.96 : 0.64, parts, components);
    }

    @Override
    public ExpertTrajectory trajectory(Path run, PromptText prompt, Progress progress, CancellationToken token) {
        CountDownLatch closed = gate;
        while (closed != null && closed.getCount() > 0) {
            token.throwIfCancelled();
            FakeSession.pause(2);
        }
        if (run.toString().contains("other")) {
            throw new InvalidInputException("The expert other has gains for q, which the model sample does not have.");
        }
        List<ExpertTrajectory.Point> points = new ArrayList<>();
        List<ExpertTrajectory.Norm> norms = new ArrayList<>();
        for (int i = 0; i <= 40; i++) {
            norms.add(new ExpertTrajectory.Norm(i, i / 20.0));
            if (i % 5 == 0) {
                points.add(new ExpertTrajectory.Point(
                        i, i / 20.0, i == 0 ? Double.NaN : Math.min(1, 0.5 + i / 80.0), i / 1000.0, 0.1, i / 500.0));
            }
        }
        return new ExpertTrajectory(run, points, norms, 35);
    }

    @Override
    public EffectCertificate certificate(
            String expert, PromptText prompt, int tokens, Progress progress, CancellationToken token) {
        certificates.incrementAndGet();
        boolean measured = !prompt.text().isBlank();
        Effect effect = new Effect(
                expert.equals("neutral") ? 0 : 0.42,
                expert.equals("neutral") ? 0 : 0.051,
                List.of(0.04, 0.05, 0.06, 0.05, 0.04, 0.03),
                measured ? OptionalDouble.of(0.0712) : OptionalDouble.empty(),
                measured ? 5 : 0,
                measured ? 32 : 0);
        List<EffectCheck> checks = List.of(
                new EffectCheck(EffectCheck.Kind.NEUTRAL, 0, 0, 0),
                new EffectCheck(EffectCheck.Kind.KNOWN, 0.125, broken ? 0.2 : 0.125, 1e-4));
        return new EffectCertificate(expert, effect, measured ? checks : List.of(), prompt.text());
    }

    @Override
    public void saveCombined(ExpertCombination combination, Path file) {
        made.put(file, combination);
    }
}
