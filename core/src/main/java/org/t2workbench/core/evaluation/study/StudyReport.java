package org.t2workbench.core.evaluation.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.t2workbench.core.evaluation.EvaluationDocument;
import org.t2workbench.core.evaluation.study.StudyResult.Figure;
import org.t2workbench.core.statistics.Interval;
import org.t2workbench.core.statistics.Spread;
import org.t2workbench.core.statistics.Wilson;

/** A study as Markdown: every table with means, spreads over seeds, intervals and paired tests. Immutable. */
final class StudyReport {

    private static final String NONE = "–";

    private final StudyResult result;
    private final StringBuilder text = new StringBuilder();

    StudyReport(StudyResult result) {
        this.result = result;
    }

    /** One line of a table of accuracies: a name, and the figure of a task where there is one. */
    private record Line(String name, Function<String, Optional<Figure>> figure) {}

    String markdown() {
        text.setLength(0);
        put(
                "# Study %s of %s%n%nTest split, greedy, seeds %s. A cell is the accuracy, mean ± standard deviation over"
                        + " the seeds, with Wilson's 95 %% interval of the mean at its number of items, and p, the largest"
                        + " of the seeds' exact McNemar tests against base on the same items.%n",
                result.name(),
                result.model(),
                result.seeds().stream().map(Object::toString).collect(Collectors.joining(", ")));
        own();
        relatives();
        confusions();
        mixtures();
        times();
        carried();
        if (!result.notes().isEmpty()) {
            put("%n## Notes%n%n");
            result.notes().forEach(note -> put("- %s%n", note));
        }
        return text.toString();
    }

    private void own() {
        String table = StudyResult.OWN;
        put("%n## Experts on the tasks they were trained for%n%n");
        accuracies(
                families(StudyRecipe.Family::task),
                List.of(
                        line("base", table, task -> StudyEntries.BASE),
                        line(result.beside(), table, task -> StudyEntries.alone(result.beside(), task)),
                        line(result.expert(), table, task -> StudyEntries.alone(result.expert(), task))));
        put("%n### Each alone on every task%n%n");
        accuracies(families(StudyRecipe.Family::task), everyOne(table));
    }

    private void relatives() {
        String table = StudyResult.RELATIVES;
        put("%n## Self-adaptation on the harder relatives%n%n");
        List<Line> lines = new ArrayList<>();
        lines.add(line("base", table, task -> StudyEntries.BASE));
        lines.add(line(
                result.beside() + " of its family",
                table,
                task -> StudyEntries.alone(result.beside(), familyOf(task))));
        lines.add(new Line(
                result.beside() + ", the best of all on these very items", task -> best(table, result.beside(), task)));
        lines.add(line(
                result.expert() + " of its family",
                table,
                task -> StudyEntries.alone(result.expert(), familyOf(task))));
        Set<String> alone = everyOne(table).stream().map(Line::name).collect(Collectors.toSet());
        labels(table).stream()
                .filter(label -> !alone.contains(label) && !label.equals(StudyEntries.BASE))
                .forEach(label -> lines.add(line(label, table, task -> label)));
        accuracies(families(StudyRecipe.Family::relative), lines);
        put("%n### Each alone on every relative%n%n");
        accuracies(families(StudyRecipe.Family::relative), everyOne(table));
    }

    private List<Line> everyOne(String table) {
        List<Line> lines = new ArrayList<>();
        for (String kind : List.of(result.expert(), result.beside())) {
            for (String task : families(StudyRecipe.Family::task)) {
                String label = StudyEntries.alone(kind, task);
                lines.add(line(label, table, any -> label));
            }
        }
        return lines;
    }

    private void carried() {
        for (String table : result.carried()) {
            put("%n## Experts of %s on the model %s%n%n", result.model(), StudyResult.modelOf(table));
            List<Line> lines = labels(table).stream()
                    .map(label -> line(label, table, task -> label))
                    .toList();
            accuracies(families(StudyRecipe.Family::task), searchless(lines));
            put("%n");
            accuracies(families(StudyRecipe.Family::relative), lines);
        }
    }

