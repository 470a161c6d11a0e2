package org.t2workbench.core.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * One or several runs as one HTML file that needs nothing else: curves, settings side by side, best figures, versions,
 * notes and some answers. It follows the reader's light or dark setting and runs no script; whatever a run contains is
 * text in it and nothing but text.
 */
public final class RunReport {

    private static final String STYLE = "/org/t2workbench/ui/report.css";
    private static final int COLOURS = 8;
    private static final int PICTURES = 12;
    private static final int FIRST_ANSWERS = 4;
    private static final int LAST_ANSWERS = 8;
    private static final int LONGEST_TEXT = 4000;
    private static final int LOG_LINES = 12;

    /** First what a run is judged by; the others follow in their own order. */
    private static final List<String> FIRST = List.of(
            "validation/accuracy", "reward", "accuracy", "validation/loss", "loss", "kl", "entropy", "gradient_norm");

    /** Told elsewhere, or the same in every line. */
    private static final Set<String> NO_PICTURE =
            Set.of("best", "best_iteration", "validation/n", "validation/correct", "validation/in_form");

    private final StringBuilder page = new StringBuilder();
    private final List<RunFolder> runs;
    private final List<List<RunLine>> metrics = new ArrayList<>();

    private RunReport(List<RunFolder> runs) {
        this.runs = runs;
        runs.forEach(run -> metrics.add(run.metrics()));
    }

    /**
     * @param runs in the order of their colours
     * @param file to create or replace
     * @throws InvalidInputException when a run cannot be read
     * @throws org.t2workbench.core.job.OutOfResourcesException when the file cannot be written
     */
    public static void write(List<RunFolder> runs, Path file) {
        if (runs.isEmpty()) {
            throw new InvalidInputException("A report needs a run.");
        }
        String page = new RunReport(List.copyOf(runs)).page();
        AtomicFile.writeText(file, page);
    }

    private String page() {
        String title = runs.size() == 1 ? "Run " + name(runs.get(0)) : runs.size() + " runs compared";
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        page.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
                .append("style-src 'unsafe-inline'; img-src data:\">");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.append("<title>")
                .append(Html.escape(title))
                .append("</title><style>")
                .append(style());
        page.append("</style></head><body>\n");
        page.append("<h1>").append(Html.escape(title)).append("</h1>");
        page.append("<p class=\"muted\">Transformer² Workbench, ")
                .append(Instant.now().truncatedTo(ChronoUnit.SECONDS))
                .append("</p>");
        overview();
        curves();
        settings();
        notes();
        answers();
        origin();
        return page.append("</body></html>\n").toString();
    }

    private void overview() {
        page.append("<h2>Overview</h2><div class=\"scroll\"><table><thead><tr>");
        for (String head : List.of("run", "task", "state", "best", "iterations", "started", "time")) {
            page.append("<th>").append(head).append("</th>");
        }
        page.append("</tr></thead><tbody>");
        for (int i = 0; i < runs.size(); i++) {
            RunFolder run = runs.get(i);
            List<RunLine> lines = metrics.get(i);
            RunLine last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
            Map<String, String> settings = Settings.flat(run.config().config());
            page.append("<tr><td>")
                    .append(dot(i))
                    .append(Html.escape(name(run)))
                    .append("</td>");
            cell("", settings.getOrDefault("task", run.config().kind()));
            cell("", run.state().name().toLowerCase(Locale.ROOT));
            cell("figures", last == null ? "" : figure(last.values().get("best")));
            cell("figures", last == null ? "0" : Long.toString(last.iteration()));
            cell(
                    "figures",
                    RunClock.created(run).truncatedTo(ChronoUnit.SECONDS).toString());
            cell("figures", seconds(lines));
            page.append("</tr>");
        }
        page.append("</tbody></table></div>\n");
    }

    private void curves() {
        Set<String> all = new LinkedHashSet<>();
        metrics.forEach(lines -> all.addAll(Curve.metrics(lines)));
        Set<String> ordered = new LinkedHashSet<>(FIRST);
        ordered.retainAll(all);
        ordered.addAll(all);
        page.append("<h2>Curves</h2><p class=\"muted\">over iterations</p><div class=\"pictures\">");
        int pictures = 0;
        for (String metric : ordered) {
            if (pictures == PICTURES || NO_PICTURE.contains(metric) || metric.startsWith(Scalars.MACHINE)) {
                continue;
            }
            List<Curve> drawn = metrics.stream()
                    .map(lines -> Curve.of(lines, metric, Curve.Along.ITERATION))
                    .toList();
            page.append("<figure><figcaption>").append(Html.escape(metric)).append("</figcaption>");
            page.append(CurveSvg.draw(metric, drawn)).append("</figure>");
            pictures++;
        }
        page.append("</div>\n");
    }

