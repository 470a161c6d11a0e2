package org.t2workbench.app.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.evaluation.Evaluation;
import org.t2workbench.core.evaluation.EvaluationRow;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.statistics.Interval;
import org.t2workbench.core.statistics.McNemar;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskCatalogue;
import org.t2workbench.core.training.PromptEncoder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Accuracy of tasks under strategies, with intervals and the paired test against the base model. */
@Command(name = "eval", description = "accuracy with intervals, and the paired test against the base model")
final class EvalCommand implements Runnable {

    /** Positions a short answer takes; the batches decide, so the weights are folded. */
    private static final int POSITIONS = 1 << 16;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final MixtureOptions mixture = new MixtureOptions();

    @Parameters(paramLabel = "MODEL", description = "a model folder, or 'sample'")
    private String model = "";

    @Option(names = "--task", required = true, paramLabel = "T", description = "a task's name or file; may be repeated")
    private List<String> tasks = List.of();

    @Option(
            names = "--strategy",
            paramLabel = "S",
            description = "base or manual; may be repeated (default: base, and manual where experts are given)")
    private List<String> strategies = List.of();

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

    private final Console console;

    EvalCommand(Console console) {
        this.console = console;
    }

    record Row(
            String task,
            String strategy,
            List<String> experts,
            int n,
            int correct,
            double accuracy,
            double low,
            double high,
            int inForm,
            @Nullable Double pValue,
            @Nullable Long onlyBase,
            @Nullable Long onlyThis,
            double seconds) {}

    record Document(List<Row> rows) {}

    @Override
    public void run() {
        try (Opening opening = Opening.of(model, common, console)) {
            AdaptedModel opened = opening.model();
            Mixture mixed = mixture.read(opened);
            Evaluation evaluation =
                    new Evaluation(opened.model(), PromptEncoder.of(opened.model()), split, limit, seed);
            TaskCatalogue catalogue = common.tasks();
            List<Row> rows = new ArrayList<>();
            for (String name : tasks) {
                rows.addAll(rows(opened, evaluation, catalogue.find(name), mixed));
            }
            if (common.json) {
                JsonOutput.print(console.out(), new Document(rows));
            } else {
                rows.forEach(this::print);
            }
        }
    }

    /** Base is always measured, as every other row is compared with it; it is listed when it was asked for. */
    private List<Row> rows(AdaptedModel opened, Evaluation evaluation, Task task, Mixture mixed) {
        EvaluationRow base = evaluation.row(
                task, Evaluation.BASE, List.of(), opened.model().baseWeights(), console.progress(), console.token());
        List<Row> rows = new ArrayList<>();
        for (String strategy : chosen(mixed)) {
            if (strategy.equals(Evaluation.BASE)) {
                rows.add(row(base));
                continue;
            }
            List<String> experts = mixture.labels();
            EvaluationRow manual = evaluation
                    .row(
                            task,
                            Evaluation.MANUAL,
                            experts,
                            opened.weights(mixed, POSITIONS, console.progress(), console.token()),
                            console.progress(),
                            console.token())
                    .against(base);
            rows.add(row(manual));
        }
        return rows;
    }

    private Set<String> chosen(Mixture mixed) {
        if (strategies.isEmpty()) {
            return mixed.shares().isEmpty()
                    ? Set.of(Evaluation.BASE)
                    : new LinkedHashSet<>(List.of(Evaluation.BASE, Evaluation.MANUAL));
        }
        Set<String> known = Set.of(Evaluation.BASE, Evaluation.MANUAL);
        for (String strategy : strategies) {
            if (!known.contains(strategy)) {
                throw new InvalidInputException("The strategy '" + strategy + "' is unknown; use base or manual.");
            }
        }
        return new LinkedHashSet<>(strategies);
    }

    private static Row row(EvaluationRow row) {
        Interval interval = row.interval();
        McNemar paired = row.againstBase().orElse(null);
        return new Row(
                row.task(),
                row.strategy(),
                row.experts(),
                row.accuracy().n(),
                row.accuracy().correct(),
                row.accuracy().accuracy(),
                interval.low(),
                interval.high(),
                row.accuracy().inForm(),
                paired == null ? null : paired.pValue(),
                paired == null ? null : paired.onlyFirst(),
                paired == null ? null : paired.onlySecond(),
                row.seconds());
    }

    private void print(Row row) {
        console.out()
                .printf(
                        Locale.ROOT,
                        "%-16s %-8s %5.1f %%  [%.1f, %.1f]  %d of %d, %d in form%s  %.1f s%n",
                        row.task(),
                        row.strategy(),
                        100 * row.accuracy(),
                        100 * row.low(),
                        100 * row.high(),
                        row.correct(),
                        row.n(),
                        row.inForm(),
                        row.pValue() == null ? "" : String.format(Locale.ROOT, "  p = %.2g", row.pValue()),
                        row.seconds());
    }
}