    /** Mixtures are searched for the relatives alone. */
    private static List<Line> searchless(List<Line> lines) {
        return lines.stream()
                .filter(line -> !line.name().startsWith(StudyEntries.FEW_SHOT))
                .toList();
    }

    private void accuracies(List<String> tasks, List<Line> lines) {
        header("", tasks);
        for (Line line : lines) {
            List<String> cells = tasks.stream()
                    .map(task ->
                            line.figure().apply(task).map(StudyReport::cell).orElse(NONE))
                    .toList();
            row(line.name(), cells);
        }
    }

    private void confusions() {
        if (result.confusions().isEmpty()) {
            return;
        }
        put("%n## What the first pass took the relatives' prompts for%n%nShares over all seeds; rows are true.%n");
        for (StudyResult.Confusion confusion : result.confusions()) {
            EvaluationDocument.Confusion first = confusion.bySeed().get(0);
            put("%n### %s%n%n", confusion.label());
            List<String> columns = new ArrayList<>(first.labels());
            columns.add("names none");
            header("", columns);
            for (int r = 0; r < first.rows().size(); r++) {
                row(first.rows().get(r).category(), shares(confusion, r));
            }
        }
    }

    private static List<String> shares(StudyResult.Confusion confusion, int row) {
        List<EvaluationDocument.ConfusionRow> seeds =
                confusion.bySeed().stream().map(each -> each.rows().get(row)).toList();
        double n = seeds.stream().mapToInt(EvaluationDocument.ConfusionRow::n).sum();
        int columns = seeds.get(0).counts().size();
        List<String> cells = new ArrayList<>(IntStream.range(0, columns)
                .mapToObj(column -> share(seeds.stream()
                                .mapToInt(each -> each.counts().get(column))
                                .sum()
                        / n))
                .toList());
        cells.add(share(seeds.stream()
                        .mapToInt(EvaluationDocument.ConfusionRow::unreadable)
                        .sum()
                / n));
        return cells;
    }

    private void mixtures() {
        if (result.mixtures().isEmpty()) {
            return;
        }
        put("%n## What the searches found%n%nα of each expert, mean over the seeds, and in parentheses its share.%n%n");
        List<String> experts = families(StudyRecipe.Family::task);
        header("", experts);
        for (StudyResult.Found found : result.mixtures()) {
            String on = found.table().equals(StudyResult.RELATIVES) ? "" : ", " + found.table();
            row(found.task() + ", " + found.label() + on, alphas(found, experts));
        }
    }

    private static List<String> alphas(StudyResult.Found found, List<String> experts) {
        double[] means = experts.stream()
                .mapToDouble(expert -> found.alpha().getOrDefault(expert, List.of()).stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(0))
                .toArray();
        double sum = IntStream.range(0, means.length).mapToDouble(i -> means[i]).sum();
        return IntStream.range(0, means.length)
                .mapToObj(i -> String.format(Locale.ROOT, "%.2f", means[i])
                        + (sum > 0 ? String.format(Locale.ROOT, " (%.0f %%)", 100 * means[i] / sum) : ""))
                .toList();
    }

