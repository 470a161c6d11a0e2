package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.adaptation.search.Member;
import org.t2workbench.core.evaluation.EvaluationWatch;
import org.t2workbench.core.exchange.LoraPlan;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.run.Checkpoint;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunWriter;
import org.t2workbench.core.training.TrainingHistory;
import org.t2workbench.core.training.TrainingSettings;
import org.t2workbench.core.training.TrainingTime;

/** A session without an engine: fixed answers, so that view models and views are tested alone. */
public final class FakeSession implements Session {

    private static final String[] KINDS = {"q", "k", "v", "o", "gate", "up", "down"};
    private static final String[] PARTS = {
        "self_attn.q_proj",
        "self_attn.k_proj",
        "self_attn.v_proj",
        "self_attn.o_proj",
        "mlp.gate_proj",
        "mlp.up_proj",
        "mlp.down_proj"
    };
    private static final int LAYERS = 6;

    /** The strategies that choose alone. */
    public final FakeDispatch dispatch = new FakeDispatch(this);

    /** What the Learn screen asks for. */
    public final FakeLearn learn = new FakeLearn(this);

    /** When set, {@link #compare} waits for it after the first token, so that a test can look at a running job. */
    public volatile @Nullable CountDownLatch gate;

    /** What {@link #evaluate} does. */
    public final FakeEvaluations evaluations = new FakeEvaluations();

    /** What is fetched from a hub. */
    public final FakeDownloads hub = new FakeDownloads();

    /** Imports and exports. */
    public final FakeExchange exchange = new FakeExchange();

    /** Components in words, and what moved a token. */
    public final FakeDirections words = new FakeDirections();

    /** What experts are looked into. */
    public final FakeInspection inspection = new FakeInspection(matrices());

    /** How often the next token was asked for. */
    public volatile int nextTokenCalls;

    /** The name of a matrix whose singular values are all 0; empty for none. */
    public volatile String zeroMatrix = "";

    public volatile int compareCalls;

    /** Milliseconds per generated token. */
    public volatile int tokenMillis;

    public volatile boolean decomposed = true;

    /** The searches of this session. */
    public final FakeSearches searches = new FakeSearches();

    private final Map<Path, MixtureSetting> saved = new HashMap<>();

    /** Milliseconds per training iteration. */
    public volatile int iterationMillis;

    /** The iteration at which the gradient is no number, once; -1 for none. */
    public volatile long brokenIteration = -1;

    private final List<ExpertSummary> experts = new ArrayList<>(
            List.of(expert("math", 0.714, 0.842), expert("code", 0.683, 0.811), expert("reasoning", 0.552, 0.661)));

    private static ExpertSummary expert(String name, double before, double after) {
        return new ExpertSummary(
                name,
                name,
                name,
                "direct",
                LAYERS * KINDS.length,
                0.42,
                before,
                after,
                "test",
                1000,
                "7",
                Path.of("samples", "experts", name + ".safetensors"),
                "");
    }

