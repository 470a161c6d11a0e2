package org.t2workbench.core.svf;

import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.AvailableMemory;
import org.t2workbench.core.model.MatrixInfo;

/**
 * The decomposition of one model's matrices, as they are stored (not as a narrower model holds them), each made when it
 * is first asked for and taken from the store after that. Where the store cannot be written to, what was made is kept in
 * memory instead and {@link #storeProblem} says so. Compute thread only; whoever opened it closes it, before the engine.
 */
public final class Decomposition implements FactorSource, AutoCloseable {

    private static final int SHUFFLE_SEED = 1;

    private final ComputeEngine engine;
    private final ModelFiles files;
    private final Dtype dtype;
    private final DecompositionStore store;
    private final Tensors tensors;
    private final MatrixDecomposer decomposer;
    private final NDManager scope;
    private final TensorSource source;
    private final Map<String, MatrixInfo> matrices = new LinkedHashMap<>();
    private final Map<String, String> fingerprints = new HashMap<>();
    private final Map<String, double[]> singularValues = new HashMap<>();
    private final Map<String, Factors> resident = new HashMap<>();
    private final Map<String, Factors> unwritten = new HashMap<>();
    private @Nullable OutOfResourcesException storeProblem;

    private Decomposition(
            ComputeEngine engine, ModelFiles files, Dtype dtype, DecompositionStore store, TensorSource source) {
        this.engine = engine;
        this.files = files;
        this.dtype = dtype;
        this.store = store;
        this.source = source;
        this.tensors = new Tensors(engine);
        this.decomposer = new MatrixDecomposer(engine);
        this.scope = engine.newScope();
        MatrixInfo.of(files.config()).forEach(matrix -> matrices.put(matrix.name(), matrix));
    }

    /**
     * Opens the model's weights; nothing is decomposed yet.
     *
     * @param dtype the type that factors are held in for a forward pass
     * @throws InvalidInputException when the model's weights cannot be used
     */
    public static Decomposition open(ComputeEngine engine, ModelFiles files, Dtype dtype, DecompositionStore store) {
        return new Decomposition(engine, files, dtype, store, files.openTensors());
    }

    /** The model's matrices, layer by layer. */
    public List<MatrixInfo> matrices() {
        return List.copyOf(matrices.values());
    }

    /** Bytes that the factors of these matrices take in memory. Any thread. */
    public static long memoryBytes(Collection<MatrixInfo> matrices, Dtype dtype) {
        return matrices.stream()
                .mapToLong(matrix -> MatrixDecomposer.bytes(matrix, dtype))
                .sum();
    }

    /** What {@link #fill} will take for these matrices; measures this machine for a moment. */
    public DecompositionCost cost(Collection<MatrixInfo> wanted) {
        List<MatrixInfo> missing = wanted.stream()
                .filter(matrix -> !store.mayHold(fingerprint(matrix)))
                .toList();
        double perWork = missing.isEmpty() ? 0 : decomposer.secondsPerWork();
        return new DecompositionCost(
                missing.size(),
                memoryBytes(missing, Dtype.F32),
                missing.stream().mapToLong(MatrixDecomposer::workingBytes).max().orElse(0),
                missing.stream()
                        .mapToDouble(matrix -> MatrixDecomposer.work(matrix) * perWork)
                        .sum());
    }

    /**
     * Brings these matrices into the store; what is there is verified, what is broken is made again. A matrix that
     * cannot be decomposed is reported and the others go on.
     *
     * @throws OutOfResourcesException when the store cannot be written to, or memory is short
     * @throws CancelledException when cancelled; what was written stays
     */
    public DecompositionReport fill(Collection<MatrixInfo> wanted, Progress progress, CancellationToken token) {
        long start = System.nanoTime();
        Map<String, String> failures = new LinkedHashMap<>();
        int found = 0;
        long done = 0;
        long total = totalWork(wanted);
        for (MatrixInfo matrix : wanted) {
            token.throwIfCancelled();
            progress.report("decomposing " + matrix.name(), done, total);
            if (store.holds(fingerprint(matrix), matrix.rows(), matrix.columns())) {
                found++;
            } else {
                try (NDManager work = scope.newSubManager()) {
                    Factors factors = decomposer.decompose(work, source, matrix, token);
                    store.write(tensors, fingerprint(matrix), factors);
                    singularValues.put(matrix.name(), factors.sigma());
                } catch (InvalidInputException e) {
                    failures.put(matrix.name(), String.valueOf(e.getMessage()));
                }
            }
            done += MatrixDecomposer.work(matrix);
        }
        progress.report("decomposed", total, total);
        int computed = wanted.size() - found - failures.size();
        return new DecompositionReport(found, computed, failures, (System.nanoTime() - start) / 1e9);
    }

    @Override
    public void load(Collection<MatrixInfo> wanted, Progress progress, CancellationToken token) {
        List<MatrixInfo> missing = wanted.stream()
                .filter(matrix -> !resident.containsKey(matrix.name()))
                .toList();
        AvailableMemory.require(memoryBytes(missing, dtype), "hold the decomposition of " + files.name());
        long done = 0;
        long total = totalWork(missing);
        for (MatrixInfo matrix : missing) {
            token.throwIfCancelled();
            progress.report("decomposing " + matrix.name(), done, total);
            resident.put(matrix.name(), read(scope, matrix, dtype, token));
            done += MatrixDecomposer.work(matrix);
        }
    }

