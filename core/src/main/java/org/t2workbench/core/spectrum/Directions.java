package org.t2workbench.core.spectrum;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.MachineMemory;
import org.t2workbench.core.checkpoint.family.StreamNorms;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.FactorSource;
import org.t2workbench.core.svf.Factors;

/**
 * Singular directions in words: the side of each component that faces the residual stream, taken through the norms that stand
 * between, against the token embedding (what is read) or the output matrix (what is written). The base model's directions;
 * gains change how strong a component is, never where it points. Compute thread only; whoever made it closes it, before the
 * model and the decomposition.
 */
public final class Directions implements AutoCloseable {

    /** Numbers of a table that are widened at a time: 64 MB. */
    private static final int TABLE_PIECE = 1 << 24;

    /** Share of the free memory that directions may take between searches. */
    private static final double KEPT = 0.25;

    /** Singular values nearer than this, of the largest, are one value to a decomposition whose vectors are in f32. */
    private static final double SAME = 1e-6;

    private final LanguageModel model;
    private final FactorSource decomposition;
    private final StreamNorms norms;
    private final Kernel kernel;
    private final NDManager scope;
    private final NDArray none;
    private final Map<String, NDArray> kept = new HashMap<>();

    /** @param decomposition of the same model */
    public Directions(LanguageModel model, FactorSource decomposition) {
        this.model = model;
        this.decomposition = decomposition;
        this.norms = model.config().family().norms();
        this.kernel = model.engine().kernel("directions");
        this.scope = model.engine().newScope();
        this.none = new Tensors(model.engine()).empty(scope, Dtype.F32, 0);
    }

    /**
     * What a component reads or writes.
     *
     * @param top most tokens of each sign
     * @param vocabulary ids from here on stand for no token of the tokenizer: rows that only fill the table up
     * @throws InvalidInputException when the matrix cannot be decomposed or has no such component
     */
    public ComponentWords words(MatrixInfo matrix, int component, int top, int vocabulary) {
        if (component < 0 || component >= matrix.rank()) {
            throw new InvalidInputException("The matrix " + matrix.name() + " has no component " + component
                    + "; they are numbered from 0 to " + (matrix.rank() - 1) + ".");
        }
        StreamSide side = StreamSide.of(matrix.kind());
        try (NDManager call = scope.newSubManager()) {
            NDArray direction = direction(call, matrix, component);
            int size = Math.min(vocabulary, model.config().vocabularySize());
            double[] found = kernel.call(call, "words", direction, table(side), size, pieceRows(), Math.min(top, size))
                    .get(0)
                    .toDoubleArray();
            double[] sigma = decomposition.singularValues(matrix.name());
            return new ComponentWords(
                    matrix,
                    component,
                    sigma[component],
                    side,
                    tokens(found, 0, 1),
                    tokens(found, 2, -1),
                    standing(sigma, component));
        }
    }

    /**
     * The components of all matrices that read or write a text. The directions of all matrices are kept after the first search
     * where memory allows, so that the next one takes a moment.
     *
     * @param tokens of the text, at least one; several count as the mean of their directions
     * @param top most components that are wanted
     * @throws InvalidInputException for no token, or an id outside the vocabulary
     * @throws CancelledException when cancelled
     */
    public DirectionSearch search(StreamSide side, int[] tokens, int top, Progress progress, CancellationToken token) {
        checkTokens(tokens);
        List<MatrixInfo> matrices = model.matrices().stream()
                .filter(matrix -> StreamSide.of(matrix.kind()) == side)
                .toList();
        boolean keeps = fits(matrices);
        List<DirectionSearch.Match> matches = new ArrayList<>();
        Map<String, String> skipped = new LinkedHashMap<>();
        try (NDManager call = scope.newSubManager()) {
            long[] ids = new long[tokens.length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = tokens[i];
            }
            NDArray sought =
                    kernel.call(call, "sought", table(side), call.create(ids)).get(0);
            for (int i = 0; i < matrices.size(); i++) {
                MatrixInfo matrix = matrices.get(i);
                token.throwIfCancelled();
                progress.report("searching " + matrix.name(), i, matrices.size());
                try (NDManager one = scope.newSubManager()) {
                    NDArray directions = directions(one, matrix, keeps);
                    addMatches(
                            matches,
                            matrix,
                            kernel.call(one, "matches", directions, carrying(matrix), sought, top)
                                    .get(0)
                                    .toDoubleArray());
                } catch (InvalidInputException e) {
                    skipped.put(matrix.name(), String.valueOf(e.getMessage()));
                }
            }
        }
        matches.sort(Comparator.comparingDouble((DirectionSearch.Match match) -> -Math.abs(match.cosine())));
        return new DirectionSearch(matches.subList(0, Math.min(top, matches.size())), skipped);
    }

