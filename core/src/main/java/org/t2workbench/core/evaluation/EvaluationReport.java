package org.t2workbench.core.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.AtomicFile;

/** An evaluation's figures as JSON, CSV, Markdown and LaTeX. */
public final class EvaluationReport {

    private static final List<String> COLUMNS = List.of(
            "task",
            "strategy",
            "experts",
            "n",
            "correct",
            "accuracy",
            "low",
            "high",
            "in_form",
            "p_value",
            "only_base",
            "only_this",
            "seconds",
            "dispatch_tokens",
            "dispatch_seconds",
            "unreadable",
            "answer_tokens",
            "answer_seconds",
            "switch_seconds");

    private final EvaluationDocument document;

    public EvaluationReport(EvaluationDocument document) {
        this.document = document;
    }

    /** Writes {@code results.json}, {@code results.csv}, {@code results.md} and {@code results.tex} into a folder. */
    public void write(Path folder) {
        AtomicFile.writeText(folder.resolve("results.json"), json());
        AtomicFile.writeText(folder.resolve("results.csv"), csv());
        AtomicFile.writeText(folder.resolve("results.md"), markdown());
        AtomicFile.writeText(folder.resolve("results.tex"), latex());
    }

    public String json() {
        try {
            return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + document, e);
        }
    }

    /** One line a row, by RFC 4180; what is undefined is empty. */
    public String csv() {
        StringBuilder text = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
        for (EvaluationDocument.Row row : document.rows()) {
            text.append(IntStream.range(0, COLUMNS.size())
                            .mapToObj(i -> quoted(cell(row, i)))
                            .collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static @Nullable Object cell(EvaluationDocument.Row row, int column) {
        return switch (column) {
            case 0 -> row.task();
            case 1 -> row.strategy();
            case 2 -> String.join(" ", row.experts());
            case 3 -> row.n();
            case 4 -> row.correct();
            case 5 -> row.accuracy();
            case 6 -> row.low();
            case 7 -> row.high();
            case 8 -> row.inForm();
            case 9 -> row.pValue();
            case 10 -> row.onlyBase();
            case 11 -> row.onlyThis();
            case 12 -> row.seconds();
            case 13 -> row.dispatchTokens();
            case 14 -> row.dispatchSeconds();
            case 15 -> row.unreadable();
            case 16 -> row.answerTokens();
            case 17 -> row.answerSeconds();
            case 18 -> row.switchSeconds();
            default -> throw new IllegalArgumentException("column " + column);
        };
    }

    private static String quoted(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    public String markdown() {
        StringBuilder text = new StringBuilder("""
                | task | strategy | experts | n | accuracy | 95 % interval | only base / only this | p | form \
                | pass one: tokens, ms | pass two: tokens, ms | switch ms |
                |---|---|---|---|---|---|---|---|---|---|---|---|
                """);
        for (EvaluationDocument.Row row : document.rows()) {
            text.append("| ")
                    .append(String.join(" | ", cells(row, EvaluationReport::piped)))
                    .append(" |\n");
        }
        for (EvaluationDocument.Confusion confusion : document.confusions()) {
            text.append("\nDispatch, strategy ")
                    .append(confusion.strategy())
                    .append(", reading ")
                    .append(confusion.reading())
                    .append(" (rows: true category; shares):\n\n| true | n | ")
                    .append(confusion.labels().stream()
                            .map(EvaluationReport::piped)
                            .collect(Collectors.joining(" | ")))
                    .append(" | unreadable |\n|---|---|")
                    .append("---|".repeat(confusion.labels().size()))
                    .append("---|\n");
            for (EvaluationDocument.ConfusionRow row : confusion.rows()) {
                text.append("| ")
                        .append(String.join(" | ", cells(row, EvaluationReport::piped)))
                        .append(" |\n");
            }
        }
        document.notes().forEach(note -> text.append('\n').append(note).append('\n'));
        return text.toString();
    }

    /** Tables for the package booktabs. */
    public String latex() {
        StringBuilder text = new StringBuilder("""
                \\begin{tabular}{lllrrrrrrrrr}
                \\toprule
                task & strategy & experts & n & accuracy & 95\\,\\% interval & only base / only this & p & form \
                & pass one: tokens, ms & pass two: tokens, ms & switch ms \\\\
                \\midrule
                """);
        for (EvaluationDocument.Row row : document.rows()) {
            text.append(String.join(" & ", cells(row, EvaluationReport::escaped)))
                    .append(" \\\\\n");
        }
        text.append("\\bottomrule\n\\end{tabular}\n");
        for (EvaluationDocument.Confusion confusion : document.confusions()) {
            text.append("\n% dispatch, strategy ")
                    .append(confusion.strategy())
                    .append(", reading ")
                    .append(confusion.reading())
                    .append("; rows: true category; shares\n\\begin{tabular}{lr")
                    .append("r".repeat(confusion.labels().size()))
                    .append("r}\n\\toprule\ntrue & n & ")
                    .append(confusion.labels().stream()
                            .map(EvaluationReport::escaped)
                            .collect(Collectors.joining(" & ")))
                    .append(" & unreadable \\\\\n\\midrule\n");
            for (EvaluationDocument.ConfusionRow row : confusion.rows()) {
                text.append(String.join(" & ", cells(row, EvaluationReport::escaped)))
                        .append(" \\\\\n");
            }
            text.append("\\bottomrule\n\\end{tabular}\n");
        }
        return text.toString();
    }

    /** How a text is made harmless in a format. */
    private interface Escape {
        String of(String text);
    }

    private static List<String> cells(EvaluationDocument.Row row, Escape escape) {
        return List.of(
                escape.of(row.task()),
                escape.of(row.strategy()),
                escape.of(String.join(", ", row.experts())),
                Integer.toString(row.n()),
                escape.of(percent(row.accuracy()) + " %"),
                "[" + percent(row.low()) + ", " + percent(row.high()) + "]",
                row.onlyBase() == null ? "" : row.onlyBase() + " / " + row.onlyThis(),
                row.pValue() == null ? "" : String.format(Locale.ROOT, "%.2g", row.pValue()),
                escape.of(percent(row.inForm() / (double) row.n()) + " %"),
                row.dispatchTokens() == null || row.dispatchSeconds() == null
                        ? ""
                        : tokensAndTime(row.dispatchTokens(), row.dispatchSeconds()),
                tokensAndTime(row.answerTokens(), row.answerSeconds()),
                String.format(Locale.ROOT, "%.2f", 1000 * row.switchSeconds()));
    }

    private static List<String> cells(EvaluationDocument.ConfusionRow row, Escape escape) {
        List<String> cells = new ArrayList<>(List.of(escape.of(row.category()), Integer.toString(row.n())));
        row.counts().forEach(count -> cells.add(String.format(Locale.ROOT, "%.3f", count / (double) row.n())));
        cells.add(Integer.toString(row.unreadable()));
        return cells;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String tokensAndTime(double tokens, double seconds) {
        return String.format(Locale.ROOT, "%.1f, %.1f", tokens, 1000 * seconds);
    }

    private static String piped(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ");
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("\\textbackslash{}");
                case '~' -> escaped.append("\\textasciitilde{}");
                case '^' -> escaped.append("\\textasciicircum{}");
                case '&', '%', '$', '#', '_', '{', '}' -> escaped.append('\\').appendCodePoint(c);
                case '\n' -> escaped.append(' ');
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
