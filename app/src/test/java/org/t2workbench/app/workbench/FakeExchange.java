package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.t2workbench.core.checkpoint.MatrixKind;
import org.t2workbench.core.exchange.LoraPlan;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.MatrixInfo;

/** Imports and exports without an engine: what was asked for is kept, what a LoRA loses follows a formula. */
public final class FakeExchange implements ExchangeSession {

    /** Components of the change of each matrix. */
    public static final int COMPONENTS = 48;

    public final List<ImportRequest> imports = new ArrayList<>();
    public final List<ExportRequest> exports = new ArrayList<>();

    /** Milliseconds per step of an export, of which there are fifty. */
    public volatile int stepMillis;

    @Override
    public ImportReport importExpert(ImportRequest request, Progress progress, CancellationToken token) {
        if (request.source().toString().contains("evil")) {
            throw new InvalidInputException(
                    "The file evil.pt wants to construct posix.system, which is not allowed.", request.source());
        }
        imports.add(request);
        boolean adapter = !request.source().toString().endsWith(".pt");
        String name = String.valueOf(request.out().getFileName()).replace(".safetensors", "");
        return new ImportReport(
                new ExpertSummary(
                        name,
                        name,
                        request.task(),
                        adapter ? "direct" : "sigmoid",
                        18,
                        0.35,
                        Double.NaN,
                        Double.NaN,
                        "",
                        0,
                        "",
                        request.out(),
                        ""),
                adapter ? 0.42 : Double.NaN,
                0.09);
    }

    @Override
    public LoraPlan loraPlan(MixtureSetting mixture, Progress progress, CancellationToken token) {
        double[] sizes = IntStream.range(0, COMPONENTS)
                .mapToDouble(i -> Math.exp(-i / 12.0))
                .toArray();
        MatrixInfo matrix = new MatrixInfo("model.layers.0.mlp.up_proj.weight", 0, MatrixKind.UP, 512, 192);
        return new LoraPlan(List.of(
                new LoraPlan.Part(matrix, sizes, IntStream.range(0, COMPONENTS).toArray())));
    }

    @Override
    public void export(ExportRequest request, Progress progress, CancellationToken token) {
        if (request.target().equals(Path.of("full"))) {
            throw new InvalidInputException("The folder full is not empty; choose another.", request.target());
        }
        for (int step = 0; step < 50; step++) {
            token.throwIfCancelled();
            progress.report("writing", step, 50);
            FakeSession.pause(stepMillis);
        }
        exports.add(request);
    }
}
