package org.t2workbench.core.adaptation.search;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.checkpoint.Safetensors;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.run.Checkpoint;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunWriter;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.Expert;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.MixtureFile;
import org.t2workbench.core.svf.WeightAdapter;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskItem;
import org.t2workbench.core.training.PromptEncoder;
import org.t2workbench.core.training.RunStart;
import org.t2workbench.core.training.TaskAnswers;

/**
 * Searches the α with which a mixture of experts answers a few items of a task best (Transformer², appendix A.4). What is
 * mixed are gains, so that one α = 1 is that expert to the bit. A mixture that was scored once is not answered with again,
 * also after a resume.
 *
 * <p>A search that was stopped or killed goes on from its last whole generation and finds the same as one that was not.
 * Compute thread only; what is passed in stays open.
 */
public final class MixtureSearch {

    /** Kind of these runs in run.json. */
    public static final String KIND = "adapt";

    private final LanguageModel model;
    private final Decomposition decomposition;
    private final PromptEncoder encoder;
    private final Task task;
    private final List<SearchExpert> experts;
    private final SearchSettings settings;
    private final Progress progress;
    private final CancellationToken token;
    private final SearchSpace space;
    private final List<TaskItem> shots;
    private final Runnable giveWay;

    /**
     * Draws the shots; nothing is answered yet.
     *
     * @param decomposition of the same model, in its dtype
     * @param experts checked against the model
     * @throws InvalidInputException when there are no experts, one is there twice, they have no gains, or the task has
     *     fewer items to draw from than shots
     */
    public MixtureSearch(
            LanguageModel model,
            Decomposition decomposition,
            PromptEncoder encoder,
            Task task,
            List<SearchExpert> experts,
            SearchSettings settings,
            Progress progress,
            CancellationToken token) {
        SearchExpert.requireUsable(experts);
        this.model = model;
        this.decomposition = decomposition;
        this.encoder = encoder;
        this.task = task;
        this.experts = List.copyOf(experts);
        this.settings = settings;
        this.progress = progress;
        this.token = token;
        List<Expert> mixed = experts.stream().map(SearchExpert::expert).toList();
        this.space = new SearchSpace(settings, mixed, model.matrices());
        this.shots = Shots.draw(
                task, settings.shots(), settings.seed(), encoder, model.config().contextLength());
        this.giveWay = () -> {};
    }

    private MixtureSearch(MixtureSearch other, Runnable giveWay) {
        this.model = other.model;
        this.decomposition = other.decomposition;
        this.encoder = other.encoder;
        this.task = other.task;
        this.experts = other.experts;
        this.settings = other.settings;
        this.progress = other.progress;
        this.token = other.token;
        this.space = other.space;
        this.shots = other.shots;
        this.giveWay = giveWay;
    }

    /**
     * The same search, which lets others use the model between its generations.
     *
     * @param action called on the compute thread before each generation; leaves the model as it found it
     */
    public MixtureSearch givingWay(Runnable action) {
        return new MixtureSearch(this, action);
    }

    /** Ids of the items that members are scored by. */
    public List<String> shots() {
        return shots.stream().map(TaskItem::id).toList();
    }

    /** What each group of α in a member belongs to: every layer, one layer by its number, or one matrix by its name. */
    public List<String> places() {
        return space.places();
    }

    /** The items that members are scored by: no row of an evaluation may count them. */
    public List<TaskItem> items() {
        return shots;
    }

    /**
     * Searches without a run folder.
     *
     * @throws InvalidInputException when no mixture of the whole search can be made
     * @throws CancelledException when cancelled
     */
    public SearchResult find() {
        List<Generation> history = new ArrayList<>();
        search(history, (generation, seconds) -> {});
        return result(history, Optional.empty());
    }

    /**
     * Starts a search in a new run folder, or goes on with the one that is there.
     *
     * @param command the command line that does the same, for run.json
     * @throws InvalidInputException when the folder holds something else or a search of other settings, or no mixture of
     *     the whole search can be made
     * @throws CancelledException when cancelled; the generations that are whole stay
     */
    public SearchResult run(Path folder, List<String> command) {
        try (RunWriter run = RunStart.startOrResume(folder, config(command))) {
            List<Generation> history = new ArrayList<>(SearchHistory.of(run.run()));
            if (!run.resumedFrom().map(Checkpoint::finished).orElse(false)) {
                search(history, (generation, seconds) -> {
                    run.appendMetrics(
                            generation.number(), SearchHistory.values(generation), Map.of("seconds", seconds));
                    SearchHistory.warning(generation)
                            .ifPresent(warning -> run.log("generation " + generation.number() + ": " + warning));
                    run.saveCheckpoint(generation.number(), false, files -> {});
                });
                run.saveCheckpoint(history.size(), true, files -> {});
            }
            return result(history, Optional.of(folder));
        }
    }

    private interface Journal {
        void add(Generation generation, double seconds);
    }

