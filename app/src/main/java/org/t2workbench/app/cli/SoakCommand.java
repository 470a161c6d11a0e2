package org.t2workbench.app.cli;

import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.training.Soak;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Many training steps and generations in one process, to find what crashes or leaks. */
@Command(name = "soak", description = "many training steps and generations in one process, to find crashes and leaks")
final class SoakCommand implements Runnable {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "10000",
            description = "training steps, and as many generations (default: ${DEFAULT-VALUE})")
    private int steps;

    private final Console console;

    SoakCommand(Console console) {
        this.console = console;
    }

    record Document(
            int trainingSteps,
            int generations,
            long generatedTokens,
            double seconds,
            @Nullable Long residentBeforeBytes,
            @Nullable Long residentAfterBytes,
            long maxHeapBytes,
            int threads) {}

    @Override
    public void run() {
        if (steps < 1) {
            throw new WrongUsageException("--steps must be at least 1, not " + steps + ".");
        }
        try (Opening opening = Opening.of(model, common, console)) {
            AdaptedModel opened = opening.model();
            Soak.Report report =
                    new Soak(opened.model(), opened.decomposition(), console.progress(), console.token()).run(steps);
            Document document = new Document(
                    report.trainingSteps(),
                    report.generations(),
                    report.generatedTokens(),
                    report.seconds(),
                    value(report.residentBefore()),
                    value(report.residentAfter()),
                    Runtime.getRuntime().maxMemory(),
                    opening.engine().threads());
            if (common.json) {
                JsonOutput.print(console.out(), document);
            } else {
                console.out()
                        .printf(
                                Locale.ROOT,
                                "%d training steps and %d generations (%d tokens) in %.0f s; resident %s → %s MB%n",
                                document.trainingSteps(),
                                document.generations(),
                                document.generatedTokens(),
                                document.seconds(),
                                megabytes(document.residentBeforeBytes()),
                                megabytes(document.residentAfterBytes()));
            }
        }
    }

    private static @Nullable Long value(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() : null;
    }

    private static String megabytes(@Nullable Long bytes) {
        return bytes == null ? "?" : Long.toString(bytes >> 20);
    }
}