    private void times() {
        put("%n## Time of both passes%n%nMilliseconds an item, mean over seeds and relatives; prompts of the same α are"
                + " answered together.%n%n");
        header(
                "",
                List.of("pass one", "its tokens", "switching weights", "pass two", "its tokens", "pass one's share"));
        for (String label : labels(StudyResult.RELATIVES)) {
            List<EvaluationDocument.Row> rows = result.figures().stream()
                    .filter(figure -> figure.table().equals(StudyResult.RELATIVES)
                            && figure.label().equals(label))
                    .flatMap(figure -> figure.bySeed().stream())
                    .toList();
            double first =
                    1e3 * mean(rows, EvaluationDocument.Row::dispatchSeconds).orElse(0);
            double second =
                    1e3 * mean(rows, EvaluationDocument.Row::answerSeconds).orElseThrow();
            row(
                    label,
                    List.of(
                            first == 0 ? NONE : number("%.2f", first),
                            first == 0
                                    ? NONE
                                    : number(
                                            "%.1f",
                                            mean(rows, EvaluationDocument.Row::dispatchTokens)
                                                    .orElse(0)),
                            number(
                                    "%.2f",
                                    1e3
                                            * mean(rows, EvaluationDocument.Row::switchSeconds)
                                                    .orElse(0)),
                            number("%.2f", second),
                            number(
                                    "%.1f",
                                    mean(rows, EvaluationDocument.Row::answerTokens)
                                            .orElse(0)),
                            first == 0 ? NONE : share(first / (first + second))));
        }
    }

    private static OptionalDouble mean(
            List<EvaluationDocument.Row> rows, Function<EvaluationDocument.Row, Double> figure) {
        return rows.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
    }

    /** As the paper's LoRA rows are: the one of all adapters that the test items themselves favour, seed by seed. */
    private Optional<Figure> best(String table, String kind, String task) {
        List<Figure> all = families(StudyRecipe.Family::task).stream()
                .flatMap(family -> figure(table, StudyEntries.alone(kind, family), task).stream())
                .toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<EvaluationDocument.Row> bySeed = IntStream.range(
                        0, all.get(0).bySeed().size())
                .mapToObj(seed -> all.stream()
                        .map(figure -> figure.bySeed().get(seed))
                        .max(Comparator.comparingInt(EvaluationDocument.Row::correct))
                        .orElseThrow())
                .toList();
        return Optional.of(new Figure(table, kind, task, bySeed));
    }

    private static String cell(Figure figure) {
        List<EvaluationDocument.Row> rows = figure.bySeed();
        Spread spread = Spread.of(
                rows.stream().mapToDouble(EvaluationDocument.Row::accuracy).toArray());
        int n = rows.get(0).n();
        Interval interval = Wilson.interval((int) Math.round(spread.mean() * n), n);
        OptionalDouble p = rows.stream()
                .map(EvaluationDocument.Row::pValue)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max();
        return number("%.1f", 100 * spread.mean())
                + (spread.standardDeviation().isPresent() && p.isPresent()
                        ? number(" ± %.1f", 100 * spread.standardDeviation().getAsDouble())
                        : "")
                + String.format(Locale.ROOT, " [%.1f, %.1f]", 100 * interval.low(), 100 * interval.high())
                + (p.isPresent() ? number(", p %.1g", p.getAsDouble()) : ", n " + n);
    }

    private Line line(String name, String table, Function<String, String> label) {
        return new Line(name, task -> figure(table, label.apply(task), task));
    }

    private Optional<Figure> figure(String table, String label, String task) {
        return result.figures().stream()
                .filter(figure -> figure.table().equals(table)
                        && figure.label().equals(label)
                        && figure.task().equals(task))
                .findFirst();
    }

    private List<String> labels(String table) {
        return List.copyOf(result.figures().stream()
                .filter(figure -> figure.table().equals(table))
                .map(Figure::label)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    private List<String> families(Function<StudyRecipe.Family, String> of) {
        return result.families().stream().map(of).toList();
    }

    private String familyOf(String relative) {
        return result.families().stream()
                .filter(family -> family.relative().equals(relative))
                .findFirst()
                .orElseThrow()
                .task();
    }

    private void header(String first, List<String> columns) {
        row(first, columns);
        put("|---|%s%n", "---|".repeat(columns.size()));
    }

    private void row(String first, List<String> cells) {
        text.append("| ")
                .append(first)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n");
    }

    private void put(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments));
    }

    private static String share(double value) {
        return number("%.1f %%", 100 * value);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
