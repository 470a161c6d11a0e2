package org.t2workbench.core.spectrum;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.ModelLocator;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.Scoring;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.AdaptedWeights;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.WeightAdapter;

/**
 * Measures what Spectra and Compare ask of a whole model: the metrics of all matrices once they are decomposed, a search
 * through all directions, a token taken apart beside a forward pass over the same tokens. {@code mvn -q test
 * -Dtest=SpectrumFigures -Dsurefire.failIfNoSpecifiedTests=false -Dfigures.model=MODEL -Dfigures.store=DIR}, where MODEL is a
 * folder, a GGUF file or {@code sample}, which is the default, and DIR keeps the decomposition from one run to the next. Its
 * name keeps it out of the ordinary tests: a busy machine says nothing about the code.
 */
class SpectrumFigures {

    private static final int RUNS = 5;
    private static final int[] TOKENS = {16, 64, 256};
    private static final int TOP = 30;

    private final ModelFiles files =
            ModelLocator.ofThisInstallation().locate(System.getProperty("figures.model", "sample"));
    private final DecompositionStore store =
            System.getProperty("figures.store", "").isEmpty()
                    ? DecompositionStore.ofThisUser()
                    : new DecompositionStore(Path.of(System.getProperty("figures.store")));

    /** From the files of the store to the last metric, each time as after a start of the program. */
    @Test
    void secondsOfTheTable() {
        try (ComputeEngine engine = ComputeEngine.start(2, "cpu")) {
            fill(engine);
            for (int run = 0; run < RUNS; run++) {
                long start = System.nanoTime();
                try (Decomposition decomposition = Decomposition.open(engine, files, Dtype.F32, store)) {
                    Map<MatrixInfo, double[]> spectra = new LinkedHashMap<>();
                    for (MatrixInfo matrix : decomposition.matrices()) {
                        spectra.put(matrix, decomposition.singularValues(matrix.name()));
                    }
                    double read = seconds(start);
                    long defined = spectra.entrySet().parallelStream()
                            .map(entry -> SpectrumMetrics.of(
                                    entry.getValue(),
                                    entry.getKey().rows(),
                                    entry.getKey().columns()))
                            .filter(metrics -> metrics.powerLaw().isPresent())
                            .count();
                    print(
                            "table, run %d: %d matrices, %d with a power law: read in %.3f s, all in %.3f s%n",
                            run, spectra.size(), defined, read, seconds(start));
                }
            }
        }
    }

    @Test
    void secondsOfASearch() {
        try (ComputeEngine engine = ComputeEngine.start(2, "cpu")) {
            fill(engine);
            try (LanguageModel model =
                            LanguageModel.open(engine, files, Dtype.F32, Progress.NONE, new CancellationToken());
                    Decomposition decomposition = Decomposition.open(engine, files, Dtype.F32, store);
                    Directions directions = new Directions(model, decomposition)) {
                int[] sought = DirectionSearch.tokens(model.tokenizer(), "seven");
                for (StreamSide side : new StreamSide[] {StreamSide.WRITES, StreamSide.READS}) {
                    for (int run = 0; run < RUNS; run++) {
                        long start = System.nanoTime();
                        DirectionSearch found =
                                directions.search(side, sought, TOP, Progress.NONE, new CancellationToken());
                        DirectionSearch.Match best = found.matches().get(0);
                        print(
                                "search, %s, run %d: %.3f s, best %+.3f at %s, component %d%n",
                                side.label(),
                                run,
                                seconds(start),
                                best.cosine(),
                                best.matrix().name(),
                                best.component());
                    }
                }
            }
        }
    }

    /** Medians, for the base model and for an expert of all matrices; the first run of each is not counted. */
    @Test
    void forwardPassesOfAnAttribution() {
        CancellationToken token = new CancellationToken();
        try (ComputeEngine engine = ComputeEngine.start(2, "cpu")) {
            fill(engine);
            try (LanguageModel model = LanguageModel.open(engine, files, Dtype.F32, Progress.NONE, token);
                    Decomposition decomposition = Decomposition.open(engine, files, Dtype.F32, store);
                    WeightAdapter adapter = new WeightAdapter(model, decomposition);
                    AttributionMeter meter = new AttributionMeter(model, decomposition)) {
                Scoring scoring = new Scoring(model);
                for (boolean adapted : new boolean[] {false, true}) {
                    Adaptation adaptation = adapted ? scattered(model.matrices()) : Adaptation.ofGains(Map.of());
                    try (AdaptedWeights weights = adapter.factor(adaptation, Progress.NONE, token)) {
                        for (int count : TOKENS) {
                            int[] tokens = tokens(model, count);
                            double forward = median(() -> scoring.likelihoods(
                                    weights.view(), List.of(tokens), List.of(new int[] {tokens[0]})));
                            double attribution = median(() -> meter.attribute(
                                    adaptation, weights.view(), tokens, tokens[0], TOP, Progress.NONE, token));
                            print(
                                    "attribution, %s, after %d tokens: %.3f s, forward pass %.3f s, ratio %.2f%n",
                                    adapted ? "expert" : "base", count, attribution, forward, attribution / forward);
                        }
                    }
                }
            }
        }
    }

    private void fill(ComputeEngine engine) {
        try (Decomposition decomposition = Decomposition.open(engine, files, Dtype.F32, store)) {
            decomposition.fill(decomposition.matrices(), Progress.NONE, new CancellationToken());
        }
    }

    private static int[] tokens(LanguageModel model, int count) {
        Random random = new Random(1);
        return random.ints(count, 0, model.config().vocabularySize()).toArray();
    }

    private static Adaptation scattered(List<MatrixInfo> matrices) {
        Random random = new Random(8);
        Map<String, float[]> gains = new LinkedHashMap<>();
        for (MatrixInfo matrix : matrices) {
            float[] values = new float[matrix.rank()];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.9f + 0.2f * random.nextFloat();
            }
            gains.put(matrix.name(), values);
        }
        return Adaptation.ofGains(gains);
    }

    private static double median(Runnable run) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i <= RUNS; i++) {
            long start = System.nanoTime();
            run.run();
            times.add(seconds(start));
        }
        double[] counted =
                times.stream().skip(1).mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(counted);
        return counted[counted.length / 2];
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
