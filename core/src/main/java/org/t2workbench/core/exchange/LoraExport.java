package org.t2workbench.core.exchange;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Tensors;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.HardRank;
import org.t2workbench.core.svf.MatrixChanges;
import org.t2workbench.core.svf.PeftWriter;

/**
 * Writes a mixture as a LoRA in PEFT's layout. Where gains alone change a matrix the LoRA has a closed form: ΔW = U diag(σ'
 * − σ) Vᵀ is its own singular value decomposition, so the best approximation of rank r keeps the r largest |σ' − σ|. With a
 * LoRA or IA3 adapter in the mixture, ΔW is decomposed. s = 1 (α = r), and B and A share each component evenly, √|d| in
 * each, so that neither is much larger than the other in 16 bits; matrices with fewer components are filled up with zeros.
 * Compute thread only.
 */
public final class LoraExport {

    private final ComputeEngine engine;
    private final ModelFolder folder;
    private final Decomposition decomposition;

    /** @param decomposition of the model in this folder */
    public LoraExport(ComputeEngine engine, ModelFolder folder, Decomposition decomposition) {
        this.engine = engine;
        this.folder = folder;
        this.decomposition = decomposition;
    }

    /**
     * Finds the components of the change.
     *
     * @throws InvalidInputException when the mixture changes nothing
     * @throws org.t2workbench.core.job.CancelledException when cancelled; asked per matrix
     */
    public LoraPlan plan(ExportedMixture mixture, Progress progress, CancellationToken token) {
        Adaptation adaptation = mixture.adaptation(decomposition.matrices());
        List<MatrixInfo> changed =
                decomposition.matrices().stream().filter(adaptation::changes).toList();
        List<LoraPlan.Part> parts = new ArrayList<>();
        try (TensorSource stored = folder.openTensors()) {
            MatrixChanges changes = new MatrixChanges(engine, stored, decomposition, token);
            int done = 0;
            for (MatrixInfo matrix : changed) {
                token.throwIfCancelled();
                progress.report("decomposing the change of " + matrix.name(), done++, changed.size());
                LoraPlan.Part part = MatrixChanges.isOfGainsAlone(adaptation, matrix)
                        ? ofGains(matrix, changes.gainChange(adaptation, matrix))
                        : ofSpectrum(matrix, changes.changeSpectrum(adaptation, matrix));
                if (part.sizes().length > 0) {
                    parts.add(part);
                }
            }
        }
        return new LoraPlan(parts);
    }

    private static LoraPlan.Part ofGains(MatrixInfo matrix, double[] change) {
        int[] order = IntStream.range(0, change.length)
                .filter(i -> change[i] != 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(change[i])))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sizes =
                IntStream.of(order).mapToDouble(i -> Math.abs(change[i])).toArray();
        return new LoraPlan.Part(matrix, sizes, order);
    }

    private static LoraPlan.Part ofSpectrum(MatrixInfo matrix, double[] sizes) {
        double tolerance = HardRank.tolerance(sizes[0], matrix.rows(), matrix.columns());
        double[] counted = Arrays.stream(sizes).filter(s -> s > tolerance).toArray();
        return new LoraPlan.Part(matrix, counted, new int[0]);
    }

    /**
     * Writes the folder.
     *
     * @param plan of the same mixture
     * @param rank at least 1; cut to what is needed
     * @return the rank that was written
     * @throws InvalidInputException when the target may not be written to, or the rank is below 1
     * @throws org.t2workbench.core.job.OutOfResourcesException when disk or memory are short
     * @throws org.t2workbench.core.job.CancelledException when cancelled; nothing is left then
     */
    public int write(
            ExportFolder target,
            ExportedMixture mixture,
            LoraPlan plan,
            int rank,
            Progress progress,
            CancellationToken token) {
        if (rank < 1) {
            throw new InvalidInputException("A LoRA has a rank of at least 1, not " + rank + ".");
        }
        int written = plan.cut(rank);
        Adaptation adaptation = mixture.adaptation(decomposition.matrices());
        try (TensorSource stored = folder.openTensors()) {
            MatrixChanges changes = new MatrixChanges(engine, stored, decomposition, token);
            List<Factors> all = new ArrayList<>();
            try {
                target.write(plan.values(written) * Float.BYTES, temporary -> {
                    List<PeftWriter.LowRank> lowRank = new ArrayList<>();
                    for (LoraPlan.Part part : plan.parts()) {
                        Factors factors = new Factors(
                                changes,
                                adaptation,
                                part,
                                written,
                                token,
                                () -> progress.report(
                                        "writing " + part.matrix().name(),
                                        all.stream().filter(Factors::isDone).count(),
                                        plan.parts().size()));
                        all.add(factors);
                        lowRank.add(new PeftWriter.LowRank(part.matrix(), factors::fillA, factors::fillB));
                    }
                    PeftWriter.write(temporary, mixture.base().name(), written, lowRank);
                    mixture.origin().write(temporary);
                });
            } finally {
                // those that an error left open
                all.forEach(Factors::close);
            }
        }
        return written;
    }

    /** A and B of one matrix: made when the first number of A is asked for, freed with the last of B. */
    private final class Factors implements AutoCloseable {

        private final MatrixChanges changes;
        private final Adaptation adaptation;
        private final LoraPlan.Part part;
        private final int rank;
        private final CancellationToken token;
        private final Runnable onStart;
        private @Nullable NDManager scope;
        private NDList made = new NDList();
        private boolean done;

        Factors(
                MatrixChanges changes,
                Adaptation adaptation,
                LoraPlan.Part part,
                int rank,
                CancellationToken token,
                Runnable onStart) {
            this.changes = changes;
            this.adaptation = adaptation;
            this.part = part;
            this.rank = rank;
            this.token = token;
            this.onStart = onStart;
        }

        boolean isDone() {
            return done;
        }

        private NDList made() {
            token.throwIfCancelled();
            if (scope == null) {
                onStart.run();
                NDManager opened = engine.newScope();
                scope = opened;
                int kept = Math.min(rank, part.sizes().length);
                NDList thin = part.ofGainsAlone()
                        ? changes.gainComponents(opened, adaptation, part.matrix(), Arrays.copyOf(part.order(), kept))
                        : changes.changeComponents(opened, adaptation, part.matrix(), kept);
                made = engine.kernel("svf").call(opened, "padded", thin.get(0), thin.get(1), rank);
            }
            return made;
        }

        void fillA(long fromElement, FloatBuffer target) {
            read(made().get(1), fromElement, target);
        }

        void fillB(long fromElement, FloatBuffer target) {
            long end = fromElement + target.remaining();
            NDArray b = made().get(0);
            read(b, fromElement, target);
            if (end == (long) part.matrix().rows() * rank) {
                done = true;
                close();
            }
        }

        private void read(NDArray source, long fromElement, FloatBuffer target) {
            new Tensors(engine).read(source, fromElement, target);
        }

        @Override
        public void close() {
            if (scope != null) {
                scope.close();
                scope = null;
                made = new NDList();
            }
        }
    }
}
