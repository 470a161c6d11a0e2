package org.t2workbench.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.search.Generation;
import org.t2workbench.core.adaptation.search.MixtureSearch;
import org.t2workbench.core.adaptation.search.SearchExpert;
import org.t2workbench.core.adaptation.search.SearchResult;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.checkpoint.UserFolders;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.training.PromptEncoder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Searches a mixture of experts with a few items of a task; a search that was stopped goes on with {@code --resume}. */
@Command(
        name = "adapt",
        description =
                "few-shot mixture search: finds the mixture of experts that answers a few items of a task best, and"
                        + " writes it to a file")
final class AdaptCommand implements Runnable {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Option(names = "--task", paramLabel = "T", description = "a task's name or file; its split 'shots' is used alone")
    private @Nullable String task;

    @Option(names = "--expert", paramLabel = "FILE", description = "an expert to mix; may be repeated")
    private List<Path> experts = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "the mixture file to write")
    private @Nullable Path out;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "the run folder; one with the same search is gone on with (default: a new one among the"
                    + " user's runs)")
    private @Nullable Path run;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "go on with the search in this run folder, as it was begun; --out says where to write it")
    private @Nullable Path resume;

    @Mixin
    private final SearchOptions options = new SearchOptions();

    @Option(names = "--seed", paramLabel = "N", description = "of the shots and all draws (default: 1)")
    private @Nullable Long seed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Console console;

    AdaptCommand(Console console) {
        this.console = console;
    }

    record Share(String name, String file, Object alpha) {}

    record Document(
            @Nullable Map<String, Object> metrics,
            @Nullable Object best,
            String run,
            @Nullable String expert,
            String mixture,
            String form,
            String scope,
            List<Share> experts,
            List<String> shots) {}

    @Override
    public void run() {
        if (out == null) {
            throw new ParameterException(spec.commandLine(), "Give --out, the mixture file to write.");
        }
        if (resume != null) {
            resume(resume, out);
            return;
        }
        if (task == null) {
            throw new ParameterException(
                    spec.commandLine(), "Give --task and --expert, or --resume with a run's folder.");
        }
        search(task, settings(), run, out);
    }

    /** The options are read again from the command line that the run keeps. */
    private void resume(Path folder, Path target) {
        RunFolder found = RunFolder.open(folder);
        List<String> command = found.config().command();
        if (!found.config().kind().equals(MixtureSearch.KIND) || command.isEmpty()) {
            throw new InvalidInputException("The run in " + folder + " did not search a mixture.", folder);
        }
        AdaptCommand begun = new AdaptCommand(console);
        new CommandLine(begun).parseArgs(command.subList(1, command.size()).toArray(String[]::new));
        ResumeArguments.handOn(spec, console, common, begun.common, "--out");
        begun.model = model;
        if (begun.task == null) {
            throw new InvalidInputException("The run in " + folder + " does not say its task.", folder);
        }
        begun.search(begun.task, begun.settings(), folder, target);
    }

    private SearchSettings settings() {
        SearchSettings settings = options.settings();
        return seed == null ? settings : settings.withSeed(seed);
    }

    private void search(String taskName, SearchSettings settings, @Nullable Path folder, Path target) {
        try (Opening opening = Opening.of(model, common, console)) {
            AdaptedModel opened = opening.model();
            String dispatcher = StrategyOptions.installed().dispatcher();
            MixtureSearch search = new MixtureSearch(
                    opened.model(),
                    opened.decomposition(),
                    PromptEncoder.of(opened.model()),
                    common.tasks().find(taskName),
                    experts.stream()
                            .map(file -> SearchExpert.of(opened.readAdapter(file), file, dispatcher))
                            .toList(),
                    settings,
                    console.progress(),
                    console.token());
            Path run = folder == null
                    ? new RunRegistry(UserFolders.ofThisUser().data()).newFolder("adapt-" + taskName)
                    : folder;
            RunDocuments.register(run);
            SearchResult result = search.run(run, command(taskName, settings, target));
            result.file().write(target);
            print(result, RunDocuments.of(RunFolder.open(run), null), target);
        }
    }

    private void print(SearchResult result, RunDocuments document, Path target) {
        if (common.json) {
            JsonOutput.print(
                    console.out(),
                    new Document(
                            document.metrics(),
                            document.best(),
                            document.run(),
                            document.expert(),
                            target.toString(),
                            result.settings().form().label(),
                            result.settings().scope().label(),
                            shares(result),
                            result.shots()));
            return;
        }
        Generation last = result.history().get(result.history().size() - 1);
        console.out()
                .printf(
                        Locale.ROOT,
                        "The mixture is in %s; it answers %d of %d shots (found in generation %d of %d).%n",
                        target,
                        result.score().correct(),
                        last.shots(),
                        last.bestGeneration(),
                        last.number());
        shares(result).forEach(share -> console.out().println("  " + share.name() + "  α " + share.alpha()));
    }

    private static List<Share> shares(SearchResult result) {
        return result.file().entries().stream()
                .map(entry -> new Share(entry.name(), entry.file().toString(), AlphaDocument.of(entry.alpha())))
                .toList();
    }

    /** What begins the same search again; the folder is not part of it, as a run may be moved. */
    private List<String> command(String taskName, SearchSettings settings, Path target) {
        List<String> command = new ArrayList<>(List.of("adapt", model, "--task", taskName));
        experts.forEach(file -> command.addAll(
                List.of("--expert", file.toAbsolutePath().normalize().toString())));
        command.addAll(List.of("--out", target.toAbsolutePath().normalize().toString()));
        command.addAll(settings.arguments());
        command.addAll(common.arguments());
        return command;
    }
}
