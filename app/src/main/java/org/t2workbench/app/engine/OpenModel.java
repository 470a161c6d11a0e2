package org.t2workbench.app.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.app.workbench.CompareRequest;
import org.t2workbench.app.workbench.MatrixSummary;
import org.t2workbench.app.workbench.MixtureSetting;
import org.t2workbench.app.workbench.ModelSource;
import org.t2workbench.app.workbench.NextTokens;
import org.t2workbench.app.workbench.PromptText;
import org.t2workbench.app.workbench.SideToken;
import org.t2workbench.app.workbench.TokenPiece;
import org.t2workbench.core.adaptation.AdaptedModel;
import org.t2workbench.core.adaptation.Comparison;
import org.t2workbench.core.checkpoint.InstallFolder;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.model.GenerationRequest;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.Sampling;
import org.t2workbench.core.model.Scoring;
import org.t2workbench.core.model.TokenListener;
import org.t2workbench.core.svf.Mixture;
import org.t2workbench.core.text.Message;
import org.t2workbench.core.text.Tokenizer;

/** The open model as the window uses it. Compute thread only; closing it closes everything. */
final class OpenModel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenModel.class);

    /** Likeliest tokens that are shown at each place. */
    static final int TOP = 6;

    /** Weights that are read twice in less time than the engine takes to prepare its steps. */
    private static final long WARMED_UP_BYTES = 2L << 30;

    private final ModelSource source;
    private final AdaptedModel adapted;
    private final ExpertShelf shelf;
    private final SpectrumReader spectra;
    private final Scoring scoring;
    private final Words words;
    private final DispatchDesk dispatch;
    private final Set<String> broken = new HashSet<>();
    private final DirectionsDesk directions;
    private final AttributionDesk attribution;
    private final LearnDesk learn;

    /** @param install where the categories of the first pass lie */
    OpenModel(ModelSource source, AdaptedModel adapted, Optional<InstallFolder> install) {
        this.source = source;
        this.adapted = adapted;
        this.shelf = new ExpertShelf(adapted);
        this.spectra = new SpectrumReader(adapted);
        this.scoring = new Scoring(adapted.model());
        this.words = new Words(adapted.tokenizer());
        this.dispatch = new DispatchDesk(adapted, shelf, words, install);
        this.directions = new DirectionsDesk(adapted, words);
        this.attribution = new AttributionDesk(adapted, shelf, dispatch);
        this.learn = new LearnDesk(this);
    }

    /**
     * Writes two tokens that nobody sees: what the engine prepares at its first step, some 0.2 s, is not in the way of the
     * first answer then. A large model does not, as reading its weights for it takes longer than that.
     */
    void warmUp(CancellationToken token) {
        long numbers = matrices().stream()
                .mapToLong(matrix -> (long) matrix.rows() * matrix.columns())
                .sum();
        if (numbers * adapted.model().dtype().bytes() > WARMED_UP_BYTES) {
            return;
        }
        try {
            adapted.generate(
                    Mixture.offset(),
                    new GenerationRequest(new int[] {0}, 2, Sampling.greedy(), Set.of(), List.of(), 0),
                    TokenListener.NONE,
                    token);
        } catch (WorkbenchException e) {
            LOG.info("nothing could be written when the model was opened: {}", e.getMessage());
        }
    }

    ModelSource source() {
        return source;
    }

    AdaptedModel adapted() {
        return adapted;
    }

    ExpertShelf shelf() {
        return shelf;
    }

    DispatchDesk dispatch() {
        return dispatch;
    }

    DirectionsDesk directions() {
        return directions;
    }

    AttributionDesk attribution() {
        return attribution;
    }

    LearnDesk learn() {
        return learn;
    }

    SpectrumReader spectra() {
        return spectra;
    }

    List<MatrixInfo> matrices() {
        return adapted.model().matrices();
    }

    /** Notes matrices that cannot be decomposed. */
    void failed(Set<String> names) {
        broken.addAll(names);
    }

    /** The matrices without those that were tried and cannot be. */
    List<MatrixInfo> decomposable() {
        return matrices().stream()
                .filter(matrix -> !broken.contains(matrix.name()))
                .toList();
    }

    Map<String, float[]> gains(MixtureSetting setting) {
        return shelf.mixture(setting).gains(matrices());
    }

    static MatrixSummary summary(MatrixInfo matrix) {
        return new MatrixSummary(
                matrix.name(),
                matrix.layer(),
                matrix.kind().label().toLowerCase(Locale.ROOT),
                matrix.rows(),
                matrix.columns());
    }

    List<TokenPiece> tokenize(String text, boolean specialTokens) {
        Tokenizer tokenizer = adapted.tokenizer();
        List<TokenPiece> pieces = new ArrayList<>();
        for (int id : tokenizer.encode(text, specialTokens)) {
            pieces.add(new TokenPiece(
                    id, tokenizer.piece(id), tokenizer.specialIds().contains(id)));
        }
        return pieces;
    }

    String chat(String text) {
        return adapted.chatTemplate()
                .orElseThrow(() -> new InvalidInputException("This model has no chat template; use plain text."))
                .render(List.of(Message.user(text)), true);
    }

    NextTokens nextTokens(PromptText prompt, MixtureSetting mixture, int top, CancellationToken token) {
        return nextTokens(prompt, shelf.mixture(mixture), top, token);
    }

    NextTokens nextTokens(PromptText prompt, Mixture mixture, int top, CancellationToken token) {
        int[] ids = adapted.encode(prompt.text(), prompt.chat());
        if (ids.length == 0) {
            throw new InvalidInputException("The prompt gives no token; write at least one character.");
        }
        return new NextTokens(
                words.piece(ids[ids.length - 1]),
                words.of(scoring.next(adapted.model().baseWeights(), ids, top)),
                words.of(adapted.next(mixture, ids, top, token)),
                Double.NaN);
    }

    org.t2workbench.app.workbench.Comparison compare(
            CompareRequest request, Consumer<SideToken> onToken, CancellationToken token) {
        return compare(request, shelf.mixture(request.mixture()), onToken, token);
    }

    /** @param mixture in place of the request's */
    org.t2workbench.app.workbench.Comparison compare(
            CompareRequest request, Mixture mixture, Consumer<SideToken> onToken, CancellationToken token) {
        int[] prompt = adapted.encode(request.prompt().text(), request.prompt().chat());
        Comparison comparison = adapted.compare(
                mixture,
                Answers.request(adapted, prompt, request.settings()),
                TOP,
                (side, generated) -> onToken.accept(words.token(side, generated)),
                token);
        return new Answers(words).comparison(request, prompt, comparison);
    }

    @Override
    public void close() {
        directions.close();
        attribution.close();
        dispatch.close();
        adapted.close();
    }
}