    @Override
    public double[] singularValues(String name) {
        Optional<double[]> known = knownSingularValues(name);
        if (known.isPresent()) {
            return known.get();
        }
        MatrixInfo matrix = matrix(name);
        try (NDManager work = scope.newSubManager()) {
            return read(work, matrix, Dtype.F32, new CancellationToken()).sigma();
        }
    }

    /**
     * σ of one matrix where it is decomposed already, in memory or in the store; nothing is decomposed for it.
     *
     * @throws InvalidInputException when the model has no such matrix
     */
    public Optional<double[]> knownSingularValues(String name) {
        double[] known = singularValues.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        MatrixInfo matrix = matrix(name);
        Optional<double[]> stored = store.singularValues(fingerprint(matrix), matrix.rows(), matrix.columns());
        stored.ifPresent(values -> singularValues.put(name, values));
        return stored;
    }

    /**
     * σ of one matrix with its entries in a random order, always the same one: what of its spectrum comes from the
     * entries' sizes alone. From the largest down, in f64; kept beside the decomposition.
     *
     * @throws InvalidInputException when the model has no such matrix, or it holds NaN or infinity
     * @throws CancelledException when cancelled before the matrix was read
     */
    public double[] shuffledValues(String name, CancellationToken token) {
        MatrixInfo matrix = matrix(name);
        Optional<double[]> stored = store.shuffledValues(fingerprint(matrix), matrix.rank());
        if (stored.isPresent()) {
            return stored.get();
        }
        double[] values = decomposer.shuffledValues(scope, source, matrix, SHUFFLE_SEED, token);
        try {
            store.writeShuffled(fingerprint(matrix), values);
        } catch (OutOfResourcesException e) {
            storeProblem = e;
        }
        return values;
    }

    @Override
    public Factors factors(String name) {
        Factors factors = resident.get(name);
        if (factors == null) {
            factors = read(scope, matrix(name), dtype, new CancellationToken());
            resident.put(name, factors);
        }
        return factors;
    }

    @Override
    public Factors factors(NDManager target, String name, Dtype type) {
        Factors held = resident.get(name);
        return held != null && type == dtype ? held : read(target, matrix(name), type, new CancellationToken());
    }

    /** u of one component, (m), in f32. */
    public float[] leftVector(String name, int component) {
        try (NDManager call = scope.newSubManager()) {
            return engine.kernel("svf")
                    .call(call, "column", factors(name).u(), component)
                    .get(0)
                    .toFloatArray();
        }
    }

    /** v of one component, (n), in f32. */
    public float[] rightVector(String name, int component) {
        float[] vector = new float[matrix(name).columns()];
        tensors.read(factors(name).vt(), (long) component * vector.length, FloatBuffer.wrap(vector));
        return vector;
    }

    /** Why decompositions are kept in memory only: the store could not be written to. Empty when all is well. */
    public Optional<OutOfResourcesException> storeProblem() {
        return Optional.ofNullable(storeProblem);
    }

    /** From the store, or made now and put there. */
    private Factors read(NDManager target, MatrixInfo matrix, Dtype type, CancellationToken token) {
        Factors kept = unwritten.get(matrix.name());
        if (kept != null) {
            return converted(target, kept, type);
        }
        Optional<Factors> stored =
                store.read(target, tensors, type, fingerprint(matrix), matrix.rows(), matrix.columns());
        if (stored.isPresent()) {
            singularValues.put(matrix.name(), stored.get().sigma());
            return stored.get();
        }
        Factors made = decomposer.decompose(scope, source, matrix, token);
        singularValues.put(matrix.name(), made.sigma());
        Factors result = converted(target, made, type);
        try {
            store.write(tensors, fingerprint(matrix), made);
            made.u().close();
            made.vt().close();
        } catch (OutOfResourcesException e) {
            storeProblem = e;
            unwritten.put(matrix.name(), made);
        }
        return result;
    }

    private Factors converted(NDManager target, Factors factors, Dtype type) {
        return new Factors(
                tensors.convert(target, factors.u(), type),
                factors.sigma(),
                tensors.convert(target, factors.vt(), type));
    }

    private static long totalWork(Collection<MatrixInfo> matrices) {
        return matrices.stream().mapToLong(MatrixDecomposer::work).sum();
    }

    private String fingerprint(MatrixInfo matrix) {
        return fingerprints.computeIfAbsent(matrix.name(), name -> Fingerprint.ofTensor(source, name));
    }

    private MatrixInfo matrix(String name) {
        MatrixInfo matrix = matrices.get(name);
        if (matrix == null) {
            throw new InvalidInputException(
                    "The model " + files.name() + " has no matrix " + name + " that could be decomposed.",
                    files.path());
        }
        return matrix;
    }

    @Override
    public void close() {
        scope.close();
        source.close();
    }
}
