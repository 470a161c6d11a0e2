package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.t2workbench.core.adaptation.search.Member;
import org.t2workbench.core.adaptation.search.SearchScope;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.run.Checkpoint;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunWriter;

/** Searches without an engine: run folders as the engine writes them, with members from a formula. */
public final class FakeSearches implements SearchSession {

    private static final int LAYERS = 2;

    /** Milliseconds per generation. */
    public volatile int generationMillis;

    /** The generation that cannot be made, once; -1 for none. */
    public volatile int brokenGeneration = -1;

    /** Whether every member scores the same. */
    public volatile boolean equal;

    /** What was saved, by file. */
    public final Map<Path, Member> saved = new HashMap<>();

    @Override
    public void search(SearchRequest request, Progress progress, CancellationToken token, Runnable giveWay) {
        SearchSettings settings = request.settings();
        try (RunWriter run = RunFolder.isRun(request.folder())
                ? RunWriter.resume(request.folder())
                : RunWriter.create(request.folder(), config(request))) {
            int reached =
                    run.resumedFrom().map(Checkpoint::iteration).orElse(0L).intValue();
            for (int number = reached + 1; number <= settings.generations(); number++) {
                if (token.isCancelled() || number == brokenGeneration) {
                    run.saveCheckpoint(number - 1, false, files -> {});
                }
                token.throwIfCancelled();
                giveWay.run();
                progress.report("searching", number, settings.generations());
                if (number == brokenGeneration) {
                    brokenGeneration = -1;
                    throw new WorkbenchException("Generation " + number + " cannot be made.");
                }
                run.appendMetrics(number, generation(request, number), Map.of("seconds", 0.1));
                pause();
            }
            run.saveCheckpoint(settings.generations(), true, files -> {});
        }
    }

    private static RunConfig config(SearchRequest request) {
        List<String> command = new ArrayList<>(List.of("adapt", "sample", "--task", request.task()));
        request.experts().forEach(file -> command.addAll(List.of("--expert", file.toString())));
        Map<String, Object> all = new LinkedHashMap<>(request.settings().toMap());
        all.put("task", request.task());
        return RunConfig.of("adapt", command, all, request.settings().seed(), Map.of(), Map.of());
    }

    /** Members that draw together around 0.7, 0.3, 0.3…; those nearer to it are right more often. */
    private Map<String, Object> generation(SearchRequest request, int number) {
        SearchSettings settings = request.settings();
        Random random = new Random(settings.seed() * 1000 + number);
        int dimension = request.experts().size() * places(request).size();
        List<Map<String, Object>> members = new ArrayList<>();
        for (int i = 0; i < settings.population(); i++) {
            List<Double> point = new ArrayList<>();
            double off = 0;
            for (int at = 0; at < dimension; at++) {
                double centre = at % request.experts().size() == 0 ? 0.7 : 0.3;
                double drawn = centre + 0.5 / number * random.nextGaussian();
                double value = Math.rint(Math.max(0, Math.min(1, drawn)) * 4096) / 4096;
                off += Math.abs(value - centre) / dimension;
                point.add(value);
            }
            Map<String, Object> member = new LinkedHashMap<>();
            member.put("point", point);
            member.put("correct", equal ? 1 : (int) Math.round(settings.shots() * (1 - off)));
            member.put("log_likelihood", equal ? -0.5 : -off);
            members.add(member);
        }
        Comparator<Integer> best = Comparator.comparing((Integer place) -> number(members.get(place), "correct"))
                .thenComparing(place -> number(members.get(place), "log_likelihood"))
                .reversed();
        List<Integer> ranked =
                IntStream.range(0, members.size()).boxed().sorted(best).toList();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("best", number(members.get(ranked.get(0)), "correct") / settings.shots());
        values.put("best_generation", number);
        values.put("evaluated", settings.population());
        values.put("shots", settings.shots());
        values.put("best_member", members.get(ranked.get(0)));
        values.put("elites", ranked.subList(0, settings.elites()));
        values.put("members", members);
        return values;
    }

    private static double number(Map<String, Object> member, String key) {
        return ((Number) Objects.requireNonNull(member.get(key))).doubleValue();
    }

    @Override
    public List<String> places(SearchRequest request) {
        return request.settings().scope() == SearchScope.GLOBAL
                ? List.of("all")
                : IntStream.range(0, LAYERS).mapToObj(Integer::toString).toList();
    }

    @Override
    public void save(SearchRequest request, Member member, Path file) {
        saved.put(file, member);
    }

    private void pause() {
        if (generationMillis > 0) {
            try {
                Thread.sleep(generationMillis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
