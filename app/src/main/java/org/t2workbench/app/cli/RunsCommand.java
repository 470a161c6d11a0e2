package org.t2workbench.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.UserFolders;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.EventLog;
import org.t2workbench.core.run.MlflowServer;
import org.t2workbench.core.run.RunCatalogue;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.run.RunReport;
import org.t2workbench.core.run.RunState;
import org.t2workbench.core.run.RunSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the runs that the window shows, and hands them to other tools. */
@Command(name = "runs", description = "lists the runs of this user; writes reports and other tools' formats of them")
final class RunsCommand implements Runnable {

    @Parameters(paramLabel = "RUN", arity = "0..*", description = "names or folders of runs; none: all")
    private List<String> names = new ArrayList<>();

    @Option(names = "--search", paramLabel = "WORDS", description = "only runs that have all these words")
    private String search = "";

    @Option(names = "--report", paramLabel = "FILE", description = "write an HTML report of the runs")
    private @Nullable Path report;

    @Option(names = "--tensorboard", paramLabel = "DIR", description = "write event files below this folder")
    private @Nullable Path events;

    @Option(names = "--mlflow", description = "send the runs to the server of MLFLOW_TRACKING_URI")
    private boolean mlflow;

    @Option(names = "--json", description = "print one JSON document on standard output and nothing else")
    private boolean json;

    private final Console console;

    RunsCommand(Console console) {
        this.console = console;
    }

    record Row(
            String run,
            String name,
            String kind,
            String task,
            String model,
            String method,
            String state,
            @Nullable Double best,
            long iterations,
            @Nullable String started,
            double seconds,
            @Nullable String problem) {}

    record Document(List<Row> runs) {}

    @Override
    public void run() {
        List<RunSummary> chosen = chosen();
        if (report != null || events != null || mlflow) {
            handOver(chosen.stream()
                    .filter(run -> !names.isEmpty() || run.state() != RunState.DAMAGED)
                    .map(run -> RunFolder.open(run.path()))
                    .toList());
        }
        if (json) {
            JsonOutput.print(
                    console.out(),
                    new Document(chosen.stream().map(RunsCommand::row).toList()));
        } else {
            chosen.forEach(this::print);
        }
    }

    private List<RunSummary> chosen() {
        List<RunSummary> all = new RunCatalogue(
                        new RunRegistry(UserFolders.ofThisUser().data()))
                .look().stream().filter(run -> run.matches(search)).toList();
        if (names.isEmpty()) {
            return all;
        }
        List<RunSummary> chosen = new ArrayList<>();
        for (String name : names) {
            Path path = Path.of(name).toAbsolutePath().normalize();
            chosen.add(all.stream()
                    .filter(run -> run.name().equals(name) || run.path().equals(path))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException(
                            Files.isDirectory(path)
                                    ? "The folder " + path
                                            + " is not among the runs of this user; resume it once, or copy"
                                            + " it to where runs are kept."
                                    : "There is no run " + name + "; the command runs alone lists them.")));
        }
        return chosen;
    }

    private void handOver(List<RunFolder> runs) {
        if (report != null) {
            RunReport.write(runs, report);
        }
        if (events != null) {
            for (RunFolder run : runs) {
                EventLog.export(run, events.resolve(Objects.toString(run.path().getFileName(), "run")));
            }
        }
        if (mlflow) {
            MlflowServer server = MlflowServer.configured()
                    .orElseThrow(() -> new InvalidInputException(
                            "No MLflow server is configured; set MLFLOW_TRACKING_URI to its http address."));
            for (RunFolder run : runs) {
                console.token().throwIfCancelled();
                server.send(run);
            }
        }
    }

    private static Row row(RunSummary run) {
        return new Row(
                run.path().toString(),
                run.name(),
                run.kind(),
                run.task(),
                run.model(),
                run.method(),
                run.state().name().toLowerCase(Locale.ROOT),
                orNull(run.best()),
                run.iterations(),
                run.started().map(Object::toString).orElse(null),
                run.duration().toMillis() / 1e3,
                run.problem().isEmpty() ? null : run.problem());
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private void print(RunSummary run) {
        String best = run.best().isPresent()
                ? String.format(Locale.ROOT, "%.4g", run.best().getAsDouble())
                : "–";
        console.out()
                .printf(
                        Locale.ROOT,
                        "%-32s %-10s %-9s best %-7s %6d iterations  %s%n",
                        run.name(),
                        run.task().isEmpty() ? run.kind() : run.task(),
                        run.state().name().toLowerCase(Locale.ROOT),
                        best,
                        run.iterations(),
                        run.problem().isEmpty() ? run.path() : run.problem());
    }
}