    private void addMatches(List<DirectionSearch.Match> matches, MatrixInfo matrix, double[] found) {
        double[] sigma = decomposition.singularValues(matrix.name());
        int count = found.length / 2;
        for (int i = 0; i < count; i++) {
            int component = (int) found[i];
            matches.add(new DirectionSearch.Match(matrix, component, sigma[component], found[count + i]));
        }
    }

    /** How many components have a σ: a direction that carries nothing would be found by accident. */
    private int carrying(MatrixInfo matrix) {
        double[] sigma = decomposition.singularValues(matrix.name());
        int count = 0;
        while (count < sigma.length && sigma[count] > SAME * sigma[0]) {
            count++;
        }
        return count;
    }

    private void checkTokens(int[] tokens) {
        if (tokens.length == 0) {
            throw new InvalidInputException("The text to search for gives no token; write at least one character.");
        }
        for (int id : tokens) {
            if (id < 0 || id >= model.config().vocabularySize()) {
                throw new InvalidInputException("The token " + id + " is not in the vocabulary of the model "
                        + model.name() + ", which has " + model.config().vocabularySize() + " tokens from 0.");
            }
        }
    }

    private NDArray table(StreamSide side) {
        return model.weight(
                side == StreamSide.READS
                        ? model.config().layout().embedding()
                        : model.config().layout().output());
    }

    private int pieceRows() {
        return Math.max(1, TABLE_PIECE / model.config().hiddenSize());
    }

    /** Of one component, (1, C). */
    private NDArray direction(NDManager call, MatrixInfo matrix, int component) {
        NDArray known = kept.get(matrix.name());
        if (known != null) {
            return kernel.call(call, "row", known, component).get(0);
        }
        boolean writes = StreamSide.of(matrix.kind()) == StreamSide.WRITES;
        Factors factors = decomposition.factors(call, matrix.name(), Dtype.F32);
        NDArray vectors = writes ? factors.u() : factors.vt();
        return kernel.call(call, "facing_one", with(matrix, vectors, component)).get(0);
    }

    /** Of all components, (r, C); held by this object where {@code keeps}. */
    private NDArray directions(NDManager call, MatrixInfo matrix, boolean keeps) {
        NDArray known = kept.get(matrix.name());
        if (known == null) {
            boolean writes = StreamSide.of(matrix.kind()) == StreamSide.WRITES;
            Factors factors = decomposition.factors(call, matrix.name(), Dtype.F32);
            NDArray vectors = writes ? factors.u() : factors.vt();
            known = kernel.call(keeps ? scope : call, "facing", with(matrix, vectors, null))
                    .get(0);
            if (keeps) {
                kept.put(matrix.name(), known);
            }
        }
        return known;
    }

    private Object[] with(MatrixInfo matrix, NDArray vectors, @Nullable Integer component) {
        boolean writes = StreamSide.of(matrix.kind()) == StreamSide.WRITES;
        List<Object> arguments = new ArrayList<>();
        arguments.add(vectors);
        if (component != null) {
            arguments.add(component);
        }
        arguments.add(writes);
        arguments.add(weight(
                writes ? norms.after(matrix.kind(), matrix.layer()) : norms.before(matrix.kind(), matrix.layer())));
        arguments.add(writes ? model.weight(norms.last()) : none);
        arguments.add(norms.form() == StreamNorms.Form.RMS_OFFSET ? 1.0 : 0.0);
        arguments.add(norms.form() == StreamNorms.Form.LAYER);
        return arguments.toArray();
    }

    private NDArray weight(Optional<String> norm) {
        return norm.map(model::weight).orElse(none);
    }

    private boolean fits(List<MatrixInfo> matrices) {
        long bytes = matrices.stream()
                .filter(matrix -> !kept.containsKey(matrix.name()))
                .mapToLong(matrix -> (long) matrix.rank() * model.config().hiddenSize() * Float.BYTES)
                .sum();
        return bytes < KEPT * MachineMemory.ofThisMachine().availableBytes();
    }

    /** Ids in one row and cosines in the next; only those that lie on this side. */
    private static List<ComponentWords.Token> tokens(double[] found, int row, int sign) {
        int count = found.length / 4;
        List<ComponentWords.Token> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double cosine = found[(row + 1) * count + i];
            if (cosine * sign > 0) {
                tokens.add(new ComponentWords.Token((int) found[row * count + i], cosine));
            }
        }
        return tokens;
    }

    private static ComponentWords.Standing standing(double[] sigma, int component) {
        double same = SAME * sigma[0];
        if (sigma[component] <= same) {
            return ComponentWords.Standing.NONE;
        }
        boolean above = component > 0 && sigma[component - 1] - sigma[component] <= same;
        boolean below = component + 1 < sigma.length && sigma[component] - sigma[component + 1] <= same;
        return above || below ? ComponentWords.Standing.SHARED : ComponentWords.Standing.OWN;
    }

    @Override
    public void close() {
        kept.clear();
        scope.close();
    }
}
