package org.t2workbench.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.TensorList;
import org.t2workbench.core.kernel.Tensors;

/**
 * Sequences in the middle of being read and continued: their cache and how far the shorter ones are filled up on the
 * left. Compute thread only.
 */
final class DecodingState implements AutoCloseable {

    /** Positions, over all rows, that one forward pass takes from prompts: bounds memory and the time to a cancel. */
    private static final int PROMPT_POSITIONS = 8192;

    private static final int SMALLEST_CHUNK = 16;

    /** Positions made room for beyond the prompts at first. */
    private static final int FIRST_ROOM = 64;

    /** The same of a single row, which takes little room while each growth takes as long as two tokens. */
    private static final int FIRST_ROOM_ALONE = 256;

    private final LanguageModel model;
    private WeightView view;
    private final Kernel kernel;
    private final NDManager scope;
    private final KeyValueCache cache;
    private final List<int[]> prompts;
    private final int longest;
    private final boolean perSequence;
    private final @Nullable ReadTexts texts; // where texts may have to be read again
    private NDArray pads; // (B), or empty when no row is filled up
    private @Nullable Kernel singleRow; // compiled when the first such step comes: a batch has none
    private @Nullable NDManager selected; // owns the factors of the rows that were chosen last

    /** @param prompts checked already, at least one */
    DecodingState(LanguageModel model, WeightView view, List<int[]> prompts) {
        this.model = model;
        this.view = view;
        this.perSequence = view.perSequence();
        this.kernel = model.kernel();
        this.prompts = prompts;
        this.longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
        this.scope = model.engine().newScope();
        boolean equalLengths = prompts.stream().allMatch(prompt -> prompt.length == longest);
        long[] fillers =
                prompts.stream().mapToLong(prompt -> longest - prompt.length).toArray();
        this.pads = equalLengths
                ? new Tensors(model.engine()).empty(scope, Dtype.F32, 0)
                : scope.create(fillers).duplicate();
        int room =
                Math.min(model.config().contextLength() - longest, prompts.size() == 1 ? FIRST_ROOM_ALONE : FIRST_ROOM);
        int longAfter = model.config().rotary().longAfter();
        this.texts = longAfter > 0 ? new ReadTexts(longAfter, prompts) : null;
        this.cache = new KeyValueCache(model, scope, prompts.size(), longest + room);
    }

    /** Reads the prompts; next-token logits (B, V), owned by {@code call}. */
    NDArray readPrompts(NDManager call, CancellationToken token) {
        return read(call, prompts, longest, token);
    }

    /** Reads texts from their beginning; {@code whole} positions with the fillers. */
    private NDArray read(NDManager call, List<int[]> texts, int whole, CancellationToken token) {
        int chunk = Math.max(SMALLEST_CHUNK, PROMPT_POSITIONS / texts.size());
        for (int from = 0; ; from += chunk) {
            token.throwIfCancelled();
            int to = Math.min(whole, from + chunk);
            long[] ids = new long[texts.size() * (to - from)];
            for (int row = 0; row < texts.size(); row++) {
                int[] text = texts.get(row);
                int filler = whole - text.length;
                for (int t = Math.max(from, filler); t < to; t++) {
                    ids[row * (to - from) + t - from] = text[t - filler];
                }
            }
            if (to == whole) {
                return extend(call, ids, to - from, whole);
            }
            try (NDManager step = scope.newSubManager()) {
                extend(step, ids, to - from, whole);
            }
        }
    }

    /**
     * Reads one more token of each row and chooses the one after it, in one kernel call where it can.
     *
     * @param answers which answer each row belongs to
     * @return as {@link TokenSampler#choose}
     */
    double[][] readTokens(long[] ids, TokenSampler sampler, int[] answers, CancellationToken token) {
        cache.reserve(1);
        try (NDManager call = scope.newSubManager()) {
            if (texts != null && texts.add(ids)) {
                int whole = cache.length() + 1;
                cache.rewind();
                return sampler.choose(call, read(call, texts.all(), whole, token), answers);
            }
            Object[] own = sampler.arguments(answers, ids, pads, cache.layers(), cache.length());
            Kernel step = cache.rows() == 1 ? singleRow() : kernel;
            NDArray chosen = step.infer(
                            call, "sample_next", model.forwardArguments().with(view, own))
                    .get(0);
            cache.advance(1);
            return TokenSampler.rows(chosen, answers.length);
        }
    }

    private NDArray extend(NDManager call, long[] ids, int count, int whole) {
        NDArray tokens = call.create(ids, new Shape(cache.rows(), count));
        Object[] arguments = model.forwardArguments().with(view, tokens, pads, cache.layers(), cache.length(), whole);
        NDArray logits = kernel.infer(call, "next_logits", arguments).get(0);
        cache.advance(count);
        return logits;
    }

    private Kernel singleRow() {
        if (singleRow == null) {
            singleRow = model.singleRowKernel();
        }
        return singleRow;
    }

    /** Positions filled so far, fillers included. */
    int length() {
        return cache.length();
    }

    /** Goes on with these rows in this order; a row may be named several times. */
    void select(long[] rows) {
        cache.select(rows);
        if (texts != null) {
            texts.select(rows);
        }
        if (pads.size() > 0) {
            NDArray all = pads;
            try (NDManager call = scope.newSubManager()) {
                pads = kernel.call(scope, "select_rows", all, call.create(rows)).get(0);
            }
            all.close();
        }
        if (perSequence) {
            selectFactors(rows);
        }
    }

    /** The factors go with their sequences. */
    private void selectFactors(long[] rows) {
        NDManager next = scope.newSubManager();
        TensorList d;
        try (NDManager call = scope.newSubManager()) {
            d = new TensorList(kernel.call(next, "select_each", view.d(), call.create(rows)));
        }
        WeightView chosen = view.with(view.u(), d, view.vt());
        releaseFactors();
        selected = next;
        view = chosen;
    }

    private void releaseFactors() {
        if (selected != null) {
            view.d().close();
            selected.close();
            selected = null;
        }
    }

    @Override
    public void close() {
        releaseFactors();
        cache.close();
        scope.close();
    }
}
