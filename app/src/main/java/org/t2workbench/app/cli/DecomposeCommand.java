package org.t2workbench.app.cli;

import java.util.Locale;
import java.util.Map;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionReport;
import org.t2workbench.core.svf.DecompositionStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Decomposes every attention and MLP matrix of a model into the store. */
@Command(name = "decompose", description = "decomposes every attention and MLP matrix into the decomposition store")
final class DecomposeCommand implements Runnable {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    private final Console console;

    DecomposeCommand(Console console) {
        this.console = console;
    }

    record Document(
            String name,
            int matrices,
            int found,
            int computed,
            Map<String, String> failures,
            double seconds,
            String store) {}

    @Override
    public void run() {
        ModelFiles files = common.locate(model, console);
        DecompositionStore store = DecompositionStore.ofThisUser();
        try (ComputeEngine engine = common.startEngine(files);
                Decomposition decomposition = Decomposition.open(engine, files, Dtype.F32, store)) {
            DecompositionReport report =
                    decomposition.fill(decomposition.matrices(), console.progress(), console.token());
            int failed = report.failures().size();
            if (common.json && failed == 0) {
                JsonOutput.print(
                        console.out(),
                        new Document(
                                files.name(),
                                decomposition.matrices().size(),
                                report.found(),
                                report.computed(),
                                report.failures(),
                                report.seconds(),
                                store.folder().toString()));
            } else if (!common.json) {
                console.out()
                        .printf(
                                Locale.ROOT,
                                "%d matrices: %d were in the store, %d decomposed in %.1f s%n",
                                decomposition.matrices().size(),
                                report.found(),
                                report.computed(),
                                report.seconds());
            }
            report.failures().values().forEach(console.err()::println);
            if (failed > 0) {
                throw new WorkbenchException(
                        failed + (failed == 1 ? " matrix of " : " matrices of ") + files.name()
                                + " could not be decomposed: "
                                + String.join(", ", report.failures().keySet())
                                + "; the others are in the store.",
                        files.path());
            }
        }
    }
}
