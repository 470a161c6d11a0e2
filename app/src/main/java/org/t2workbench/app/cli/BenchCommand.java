package org.t2workbench.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Processor;
import org.t2workbench.core.model.BenchmarkRow;
import org.t2workbench.core.model.BenchmarkSuite;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.svf.AdaptationBenchmark;
import org.t2workbench.core.training.TrainingBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What this machine does with a model, each figure beside what its memory and arithmetic would allow. */
@Command(name = "bench", description = "speed on this machine, each figure beside its bound")
final class BenchCommand implements Runnable {

    private static final String RANDOM_135M = "llama-135m";

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(
            paramLabel = "MODEL",
            description = CommonOptions.MODEL + ", or '" + RANDOM_135M + "' (random weights of those shapes)")
    private String model = "";

    private final Console console;

    BenchCommand(Console console) {
        this.console = console;
    }

    record Row(
            String name,
            double value,
            String unit,
            @Nullable Double bound) {}

    record Document(String machine, int threads, String dtype, List<Row> rows) {}

    @Override
    public void run() {
        Dtype dtype = common.parsedDtype();
        try (ComputeEngine engine = common.startEngine();
                LanguageModel opened = open(engine, dtype)) {
            // without products of bf16 one such step takes the better part of an hour
            boolean trains = dtype != Dtype.BF16 || engine.hasFastBf16();
            TrainingBenchmark training = new TrainingBenchmark(opened, console.progress(), console.token());
            if (trains) {
                training.run();
            } else {
                console.err()
                        .println("This processor has no products of bf16: the rows of a training step are left out.");
            }
            List<BenchmarkRow> rows =
                    new ArrayList<>(new BenchmarkSuite(opened, console.progress(), console.token()).run());
            try (AdaptationBenchmark adaptation =
                    new AdaptationBenchmark(opened, console.progress(), console.token())) {
                rows.addAll(adaptation.run());
            }
            if (trains) {
                rows.addAll(training.rows(operationsPerSecond(rows)));
            }
            Document document = new Document(
                    Processor.description(),
                    engine.threads(),
                    dtype.label(),
                    rows.stream().map(BenchCommand::row).toList());
            if (common.json) {
                JsonOutput.print(console.out(), document);
            } else {
                print(document);
            }
        }
    }

    private LanguageModel open(ComputeEngine engine, Dtype dtype) {
        if (model.equals(RANDOM_135M)) {
            return LanguageModel.random(engine, RANDOM_135M, BenchmarkSuite.llama135m(), dtype, 1);
        }
        return LanguageModel.open(engine, common.locate(model, console), dtype, console.progress(), console.token());
    }

    /** Of the matrix product in the model's dtype. */
    private static double operationsPerSecond(List<BenchmarkRow> rows) {
        return rows.stream()
                .filter(row -> row.unit().equals("GFLOP/s"))
                .mapToDouble(row -> row.value() * 1e9)
                .findFirst()
                .orElseThrow();
    }

    private static Row row(BenchmarkRow row) {
        return new Row(row.name(), row.value(), row.unit(), Double.isNaN(row.bound()) ? null : row.bound());
    }

    private void print(Document document) {
        console.out()
                .printf(
                        Locale.ROOT,
                        "%s · %d threads · %s%n",
                        document.machine(),
                        document.threads(),
                        document.dtype());
        for (Row row : document.rows()) {
            String bound =
                    row.bound() == null ? "" : String.format(Locale.ROOT, "   bound %.1f %s", row.bound(), row.unit());
            console.out().printf(Locale.ROOT, "%-28s %10.1f %s%s%n", row.name(), row.value(), row.unit(), bound);
        }
    }
}