    private void search(List<Generation> history, Journal journal) {
        Optimiser optimiser =
                switch (settings.method()) {
                    case CEM -> new CrossEntropy(settings, space.start());
                    case CMA_ES -> new CovarianceAdaptation(settings, space.start());
                };
        Map<List<Double>, Score> known = new HashMap<>();
        history.forEach(
                generation -> generation.members().forEach(member -> known.put(member.alpha(), member.score())));
        try (WeightAdapter adapter = new WeightAdapter(model, decomposition)) {
            MemberScores scores = new MemberScores(model, adapter, new TaskAnswers(model, encoder, task), shots);
            while (history.size() < settings.generations()) {
                token.throwIfCancelled();
                giveWay.run();
                progress.report("searching a mixture for " + task.name(), history.size(), settings.generations());
                long start = System.nanoTime();
                Optional<List<double[]>> points = optimiser.ask(history);
                if (points.isEmpty()) {
                    break;
                }
                Generation generation = generation(points.get(), history, known, scores);
                history.add(generation);
                journal.add(generation, (System.nanoTime() - start) / 1e9);
            }
        }
        progress.report("searched a mixture for " + task.name(), settings.generations(), settings.generations());
    }

    private Generation generation(
            List<double[]> points, List<Generation> history, Map<List<Double>, Score> known, MemberScores scores) {
        List<List<Double>> places = new ArrayList<>();
        List<List<Double>> alphas = new ArrayList<>();
        Set<List<Double>> unknown = new LinkedHashSet<>();
        for (double[] point : points) {
            double[] rounded = SearchSpace.rounded(point);
            double[] alpha = space.alpha(rounded);
            places.add(list(rounded));
            alphas.add(list(alpha));
            if (space.refused(alpha)) {
                known.put(list(alpha), Score.REFUSED);
            } else if (!known.containsKey(list(alpha))) {
                unknown.add(list(alpha));
            }
        }
        List<Mixture> mixtures = unknown.stream()
                .map(alpha -> space.mixture(CrossEntropy.numbers(alpha)))
                .toList();
        List<Score> found = scores.of(mixtures, token);
        int next = 0;
        for (List<Double> alpha : unknown) {
            known.put(alpha, found.get(next++));
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Score score = known.getOrDefault(alphas.get(i), Score.REFUSED);
            members.add(new Member(places.get(i), alphas.get(i), score));
        }
        List<Integer> ranked = Generation.ranked(members);
        int number = history.size() + 1;
        Member best = members.get(ranked.get(0));
        int bestGeneration = number;
        @Nullable Generation last = history.isEmpty() ? null : history.get(history.size() - 1);
        if (last != null && !best.score().beats(last.best().score())) {
            best = last.best();
            bestGeneration = last.bestGeneration();
        }
        return new Generation(
                number,
                members,
                ranked.subList(0, settings.elites()),
                best,
                bestGeneration,
                shots.size(),
                unknown.size(),
                settings.collapse());
    }

    private static List<Double> list(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    private SearchResult result(List<Generation> history, Optional<Path> folder) {
        Member best = history.get(history.size() - 1).best();
        if (best.score().refused()) {
            throw new InvalidInputException("Every mixture of the search has nothing but α = 0, which the form sum"
                    + " cannot be made of; use the form offset, or another seed.");
        }
        return new SearchResult(
                settings, space.mixture(CrossEntropy.numbers(best.alpha())), file(best), best.score(), history, folder);
    }

    /**
     * A member of this search as a mixture that can be written, with the experts' files and the shots.
     *
     * @throws InvalidInputException when it is a member of a search over other experts or another scope
     */
    public MixtureFile file(Member member) {
        if (member.alpha().size() != space.dimension()) {
            throw new InvalidInputException("The member has " + member.alpha().size() + " α, but this search has "
                    + space.dimension() + "; the model or the experts are others than it was searched with.");
        }
        double[] alpha = CrossEntropy.numbers(member.alpha());
        List<MixtureFile.Entry> entries = new ArrayList<>();
        for (int k = 0; k < experts.size(); k++) {
            entries.add(new MixtureFile.Entry(
                    experts.get(k).expert().name(), experts.get(k).file(), space.alphaOf(k, alpha)));
        }
        return new MixtureFile(settings.form(), entries, Optional.of(new MixtureFile.Shots(task.name(), shots())));
    }

    private RunConfig config(List<String> command) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", model.name());
        all.put("task", task.name());
        all.put("experts", experts.stream().map(each -> each.expert().name()).toList());
        all.putAll(settings.toMap());
        all.put("shot_ids", shots());
        all.put("dtype", model.dtype().label());
        all.put("device", model.engine().device());
        all.put("threads", model.engine().threads());
        Map<String, String> versions = new LinkedHashMap<>(RunConfig.runtimeVersions());
        versions.put("libtorch", model.engine().version());
        // beside the settings: another commit with the same weights goes on with the run
        model.files().commit().ifPresent(commit -> versions.put("model", commit));
        Map<String, String> fingerprints = new LinkedHashMap<>();
        fingerprints.put("task", task.fingerprint());
        try (TensorSource source = model.files().openTensors()) {
            fingerprints.put("model", Fingerprint.ofModel(source));
        }
        for (int k = 0; k < experts.size(); k++) {
            try (Safetensors source = Safetensors.open(experts.get(k).file())) {
                fingerprints.put("expert " + k, Fingerprint.ofModel(source));
            }
        }
        return RunConfig.of(KIND, command, all, settings.seed(), versions, fingerprints);
    }
}
