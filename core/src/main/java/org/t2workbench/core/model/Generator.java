package org.t2workbench.core.model;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.text.StreamingDecoder;
import org.t2workbench.core.text.Tokenizer;

/** Writes answers token by token. Compute thread only; holds nothing between calls. */
public final class Generator {

    /** Tokens before the answer that the decoder sees first: some decoders treat the beginning of a text differently. */
    private static final int DECODER_LEAD = 4;

    private final LanguageModel model;
    private final Tokenizer tokenizer;

    public Generator(LanguageModel model, Tokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /**
     * One answer, streamed. A cancelled answer is returned as far as it came, with {@link FinishReason#CANCELLED}.
     *
     * @throws InvalidInputException for a prompt of no tokens, longer than the context, or with ids outside the vocabulary
     * @throws OutOfResourcesException when the memory for the cache is not there
     * @throws OverflowException when the model's numbers run over; the tokens before were handed to the listener
     */
    public GenerationResult generate(
            WeightView view, GenerationRequest request, TokenListener listener, CancellationToken token) {
        model.checkTokens(request.prompt());
        long start = System.nanoTime();
        Answer answer = new Answer(request, listener);
        FinishReason reason = request.prompt().length >= model.config().contextLength()
                ? FinishReason.CONTEXT
                : write(view, request, answer, token);
        answer.finish();
        return new GenerationResult(answer.tokens, answer.text.toString(), reason, (System.nanoTime() - start) * 1e-9);
    }

    private FinishReason write(WeightView view, GenerationRequest request, Answer answer, CancellationToken token) {
        TokenSampler sampler = new TokenSampler(model.kernel(), request.sampling(), 1.0, request.alternatives(), 1);
        int[] onlyAnswer = {0};
        try (DecodingState state = new DecodingState(model, view, List.of(request.prompt()))) {
            long[] last = null;
            while (true) {
                token.throwIfCancelled();
                double[] row = last == null
                        ? firstRow(state, sampler, onlyAnswer, token)
                        : state.readTokens(last, sampler, onlyAnswer, token)[0];
                FinishReason reason = answer.add(row, state.length());
                if (reason != null) {
                    return reason;
                }
                last = new long[] {(long) row[0]};
            }
        } catch (CancelledException e) {
            return FinishReason.CANCELLED;
        }
    }

    private double[] firstRow(DecodingState state, TokenSampler sampler, int[] answers, CancellationToken token) {
        try (NDManager call = model.engine().newScope()) {
            return sampler.choose(call, state.readPrompts(call, token), answers)[0];
        }
    }

    /** An answer in the making. */
    private final class Answer {

        private final GenerationRequest request;
        private final TokenListener listener;
        private final StreamingDecoder decoder;
        private final StopText stopText;
        private final List<GeneratedToken> tokens = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Answer(GenerationRequest request, TokenListener listener) {
            this.request = request;
            this.listener = listener;
            this.stopText = new StopText(request.stopTexts());
            this.decoder = tokenizer.streamingDecoder(true);
            int[] prompt = request.prompt();
            for (int i = Math.max(0, prompt.length - DECODER_LEAD); i < prompt.length; i++) {
                decoder.add(prompt[i]);
            }
        }

        /** Takes a sampler's row; the reason to end here, or null to go on. */
        @Nullable
        FinishReason add(double[] row, int positions) {
            double logProbability = TokenSampler.logProbability(row, model, positions);
            int id = (int) row[0];
            boolean stopToken = request.stopTokens().contains(id);
            boolean full = positions + 1 >= model.config().contextLength();
            boolean last = stopToken || full || tokens.size() + 1 == request.maxTokens();
            String piece = stopToken ? "" : stopText.add(decoder.add(id));
            boolean stopped = stopToken || stopText.reached();
            if (last && !stopText.reached()) {
                piece += stopText.add(decoder.finish());
                piece += stopText.finish();
            }
            text.append(piece);
            GeneratedToken token = new GeneratedToken(id, piece, logProbability, TokenSampler.probabilities(row, 2));
            tokens.add(token);
            listener.onToken(token);
            if (stopped || stopText.reached()) {
                return FinishReason.STOP;
            }
            if (full) {
                return FinishReason.CONTEXT;
            }
            return last ? FinishReason.LENGTH : null;
        }

        /** Adds the text that a cancelled answer still held back. */
        void finish() {
            if (!stopText.reached()) {
                text.append(stopText.add(decoder.finish())).append(stopText.finish());
            }
        }
    }
}
