package org.t2workbench.core.evaluation;

import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An ablation as a Markdown table in the form of the paper's Table 4. */
final class AblationTable {

    private AblationTable() {}

    static String of(AblationResult result) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "# Ablation %s: %s trained on %s%n%nMean and standard deviation over %d seed%s (%s), test split, n = %d,"
                        + " greedy; in parentheses the ratio to base. Every row was given %d tries, the best picked on"
                        + " validation.%n%n",
                result.recipe(),
                result.model(),
                result.task(),
                result.seeds().size(),
                result.seeds().size() == 1 ? "" : "s",
                result.seeds().stream().map(Object::toString).collect(Collectors.joining(", ")),
                result.rows().get(0).tests().get(0).n(),
                result.rows().stream().mapToInt(AblationResult.Row::tries).max().orElse(0)));
        text.append("| # | method | objective | modules | params | ");
        result.rows().get(0).tests().forEach(test -> text.append(test.task()).append(" | "));
        text.append("chosen |\n|---|---|---|---|---|");
        text.append("---|".repeat(result.rows().get(0).tests().size() + 1)).append('\n');
        result.rows().forEach(row -> text.append(row(row, result)));
        return text.toString();
    }

    private static String row(AblationResult.Row row, AblationResult result) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | ",
                row.number(),
                row.name(),
                switch (row.method()) {
                    case "rl" -> "policy gradient";
                    case "sft" -> "next token";
                    default -> "";
                },
                row.matrices(),
                row.parameters() == 0 ? "" : String.format(Locale.ROOT, "%,d", row.parameters())));
        if (row.failure() != null) {
            line.append("– | ".repeat(result.rows().get(0).tests().size())).append(row.failure());
        } else {
            row.tests().forEach(test -> line.append(cell(test)).append(" | "));
            line.append(new TreeMap<>(row.chosen())
                    .entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", ")));
        }
        return line.append(" |\n").toString();
    }

    private static String cell(AblationResult.Test test) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * test.mean())
                + (test.deviation() == null ? "" : String.format(Locale.ROOT, " ± %.1f", 100 * test.deviation()))
                + (test.ratio() == null || test.pValues().isEmpty()
                        ? ""
                        : String.format(Locale.ROOT, " (%.2f)", test.ratio()));
    }
}