    private static List<MatrixSummary> matrices() {
        List<MatrixSummary> all = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int i = 0; i < KINDS.length; i++) {
                int rows = i < 4 ? 192 : i < 6 ? 512 : 192;
                int columns = i == 6 ? 512 : 192;
                all.add(new MatrixSummary(
                        "model.layers." + layer + "." + PARTS[i] + ".weight", layer, KINDS[i], rows, columns));
            }
        }
        return all;
    }

    @Override
    public ModelPreview preview(ModelSource source, Progress progress, CancellationToken token) {
        HubOffer offer = null;
        if (source.location().contains("broken")) {
            throw new InvalidInputException(
                    "The file model.safetensors is cut off: its header promises 12345 bytes and 99 are there.",
                    Path.of(source.location(), "model.safetensors"));
        }
        if (source.location().matches("[\\w-]+/[\\w.-]+(@.*)?")) {
            offer = hub.offer(source);
        }
        return new ModelPreview(
                source,
                offer == null ? source.shortName() : source.location(),
                "Llama",
                3_100_000,
                isGguf(source) ? "q4_1" : "f32",
                new MemoryNeed(12_400_000, 9_000_000, 30_000_000, 8L << 30),
                offer);
    }

    private static boolean isGguf(ModelSource source) {
        return source.location().endsWith(".gguf");
    }

    @Override
    public void download(ModelSource source, Progress progress, CancellationToken token) {
        hub.download(source, progress, token);
    }

    @Override
    public ModelSummary open(ModelSource source, Progress progress, CancellationToken token) {
        preview(source, progress, token);
        return new ModelSummary(
                source,
                source.shortName(),
                "Llama",
                3_100_000,
                "f32",
                isGguf(source) ? "q4_1" : "f32",
                isGguf(source),
                "CPU",
                2,
                LAYERS,
                192,
                512,
                2048,
                true,
                source.isSample() ? new DemoSetting("Tom has 37 cards and loses 19. How many?", "math", 1, 48) : null,
                new MemoryNeed(12_400_000, 9_000_000, 30_000_000, 8L << 30),
                matrices());
    }

    @Override
    public List<TokenPiece> tokenize(String text, boolean specialTokens) {
        List<TokenPiece> pieces = new ArrayList<>();
        if (specialTokens) {
            pieces.add(new TokenPiece(1, "<s>", true));
        }
        for (String part : text.split("(?= )|(?<=\n)")) {
            pieces.add(new TokenPiece(Math.floorMod(part.hashCode(), 2048), part, false));
        }
        return pieces;
    }

    @Override
    public String chatPreview(String text) {
        return "<|user|>\n" + text + "\n<|assistant|>\n";
    }

    @Override
    public DecompositionStatus decompositionStatus() {
        return new DecompositionStatus(decomposed ? 42 : 0, 42, decomposed ? 0 : 95, 9_000_000);
    }

    @Override
    public void decompose(Progress progress, CancellationToken token) {
        for (MatrixSummary matrix : matrices()) {
            token.throwIfCancelled();
            progress.report(matrix.shortName(), matrix.layer() * 7L, 42);
            pause(tokenMillis);
        }
        decomposed = true;
    }

    @Override
    public List<MatrixMetrics> metrics(MixtureSetting mixture, Progress progress, CancellationToken token) {
        Random random = new Random(3);
        List<MatrixMetrics> all = new ArrayList<>();
        for (MatrixSummary matrix : matrices()) {
            Map<SpectrumMetric, Double> values = new EnumMap<>(SpectrumMetric.class);
            double share = 0.4 + 0.55 * random.nextDouble();
            values.put(SpectrumMetric.EFFECTIVE_RANK_SHARE, share);
            values.put(SpectrumMetric.EFFECTIVE_RANK, share * matrix.rank());
            values.put(SpectrumMetric.STABLE_RANK, share * 20);
            values.put(SpectrumMetric.HARD_RANK, (double) matrix.rank());
            values.put(SpectrumMetric.PARTICIPATION_RATIO, share * 90);
            values.put(SpectrumMetric.POWER_LAW_ALPHA, 2 + share);
            values.put(SpectrumMetric.MATRIX_ENTROPY, share);
            values.put(SpectrumMetric.LARGEST_SINGULAR_VALUE, 3 * share);
            values.put(SpectrumMetric.RELATIVE_CHANGE, mixture.isNeutral() ? 0 : share / 20);
            values.put(SpectrumMetric.LARGEST_GAIN_CHANGE, mixture.isNeutral() ? 0 : share / 2);
            all.add(new MatrixMetrics(matrix, values));
        }
        return all;
    }

    @Override
    public SpectrumCurves spectrum(String name, MixtureSetting mixture) {
        MatrixSummary matrix = matrices().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<Double> base = new ArrayList<>();
        List<Double> adapted = new ArrayList<>();
        double alpha = mixture.alphas().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        for (int i = 0; i < matrix.rank(); i++) {
            double sigma = name.equals(zeroMatrix) ? 0 : 2.6 * Math.exp(-i / 68.0) + 0.003;
            base.add(sigma);
            adapted.add(sigma * (1 + 0.3 * alpha * Math.sin(i / 9.0) * Math.exp(-i / 80.0)));
        }
        return new SpectrumCurves(matrix, base, adapted, 0.52);
    }

    @Override
    public Map<SpectrumMetric, Double> shuffledMetrics(String matrix, CancellationToken token) {
        return Map.of(SpectrumMetric.RANDOM_DISTANCE, 0.2, SpectrumMetric.SHUFFLED_SOFT_RANK, 0.4);
    }

    @Override
    public SpectrumDensity density(String name) {
        SpectrumCurves curves = spectrum(name, MixtureSetting.NEUTRAL);
        if (name.equals(zeroMatrix)) {
            return new SpectrumDensity(curves.matrix(), List.of(), List.of(), List.of());
        }
        List<SpectrumDensity.Point> counted = new ArrayList<>();
        for (int i = curves.base().size() - 1; i >= 0; i -= 8) {
            double eigenvalue = curves.base().get(i) * curves.base().get(i);
            counted.add(new SpectrumDensity.Point(eigenvalue, 0.1 / eigenvalue));
        }
        return new SpectrumDensity(curves.matrix(), counted, counted.subList(10, 20), counted.subList(0, 10));
    }

    @Override
    public Optional<KeepTexts> keepTexts() {
        return Optional.of(new KeepTexts("Tom has 37 cards and loses 19. How many?", "37 - 19 = 18"));
    }

    /** The requests of {@link #keep}, in order. */
    public final List<KeepRequest> kept = new CopyOnWriteArrayList<>();

    /** When set, {@link #keep} waits until it is cancelled or this is counted down. */
    public volatile @Nullable CountDownLatch keepGate;

    @Override
    public KeepReport keep(KeepRequest request, Consumer<KeepReport> onReport, CancellationToken token) {
        kept.add(request);
        double share = Math.max(0, request.last() - request.first() + 1.0)
                / request.matrix().rank();
        onReport.accept(new KeepReport("Tom", 3.4 / Math.max(0.01, share), 3.4));
        CountDownLatch closed = keepGate;
        while (closed != null && closed.getCount() > 0) {
            token.throwIfCancelled();
            pause(2);
        }
        return new KeepReport("Tom has 18 cards.", 3.4 / Math.max(0.01, share), 3.4);
    }

    /** The edits that were saved, by file. */
    public final Map<Path, SpectrumEdit> edits = new ConcurrentHashMap<>();

    @Override
    public void saveEdit(SpectrumEdit edit, String name, Path file) {
        edits.put(file, edit);
    }

    @Override
    public ExpertGains gains(String expert) {
        return inspection.gains(expert);
    }

    @Override
    public ExpertSimilarity similarity(List<String> ids) {
        return inspection.similarity(ids);
    }

    @Override
    public ExpertContrast contrast(String first, String second, boolean weighted, int top) {
        return inspection.contrast(first, second, weighted);
    }

    @Override
    public ExpertTrajectory trajectory(Path run, PromptText prompt, Progress progress, CancellationToken token) {
        return inspection.trajectory(run, token);
    }

    @Override
    public EffectCertificate certificate(
            String expert, PromptText prompt, int tokens, Progress progress, CancellationToken token) {
        return inspection.certificate(expert, prompt);
    }

    @Override
    public void saveCombined(ExpertCombination combination, Path file) {
        inspection.made.put(file, combination);
    }

    @Override
    public ComponentReading component(String name, int component, int top) {
        return words.component(matrix(name), component);
    }

    @Override
    public DirectionMatches searchDirections(
            String text, boolean writes, int top, Progress progress, CancellationToken token) {
        return words.search(matrices(), text, writes);
    }

    @Override
    public TokenAttribution attribute(AttributionRequest request, Progress progress, CancellationToken token) {
        return words.attribute(matrices(), request, token);
    }

    private static MatrixSummary matrix(String name) {
        return matrices().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public List<ExpertSummary> experts() {
        return List.copyOf(experts);
    }

    @Override
    public void saveMixture(Path file, MixtureSetting mixture) {
        saved.put(file, mixture);
    }

    @Override
    public OpenedMixture openMixture(Path file) {
        MixtureSetting setting = Optional.ofNullable(saved.get(file)).orElseThrow();
        List<ExpertSummary> named = experts().stream()
                .filter(expert -> setting.alphas().containsKey(expert.id()))
                .toList();
        return new OpenedMixture(named, setting);
    }

    @Override
    public ExpertSummary loadExpert(Path file) {
        if (file.toString().contains("wrong")) {
            throw new InvalidInputException(
                    "The expert wrong.safetensors was made for matrices of other shapes: q_proj is 64 × 64 there.",
                    file);
        }
        if (file.endsWith("expert.safetensors")) {
            String run = String.valueOf(
                    Path.of(file.toAbsolutePath().toString(), "..").normalize().getFileName());
            return expert(run, 0.715, 0.8);
        }
        return new ExpertSummary(
                "other",
                "other",
                "math",
                "direct",
                42,
                0.3,
                Double.NaN,
                Double.NaN,
                "",
                0,
                "3",
                file,
                "This expert was trained on another model (tiny-llama); its shapes fit, its meaning may not.");
    }

    @Override
    public NextTokens nextTokens(PromptText prompt, MixtureSetting mixture, int top) {
        nextTokenCalls++;
        return place("?", mixture, 0.1);
    }

    private static NextTokens place(String after, MixtureSetting mixture, double divergence) {
        double alpha = mixture.alpha("math");
        return new NextTokens(
                after,
                List.of(
                        new TokenProbability(22, " 22", 0.34),
                        new TokenProbability(18, " 18", 0.31),
                        new TokenProbability(28, " 28", 0.12),
                        new TokenProbability(21, " 21", 0.06),
                        new TokenProbability(17, " 17", 0.03),
                        new TokenProbability(9, "\n", 0.01)),
                List.of(
                        new TokenProbability(18, " 18", Math.min(0.99, Math.max(0.01, 0.31 + 0.5 * alpha))),
                        new TokenProbability(22, " 22", 0.09),
                        new TokenProbability(28, " 28", 0.05),
                        new TokenProbability(17, " 17", 0.02),
                        new TokenProbability(21, " 21", 0.01),
                        new TokenProbability(9, "\n", 0.0004)),
                mixture.isNeutral() ? 0 : divergence);
    }

    @Override
    public Comparison compare(
            CompareRequest request, Consumer<SideToken> onToken, Progress progress, CancellationToken token) {
        compareCalls++;
        String[] base = {"Tom", " has", " 37", " -", " 19", " =", " 22", " cards", ".", "\n", "Answer", ":", " 22"};
        String[] adapted = {"Tom", " has", " 37", " -", " 19", " =", " 18", " cards", ".", "\n", "Answer", ":", " 18"};
        if (request.mixture().isNeutral()) {
            adapted = base;
        }
        Answer first = say(Side.BASE, base, onToken, token);
        Answer second = say(Side.ADAPTED, adapted, onToken, token);
        List<NextTokens> places = new ArrayList<>();
        double[] divergences = {0.001, 0, 0.002, 0.02, 0.015, 0.02, 0.61, 0.03, 0.001, 0, 0, 0.004, 0.12};
        for (int i = 0; i < base.length; i++) {
            places.add(place(i == 0 ? "?" : base[i - 1], request.mixture(), divergences[i]));
        }
        boolean none = request.mixture().isNeutral();
        return new Comparison(
                request,
                first,
                second,
                places,
                places,
                new EffectSummary(none ? 0 : 0.136, none ? 0 : 2, 13, none ? 0 : 0.031, none ? 0 : 0.42, none));
    }

    private Answer say(Side side, String[] words, Consumer<SideToken> onToken, CancellationToken token) {
        List<AnswerToken> tokens = new ArrayList<>();
        Random random = new Random(5);
        for (String word : words) {
            token.throwIfCancelled();
            AnswerToken next =
                    new AnswerToken(word.hashCode(), word, 1 - 0.6 * random.nextDouble() * random.nextDouble());
            tokens.add(next);
            onToken.accept(new SideToken(side, next));
            CountDownLatch closed = gate;
            while (closed != null && closed.getCount() > 0) {
                token.throwIfCancelled();
                pause(2);
            }
            pause(tokenMillis);
        }
        return new Answer(tokens, "stop", 0.02);
    }

    @Override
    public List<String> tasks() {
        return List.of("code", "math", "reasoning");
    }

    @Override
    public TaskSample taskSample(String task, int items) {
        if (task.contains("broken")) {
            throw new InvalidInputException("Line 3 of broken.jsonl is no JSON: a quote is missing.", Path.of(task));
        }
        List<TaskSample.Item> all = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            String question = "Tom has " + (30 + i) + " cards and loses " + (3 + i) + ". How many are left?";
            all.add(new TaskSample.Item(
                    question,
                    "<|user|>\n" + question + "\nGive the number after ####.<|end|>\n<|assistant|>\n",
                    31,
                    "27",
                    (30 + i) + " - " + (3 + i) + " = 27\n#### 27"));
        }
        return new TaskSample(task, "One-step word problems.", 72, -1, -1, List.of(), all);
    }

    @Override
    public TrainingNeed trainingNeed(String task, TrainingSettings settings, TrainingHistory history) {
        TrainingTime estimate = new TrainingTime(0.5, 1, settings.iterations(), 3, false);
        TrainingHistory.Place place = new TrainingHistory.Place("fake", task, Dtype.F32, "cpu", 1);
        return new TrainingNeed(
                7000, 900_000_000, 8L << 30, history.time(place, settings).orElse(estimate));
    }

    /** A run as the engine writes it, with figures from a formula; cancelled, it keeps its last iteration. */
    @Override
    public void train(TrainingRequest request, Progress progress, CancellationToken token, Runnable giveWay) {
        Path folder = request.folder();
        TrainingSettings settings = request.settings();
        Map<String, Object> asked = new LinkedHashMap<>(settings.toMap());
        asked.putAll(Map.of("model", "fake", "task", request.task(), "dtype", "f32", "device", "cpu", "threads", 1));
        RunConfig config = RunConfig.of("train", List.of(), asked, settings.seed(), Map.of(), Map.of());
        try (RunWriter run = RunFolder.isRun(folder) ? RunWriter.resume(folder) : RunWriter.create(folder, config)) {
            long reached = run.resumedFrom().map(Checkpoint::iteration).orElse(-1L);
            for (long at = reached + 1; at <= settings.iterations(); at++) {
                if (token.isCancelled()) {
                    run.saveCheckpoint(at - 1, false, target -> {});
                }
                token.throwIfCancelled();
                giveWay.run();
                progress.report("training", at, settings.iterations());
                if (at == brokenIteration) {
                    brokenIteration = -1;
                    run.saveCheckpoint(at - 1, false, target -> {});
                    throw new WorkbenchException("The gradient is no number any more at iteration " + at + ".");
                }
                iterate(run, at, settings);
                pause(iterationMillis);
            }
            run.saveCheckpoint(settings.iterations(), true, target -> {});
        }
    }

    private static void iterate(RunWriter run, long at, TrainingSettings settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        double accuracy = 0.7 + 0.15 * (1 - Math.exp(-at / 60.0)) + 0.05 * Math.sin(at * 1.7);
        if (at > 0) {
            List<Map<String, Object>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                boolean right = (at * 7 + i * 5) % 10 < 7;
                Map<String, Object> answer = new LinkedHashMap<>(Map.of(
                        "question",
                        "Tom has " + (30 + i) + " cards and loses 3. How many are left?",
                        "expected",
                        "27",
                        "text",
                        "30 - 3 = " + (right ? 27 : 26) + "\n#### " + (right ? 27 : 26),
                        "tokens",
                        12 + i,
                        "finished",
                        true,
                        "reward",
                        right ? 1.0 : -1.0,
                        "advantage",
                        right ? 0.4 : -0.6));
                if (!right) {
                    answer.put("note", "27 was expected, 26 was read");
                }
                answers.add(answer);
            }
            run.appendRollouts(at, answers);
            values.put("reward", 2 * accuracy - 1);
            values.put("accuracy", accuracy);
            values.put("loss", -accuracy);
            values.put("kl", at * 1e-4);
            values.put("gradient_norm", 0.3 + 0.1 * Math.cos(at));
            values.put("equal_groups", 0.4);
        }
        if (at == 0 || at % settings.validateEvery() == 0 || at == settings.iterations()) {
            values.put("validation", Map.of("n", 200, "correct", at == 0 ? 143 : 160, "in_form", 200));
        }
        values.put("best", at == 0 ? 0.715 : 0.8);
        values.put("best_iteration", at == 0 ? 0 : settings.validateEvery());
        run.appendMetrics(at, values, Map.of("seconds", 0.5));
        run.saveExpert(channel -> {});
    }

    @Override
    public void search(SearchRequest request, Progress progress, CancellationToken token, Runnable giveWay) {
        searches.search(request, progress, token, giveWay);
    }

    @Override
    public List<String> searchPlaces(SearchRequest request) {
        return searches.searchPlaces(request);
    }

    @Override
    public void saveSearched(SearchRequest request, Member member, Path file) {
        searches.saveSearched(request, member, file);
    }

    static void pause(int millis) {
        if (millis > 0) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public ImportReport importExpert(ImportRequest request, Progress progress, CancellationToken token) {
        return exchange.importExpert(request, progress, token);
    }

    @Override
    public LoraPlan loraPlan(MixtureSetting mixture, Progress progress, CancellationToken token) {
        return exchange.loraPlan(mixture, progress, token);
    }

    @Override
    public void export(ExportRequest request, Progress progress, CancellationToken token) {
        exchange.export(request, progress, token);
    }

    @Override
    public DispatchNeeds dispatchNeeds() {
        return dispatch.needs;
    }

    @Override
    public void loadDispatcher(Path file) {
        dispatch.loadDispatcher(file);
    }

    @Override
    public Comparison compareUnder(
            CompareRequest request,
            Consumer<DispatchReport> onChosen,
            Consumer<SideToken> onToken,
            Progress progress,
            CancellationToken token) {
        return dispatch.compare(request, onChosen, onToken, progress, token);
    }

    @Override
    public List<RouteAnswer> otherRoutes(
            CompareRequest request, String taken, Progress progress, CancellationToken token) {
        return dispatch.otherRoutes(taken, token);
    }

    @Override
    public EvaluationOffer evaluationOffer() {
        return evaluations.evaluationOffer();
    }

    @Override
    public void evaluate(
            EvaluationRequest request, Path folder, EvaluationWatch watch, Progress progress, CancellationToken token) {
        evaluations.evaluate(request, folder, watch, progress, token);
    }

    @Override
    public MatrixPictures picture(int components) {
        return learn.picture(components);
    }

    @Override
    public MatrixPictures matrix(String name, ComponentGains gains) {
        return learn.matrix(gains);
    }

    @Override
    public NextTokens nextTokens(PromptText prompt, ComponentGains gains, int top, CancellationToken token) {
        return learn.nextTokens(gains);
    }

    @Override
    public Comparison compare(CompareRequest request, ComponentGains gains, CancellationToken token) {
        return learn.compare(request, gains, token);
    }

    @Override
    public SpectrumCurves trained(Path run, String matrix) {
        return spectrum(matrix, RunFolder.isRun(run) ? MixtureSetting.NEUTRAL.with("math", 1) : MixtureSetting.NEUTRAL);
    }

    @Override
    public void close() {}
}