    private void settings() {
        List<Map<String, String>> all = runs.stream().map(RunReport::described).toList();
        Set<String> names = new LinkedHashSet<>();
        all.forEach(settings -> names.addAll(settings.keySet()));
        page.append("<h2>Settings</h2>");
        if (runs.size() > 1) {
            page.append("<p class=\"muted\">What differs is marked.</p>");
        }
        page.append("<div class=\"scroll\"><table><thead><tr><th></th>");
        for (int i = 0; i < runs.size(); i++) {
            page.append("<th>")
                    .append(dot(i))
                    .append(Html.escape(name(runs.get(i))))
                    .append("</th>");
        }
        page.append("</tr></thead><tbody>");
        for (String name : names) {
            List<String> values = all.stream()
                    .map(settings -> settings.getOrDefault(name, "–"))
                    .toList();
            boolean differs = new LinkedHashSet<>(values).size() > 1;
            page.append(differs ? "<tr class=\"differs\"><th>" : "<tr><th>");
            page.append(Html.escape(name)).append("</th>");
            values.forEach(value -> cell("", value));
            page.append("</tr>");
        }
        page.append("</tbody></table></div>\n");
    }

    private static Map<String, String> described(RunFolder run) {
        Map<String, String> settings =
                new LinkedHashMap<>(Settings.flat(run.config().config()));
        settings.put("seed", Long.toString(run.config().seed()));
        return settings;
    }

    private void notes() {
        for (RunFolder run : runs) {
            String notes = run.notes();
            if (!notes.isBlank()) {
                page.append("<h2>Notes on ").append(Html.escape(name(run))).append("</h2><pre>");
                page.append(Html.escape(cut(notes))).append("</pre>\n");
            }
        }
    }

    private void answers() {
        for (RunFolder run : runs) {
            List<RunLine> some = some(run);
            if (some.isEmpty()) {
                continue;
            }
            page.append("<h2>Some answers of ").append(Html.escape(name(run))).append("</h2>");
            page.append("<p class=\"muted\">the first and the last</p><div class=\"scroll\"><table><thead><tr>");
            for (String head : List.of("iteration", "question", "expected", "answer", "reward", "note")) {
                page.append("<th>").append(head).append("</th>");
            }
            page.append("</tr></thead><tbody>");
            for (RunLine line : some) {
                page.append("<tr>");
                cell("figures", Long.toString(line.iteration()));
                cell(
                        "",
                        text(line.values()
                                .getOrDefault("question", line.values().getOrDefault("prompt", ""))));
                cell("", text(line.values().getOrDefault("expected", "")));
                page.append("<td><pre>").append(Html.escape(text(line.values().getOrDefault("text", ""))));
                page.append("</pre></td>");
                cell("figures", figure(line.values().get("reward")));
                cell("", text(line.values().getOrDefault("note", "")));
                page.append("</tr>");
            }
            page.append("</tbody></table></div>\n");
        }
    }

    private static List<RunLine> some(RunFolder run) {
        List<RunLine> some = new ArrayList<>();
        run.rollouts(line -> {
            some.add(line);
            return some.size() < FIRST_ANSWERS;
        });
        List<RunLine> latest =
                new RunFollower(run.path(), RunFollower.Rollouts.LATEST).look().rollouts();
        latest.stream()
                .skip(Math.max(0, latest.size() - LAST_ANSWERS))
                .filter(line -> !some.contains(line))
                .forEach(some::add);
        return some;
    }

    private void origin() {
        page.append("<h2>How to repeat it</h2>");
        for (RunFolder run : runs) {
            RunConfig config = run.config();
            page.append("<h3>").append(Html.escape(name(run))).append("</h3><pre>");
            page.append(Html.escape(String.join(" ", config.command()))).append("\n\n");
            config.versions().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> page.append(Html.escape(entry.getKey() + " " + entry.getValue() + "\n")));
            config.fingerprints()
                    .forEach((what, print) -> page.append(Html.escape("fingerprint of " + what + " " + print + "\n")));
            List<String> log = run.log(LOG_LINES);
            if (!log.isEmpty()) {
                page.append('\n').append(Html.escape(cut(String.join("\n", log))));
            }
            page.append("</pre>\n");
        }
    }

    private void cell(String style, String text) {
        page.append(style.isEmpty() ? "<td>" : "<td class=\"" + style + "\">");
        page.append(Html.escape(text)).append("</td>");
    }

    private String dot(int number) {
        return runs.size() == 1 ? "" : "<span class=\"dot s" + number % COLOURS + "\"></span>";
    }

    private static String name(RunFolder run) {
        return Objects.toString(run.path().getFileName(), run.path().toString());
    }

    private static String seconds(List<RunLine> lines) {
        double seconds = lines.stream().mapToDouble(RunClock::secondsOf).sum();
        return seconds < 120
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f min", seconds / 60);
    }

    private static String figure(@Nullable Object value) {
        return value instanceof Number number ? String.format(Locale.ROOT, "%.4g", number.doubleValue()) : "–";
    }

    private static String text(@Nullable Object value) {
        return cut(Objects.toString(value, ""));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " … (cut)";
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(RunReport.class.getResourceAsStream(STYLE), STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
