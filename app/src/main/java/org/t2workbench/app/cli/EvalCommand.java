package org.t2workbench.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Strategy;
import org.t2workbench.core.adaptation.StrategyInputs;
import org.t2workbench.core.adaptation.search.SearchExpert;
import org.t2workbench.core.evaluation.EvaluationDocument;
import org.t2workbench.core.evaluation.EvaluationPlan;
import org.t2workbench.core.evaluation.EvaluationReport;
import org.t2workbench.core.evaluation.EvaluationResult;
import org.t2workbench.core.evaluation.SearchedMixtures;
import org.t2workbench.core.evaluation.StrategyEvaluation;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Accuracy of tasks under strategies, with intervals and the paired test against the base model. */
@Command(name = "eval", description = "accuracy with intervals, and the paired test against the base model")
final class EvalCommand implements Runnable {

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final StrategyOptions options = new StrategyOptions();

    @Mixin
    private final SearchOptions search = new SearchOptions();

    @Parameters(paramLabel = "MODEL", description = CommonOptions.MODEL)
    private String model = "";

    @Option(names = "--task", required = true, paramLabel = "T", description = "a task's name or file; may be repeated")
    private List<String> tasks = List.of();

    @Option(
            names = "--strategy",
            paramLabel = "S",
            description =
                    "base, manual, prompt, classifier or few-shot; may be repeated (default: base, and manual where"
                            + " experts are given)")
    private List<String> strategies = List.of();

    @Option(names = "--each-expert", description = "manual: a row for each expert alone, not one mixture of them")
    private boolean eachExpert;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "500", description = "most items of a task")
    private int limit;

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            defaultValue = "test",
            description = "test, validation, shots or train (default: ${DEFAULT-VALUE})")
    private Split split = Split.TEST;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "which items are drawn")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "keep every answer, and the results as JSON, CSV, Markdown and LaTeX; an evaluation that was"
                    + " stopped goes on")
    private @Nullable Path out;

    private final Console console;

    EvalCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<Strategy> chosen = chosen();
        check(chosen);
        TaskCatalogue catalogue = common.tasks();
        List<Task> found = tasks.stream().map(catalogue::find).toList();
        try (Opening opening = Opening.of(model, common, console)) {
            AdaptedModel opened = opening.model();
            EvaluationPlan plan = new EvaluationPlan(
                    found,
                    entries(opened, options.read(opened, model, chosen), chosen),
                    split,
                    limit,
                    seed,
                    options.shots());
            EvaluationResult result = new StrategyEvaluation(
                            opened,
                            plan,
                            name -> find(catalogue, name),
                            Optional.ofNullable(out),
                            console.progress(),
                            console.token())
                    .run();
            EvaluationDocument document = EvaluationDocument.of(result);
            EvaluationReport report = new EvaluationReport(document);
            if (out != null) {
                report.write(out);
            }
            if (common.json) {
                JsonOutput.print(console.out(), document);
            } else {
                document.rows().forEach(this::print);
                document.confusions().forEach(this::print);
                document.notes().forEach(console.out()::println);
            }
        }
    }

    private void check(List<Strategy> chosen) {
        options.check(chosen, console);
        if (limit < 1) {
            throw new WrongUsageException("--limit must be at least 1, not " + limit + ".");
        }
        if (eachExpert && !(chosen.contains(Strategy.MANUAL) && options.hasExperts())) {
            throw new WrongUsageException("--each-expert makes rows of the strategy manual; give the experts with"
                    + " --expert, and --strategy manual where strategies are named.");
        }
        if (!options.searches(chosen) && !search.given().isEmpty()) {
            console.note(
                    String.join(", ", search.given()) + " would change a few-shot search, and there is none here.");
        }
    }

    private List<EvaluationPlan.Entry> entries(AdaptedModel opened, StrategyInputs inputs, List<Strategy> chosen) {
        List<EvaluationPlan.Entry> entries = new ArrayList<>();
        for (Strategy strategy : chosen) {
            if (strategy == Strategy.MANUAL && eachExpert) {
                inputs.each().forEach(each -> entries.add(new EvaluationPlan.Given(each)));
            } else if (strategy == Strategy.FEW_SHOT && inputs.mixture().isEmpty()) {
                entries.add(searched(opened, inputs));
            } else {
                entries.add(new EvaluationPlan.Given(inputs.configuration(strategy)));
            }
        }
        return entries;
    }

    /** A mixture for each task, by its own shots. */
    private EvaluationPlan.Searched searched(AdaptedModel opened, StrategyInputs inputs) {
        List<StrategyInputs.NamedShare> mixed = inputs.searchable();
        return new EvaluationPlan.Searched(
                mixed.stream().map(StrategyInputs.NamedShare::label).toList(),
                new SearchedMixtures(
                        opened,
                        mixed.stream()
                                .map(each -> SearchExpert.of(
                                        each.share().adapter(),
                                        Path.of(each.label()),
                                        inputs.prompt().dispatcher()))
                                .toList(),
                        search.settings(),
                        Optional.ofNullable(out)));
    }

    private List<Strategy> chosen() {
        if (strategies.isEmpty()) {
            return options.hasMixture() ? List.of(Strategy.BASE, Strategy.MANUAL) : List.of(Strategy.BASE);
        }
        return List.copyOf(new LinkedHashSet<>(WrongUsageException.unless(
                () -> strategies.stream().map(Strategy::of).toList())));
    }

    private static Optional<Task> find(TaskCatalogue catalogue, String name) {
        try {
            return Optional.of(catalogue.find(name));
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }

    private void print(EvaluationDocument.Row row) {
        console.out()
                .printf(
                        Locale.ROOT,
                        "%-16s %-10s %5.1f %%  [%.1f, %.1f]  %d of %d, %d in form%s  %.1f s%s%n",
                        row.task(),
                        row.strategy(),
                        100 * row.accuracy(),
                        100 * row.low(),
                        100 * row.high(),
                        row.correct(),
                        row.n(),
                        row.inForm(),
                        row.pValue() == null ? "" : String.format(Locale.ROOT, "  p = %.2g", row.pValue()),
                        row.seconds(),
                        row.dispatchSeconds() == null
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        "  (pass one %.1f ms, pass two %.1f ms an item)",
                                        1000 * row.dispatchSeconds(),
                                        1000 * row.answerSeconds()));
    }

    private void print(EvaluationDocument.Confusion confusion) {
        console.out()
                .printf(
                        Locale.ROOT,
                        "%ndispatch of %s (%s), rows are true%n%-12s",
                        confusion.strategy(),
                        confusion.reading(),
                        "");
        confusion.labels().forEach(label -> console.out().printf(Locale.ROOT, "%12s", label));
        console.out().println();
        for (EvaluationDocument.ConfusionRow row : confusion.rows()) {
            console.out().printf(Locale.ROOT, "%-12s", row.category());
            row.counts().forEach(count -> console.out().printf(Locale.ROOT, "%12d", count));
            console.out().println();
        }
    }
}
