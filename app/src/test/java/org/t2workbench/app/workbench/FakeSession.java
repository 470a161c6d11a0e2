package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;

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

    /** What an evaluation does. */
    public final FakeEvaluations evaluations = new FakeEvaluations();

    /** What is fetched from a hub. */
    public final FakeDownloads hub = new FakeDownloads();

    /** Imports and exports. */
    public final FakeExchange exchange = new FakeExchange();

    /** Components in words, and what moved a token. */
    public final FakeDirections directions = new FakeDirections(matrices());

    /** Spectra and edits of them. */
    public final FakeSpectra spectra = new FakeSpectra(matrices());

    /** Tasks and trainings. */
    public final FakeTraining training = new FakeTraining();

    /** What experts are looked into. */
    public final FakeInspection inspection = new FakeInspection(matrices());

    /** How often the next token was asked for. */
    public volatile int nextTokenCalls;

    public volatile int compareCalls;

    /** Milliseconds per generated token. */
    public volatile int tokenMillis;

    public volatile boolean decomposed = true;

    /** The searches of this session. */
    public final FakeSearches searches = new FakeSearches();

    private final Map<Path, MixtureSetting> saved = new HashMap<>();

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
    public Comparison compare(CompareRequest request, Consumer<SideToken> onToken, CancellationToken token) {
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
    public AttributionSession attribution() {
        return directions;
    }

    @Override
    public DirectionsSession directions() {
        return directions;
    }

    @Override
    public DispatchSession dispatch() {
        return dispatch;
    }

    @Override
    public EvaluationSession evaluations() {
        return evaluations;
    }

    @Override
    public ExchangeSession exchange() {
        return exchange;
    }

    @Override
    public InspectionSession inspection() {
        return inspection;
    }

    @Override
    public LearnSession learn() {
        return learn;
    }

    @Override
    public SearchSession searches() {
        return searches;
    }

    @Override
    public SpectraSession spectra() {
        return spectra;
    }

    @Override
    public TrainingSession training() {
        return training;
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
    public void close() {}
}
