package org.t2workbench.core.adaptation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.NativeHeap;
import org.t2workbench.core.model.FinishReason;
import org.t2workbench.core.model.GeneratedToken;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.GenerationResult;
import org.t2workbench.core.model.Generator;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.Scoring;
import org.t2workbench.core.model.Scoring.Place;
import org.t2workbench.core.model.TokenListener;
import org.t2workbench.core.model.TokenProbability;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.AdaptedWeights;
import org.t2workbench.core.svf.Adapter;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.DecompositionStore;
import org.t2workbench.core.svf.EffectCheck;
import org.t2workbench.core.svf.EffectMeter;
import org.t2workbench.core.svf.EffectSelfTest;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.svf.WeightAdapter;
import org.t2workbench.core.text.ChatTemplate;
import org.t2workbench.core.text.Message;
import org.t2workbench.core.text.Tokenizer;

/**
 * An open model with its decomposition: what the window and the command line work with. The weights of the mixture used
 * last are kept, so that a mixture is applied once however often it is asked. Compute thread only; whoever opened it
 * closes it, before the engine.
 */
public final class AdaptedModel implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(AdaptedModel.class);

    private final LanguageModel model;
    private final Decomposition decomposition;
    private final WeightAdapter adapter;
    private final EffectMeter effects;
    private final Scoring scoring;
    private final Optional<ChatTemplate> template;
    private @Nullable Generator generator;
    private @Nullable BaseModel identity;
    private @Nullable Mixture current;
    private @Nullable AdaptedWeights weights;

    private AdaptedModel(LanguageModel model, Decomposition decomposition) {
        this.model = model;
        this.decomposition = decomposition;
        this.adapter = new WeightAdapter(model, decomposition);
        this.effects = new EffectMeter(model, decomposition);
        this.scoring = new Scoring(model);
        this.template = ChatTemplate.open(model.files());
    }

    /**
     * Reads the model's weights and its tokenizer; nothing is decomposed before it is needed.
     *
     * @throws InvalidInputException when the model cannot be used, or has no tokenizer
     * @throws org.t2workbench.core.job.OutOfResourcesException when its memory is not there
     */
    public static AdaptedModel open(
            ComputeEngine engine,
            ModelFiles files,
            Dtype dtype,
            DecompositionStore store,
            Progress progress,
            CancellationToken token) {
        AdaptedModel opened = openForTokens(engine, files, dtype, store, progress, token);
        try {
            opened.tokenizer();
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** The same for a model that is only given tokens: whether it has a tokenizer is seen when a text is. */
    public static AdaptedModel openForTokens(
            ComputeEngine engine,
            ModelFiles files,
            Dtype dtype,
            DecompositionStore store,
            Progress progress,
            CancellationToken token) {
        LanguageModel model = LanguageModel.open(engine, files, dtype, progress, token);
        try {
            return new AdaptedModel(model, Decomposition.open(engine, files, dtype, store));
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    public ModelFiles files() {
        return model.files();
    }

    public LanguageModel model() {
        return model;
    }

    public Decomposition decomposition() {
        return decomposition;
    }

    public Tokenizer tokenizer() {
        return model.tokenizer();
    }

    /** The chat template that came with the model; base models have none. */
    public Optional<ChatTemplate> chatTemplate() {
        return template;
    }

    public EffectMeter effects() {
        return effects;
    }

    /**
     * Whether the figures of {@link #effects} can be believed.
     *
     * @param tested the mixture that they are of
     * @param prompt at least one token
     * @throws InvalidInputException when a matrix cannot be decomposed, or the prompt does not fit
     */
    public List<EffectCheck> checkEffects(Mixture tested, int[] prompt, Progress progress, CancellationToken token) {
        return new EffectSelfTest(model, adapter, effects).run(tested, prompt, progress, token);
    }

    /** Ids that end an answer. */
    public Set<Integer> stopTokens() {
        return Set.copyOf(files().stopTokens());
    }

    /**
     * The ids of a prompt: as it is with the tokenizer's own special tokens, or as a user's message in the model's chat
     * template.
     *
     * @throws InvalidInputException when a chat is asked of a model without a template
     */
    public int[] encode(String prompt, boolean chat) {
        if (!chat) {
            return tokenizer().encode(prompt, true);
        }
        ChatTemplate chatTemplate = template.orElseThrow(() -> new InvalidInputException(
                "The model " + files().name() + " has no chat template; give the prompt without --chat.",
                files().path()));
        return tokenizer().encode(chatTemplate.render(List.of(Message.user(prompt)), true), false);
    }

    /**
     * An expert file or a LoRA folder, checked against this model; what makes its effect doubtful is logged as a warning.
     *
     * @throws InvalidInputException when it cannot be read or does not fit the model
     */
    public Adapter readAdapter(Path path) {
        Adapter read = Adapter.read(path);
        read.checkAgainst(new BaseModel.Target(identity(), model.matrices())).forEach(LOGGER::warn);
        return read;
    }

    /** Name and fingerprint of this model; the first call reads its weight files once. */
    public BaseModel identity() {
        if (identity == null) {
            try (TensorSource source = files().openTensors()) {
                identity = new BaseModel(files().name(), Optional.of(Fingerprint.ofModel(source)));
            }
        }
        return identity;
    }

    /**
     * The weights under a mixture, in the form that is faster for so many positions; they belong to this object and hold
     * until another mixture is asked for.
     */
    public WeightView weights(Mixture mixture, int positions, Progress progress, CancellationToken token) {
        if (weights == null || !mixture.equals(current)) {
            AdaptedWeights made = adapter.adapt(mixture.adaptation(model.matrices()), positions, progress, token);
            release();
            weights = made;
            current = mixture;
        }
        return weights.view();
    }

    /** Next-token logits at every position, (T, V). */
    public float[][] logits(Mixture mixture, int[] tokens, CancellationToken token) {
        return model.logits(weights(mixture, tokens.length, Progress.NONE, token), tokens);
    }

    /** The likeliest next tokens after a text. */
    public List<TokenProbability> next(Mixture mixture, int[] tokens, int top, CancellationToken token) {
        return scoring.next(weights(mixture, tokens.length, Progress.NONE, token), tokens, top);
    }

    /** σ ⊙ g of one matrix under a mixture, in f64, in the order of σ. */
    public double[] singularValues(Mixture mixture, MatrixInfo matrix) {
        double[] sigma = decomposition.singularValues(matrix.name()).clone();
        float[] gains = mixture.gains(List.of(matrix)).get(matrix.name());
        if (gains != null) {
            for (int i = 0; i < sigma.length; i++) {
                sigma[i] *= gains[i];
            }
        }
        return sigma;
    }

    private Generator generator() {
        Generator made = generator;
        if (made == null) {
            made = new Generator(model, model.tokenizer());
            generator = made;
        }
        return made;
    }

    /** One answer, streamed; a cancelled one is returned as far as it came. */
    public GenerationResult generate(
            Mixture mixture, GenerationRequest request, TokenListener listener, CancellationToken token) {
        WeightView view = weights(mixture, positions(request), Progress.NONE, token);
        return generator().generate(view, request, listener, token);
    }

    /**
     * Base and adapted answers to the same request, and how both models see either. Memory that is free after it is given
     * back to the system, so that any number of comparisons leaves the process as large as the first ones did.
     *
     * @param listener hears each token with its side as it comes
     * @param top how many of the likeliest tokens to report at each place
     * @throws org.t2workbench.core.job.CancelledException when cancelled before both answers are there
     */
    public Comparison compare(
            Mixture mixture,
            GenerationRequest request,
            int top,
            BiConsumer<Side, GeneratedToken> listener,
            CancellationToken token) {
        return compare(
                weights(mixture, positions(request), Progress.NONE, token), mixture, request, top, listener, token);
    }

    /** @param adapted the weights under the mixture, whoever keeps them */
    Comparison compare(
            WeightView adapted,
            Mixture mixture,
            GenerationRequest request,
            int top,
            BiConsumer<Side, GeneratedToken> listener,
            CancellationToken token) {
        try {
            return comparison(adapted, mixture, request, top, listener, token);
        } finally {
            // tensors of every length come and go here, and the next mixture's weights do not fit where these lay
            NativeHeap.giveBack();
        }
    }

    private Comparison comparison(
            WeightView adapted,
            Mixture mixture,
            GenerationRequest request,
            int top,
            BiConsumer<Side, GeneratedToken> listener,
            CancellationToken token) {
        WeightView base = model.baseWeights();
        GenerationResult baseAnswer = answer(base, request, written -> listener.accept(Side.BASE, written), token);
        GenerationResult answer = answer(adapted, request, written -> listener.accept(Side.ADAPTED, written), token);
        int[] whole = join(request.prompt(), answer.ids());
        List<Double> divergence = Arrays.stream(scoring.divergence(base, adapted, whole))
                .skip(request.prompt().length - 1L)
                .limit(answer.tokens().size())
                .boxed()
                .toList();
        return new Comparison(
                baseAnswer,
                answer,
                views(base, adapted, request.prompt(), baseAnswer, top),
                views(base, adapted, request.prompt(), answer, top),
                divergence,
                effects.of(mixture.adaptation(model.matrices()), adapted, request.prompt(), baseAnswer.ids()));
    }

    private GenerationResult answer(
            WeightView view, GenerationRequest request, TokenListener listener, CancellationToken token) {
        GenerationResult result = generator().generate(view, request, listener, token);
        if (result.finishReason() == FinishReason.CANCELLED) {
            token.throwIfCancelled();
        }
        return result;
    }

    private Comparison.Views views(
            WeightView base, WeightView adapted, int[] prompt, GenerationResult answer, int top) {
        int[] whole = join(prompt, answer.ids());
        return new Comparison.Views(
                places(base, prompt.length, whole, top), places(adapted, prompt.length, whole, top));
    }

    /** The place before each token of the answer: what was predicted there. */
    private List<Place> places(WeightView view, int promptLength, int[] whole, int top) {
        List<Place> all = scoring.score(view, whole, top);
        return new ArrayList<>(all.subList(promptLength - 1, all.size() - 1));
    }

    private static int[] join(int[] prompt, int[] answer) {
        int[] whole = Arrays.copyOf(prompt, prompt.length + answer.length);
        System.arraycopy(answer, 0, whole, prompt.length, answer.length);
        return whole;
    }

    private static int positions(GenerationRequest request) {
        return request.prompt().length + request.maxTokens();
    }

    private void release() {
        if (weights != null) {
            weights.close();
            weights = null;
        }
        current = null;
    }

    @Override
    public void close() {
        release();
        adapter.close();
        decomposition.close();
        model.close();
    }
}
