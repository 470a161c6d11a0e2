package org.t2workbench.app.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.t2workbench.app.i18n.Strings;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.run.Curve;
import org.t2workbench.core.run.RunCatalogue;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunFollower;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.run.Scalars;
import org.t2workbench.core.run.Settings;

/**
 * The runs on the disk, and the lines of those that are chosen, read piece by piece as they grow. Every method reads
 * files: off the FX thread. Safe from several threads.
 */
final class RunLibrary {

    /** More points than a chart is wide show nothing more. */
    private static final int POINTS = 600;

    /** The model among a run's settings, and its commit among a run's versions. */
    private static final String MODEL = "model";

    private final RunCatalogue catalogue;
    private final Strings strings;
    private Map<Path, Followed> followed = new HashMap<>();

    RunLibrary(RunRegistry registry, Strings strings) {
        this.catalogue = new RunCatalogue(registry);
        this.strings = strings;
    }

    /**
     * What is chosen and how it is to be drawn.
     *
     * @param runs in the order of their colours
     * @param metric empty for the first one there is
     */
    record Wanted(List<Path> runs, String metric, Curve.Along along, double smoothing) {}

    /** What one look found; {@code metric} is the one that was drawn. */
    record Found(
            Wanted wanted,
            List<RunRow> rows,
            List<String> metrics,
            String metric,
            List<RunCurve> curves,
            List<ParameterRow> parameters) {}

    /** Looks through all folders and reads what is new of the chosen runs. */
    synchronized Found look(Wanted wanted) {
        List<RunRow> rows = catalogue.look().stream().map(RunRow::of).toList();
        Map<Path, Followed> kept = new LinkedHashMap<>();
        for (Path path : wanted.runs()) {
            Followed run = followed.containsKey(path) ? followed.get(path) : new Followed(path, strings);
            kept.put(path, run);
            run.read();
        }
        followed = kept;
        List<String> metrics = metrics(kept);
        String metric = metrics.contains(wanted.metric()) || metrics.isEmpty() ? wanted.metric() : first(metrics);
        return new Found(wanted, rows, metrics, metric, curves(kept, metric, wanted), parameters(kept));
    }

    private static List<String> metrics(Map<Path, Followed> runs) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> machine = new LinkedHashSet<>();
        for (Followed run : runs.values()) {
            for (String name : Curve.metrics(run.lines)) {
                (name.startsWith(Scalars.MACHINE) ? machine : names).add(name);
            }
        }
        names.addAll(machine);
        return List.copyOf(names);
    }

    private static String first(List<String> metrics) {
        for (String liked : List.of("reward", "validation/accuracy", "loss")) {
            if (metrics.contains(liked)) {
                return liked;
            }
        }
        return metrics.get(0);
    }

    private static List<RunCurve> curves(Map<Path, Followed> runs, String metric, Wanted wanted) {
        List<RunCurve> curves = new ArrayList<>();
        int colour = 0;
        for (Followed run : runs.values()) {
            Curve curve = Curve.of(run.lines, metric, wanted.along());
            if (wanted.smoothing() > 0 && !curve.points().isEmpty()) {
                curves.add(new RunCurve("", colour, true, curve.thinned(POINTS).points()));
                curve = curve.smoothed(wanted.smoothing());
            }
            if (!curve.points().isEmpty()) {
                curves.add(new RunCurve(
                        run.name(), colour, false, curve.thinned(POINTS).points()));
            }
            colour++;
        }
        return curves;
    }

    private static List<ParameterRow> parameters(Map<Path, Followed> runs) {
        Set<String> names = new LinkedHashSet<>();
        runs.values().forEach(run -> names.addAll(run.settings.keySet()));
        List<ParameterRow> rows = new ArrayList<>();
        for (String name : names) {
            List<String> values = runs.values().stream()
                    .map(run -> run.settings.getOrDefault(name, "–"))
                    .toList();
            rows.add(new ParameterRow(name, values, new LinkedHashSet<>(values).size() > 1));
        }
        return rows;
    }

    /** A chosen run. */
    private static final class Followed {

        private final Path path;
        private final RunFollower follower;
        private final Strings strings;
        private final List<RunLine> lines = new ArrayList<>();
        private Map<String, String> settings = Map.of();

        Followed(Path path, Strings strings) {
            this.path = path;
            this.strings = strings;
            this.follower = new RunFollower(path, RunFollower.Rollouts.NONE);
        }

        String name() {
            return String.valueOf(path.getFileName());
        }

        /** What cannot be read is told by the run's row; here it has no curve and no settings. */
        void read() {
            try {
                if (settings.isEmpty()) {
                    settings = described(RunFolder.open(path).config());
                }
                RunFollower.Look look;
                do {
                    look = follower.look();
                    if (look.restarted()) {
                        lines.clear();
                    }
                    lines.addAll(look.metrics());
                } while (look.more());
            } catch (InvalidInputException e) {
                return;
            }
        }

        /** The settings, the model's commit below its name, and last what the run stood on, as run.json names it. */
        private Map<String, String> described(RunConfig config) {
            Map<String, String> versions = new TreeMap<>(config.versions());
            Optional<String> commit = Optional.ofNullable(versions.remove(MODEL));
            Map<String, String> all = new LinkedHashMap<>();
            Settings.flat(config.config()).forEach((name, value) -> {
                all.put(name, value);
                if (name.equals(MODEL)) {
                    commit.ifPresent(text -> all.put(strings.get("runs.setting.commit"), text));
                }
            });
            commit.ifPresent(text -> all.putIfAbsent(strings.get("runs.setting.commit"), text));
            versions.forEach((name, version) -> all.putIfAbsent("versions." + name, version));
            return all;
        }
    }
}
