package org.t2workbench.core.spectrum;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.MachineMemory;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.CancelledException;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.OutOfResourcesException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.model.Activations;
import org.t2workbench.core.model.AvailableMemory;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;
import org.t2workbench.core.model.Scoring;
import org.t2workbench.core.model.WeightView;
import org.t2workbench.core.svf.Adaptation;
import org.t2workbench.core.svf.AdaptedWeights;
import org.t2workbench.core.svf.Decomposition;
import org.t2workbench.core.svf.FactorSource;
import org.t2workbench.core.svf.Factors;
import org.t2workbench.core.svf.WeightAdapter;

/**
 * Takes the log-probability of a token apart by the gains of all components of all matrices, from one backward pass, and checks
 * the result by setting gains back. Added adapters (LoRA, IA3) have no gains: what they do is in log p and in no contribution.
 * Compute thread only; whoever made it closes it, before the model and the decomposition.
 */
public final class AttributionMeter implements AutoCloseable {

    /** Share of the free memory that decompositions may take to be held for the next token. */
    private static final double HELD = 0.5;

    private final LanguageModel model;
    private final FactorSource decomposition;
    private final WeightAdapter adapter;
    private final Scoring scoring;
    private final Kernel kernel;

    /** @param decomposition of the same model, in its dtype */
    public AttributionMeter(LanguageModel model, FactorSource decomposition) {
        this.model = model;
        this.decomposition = decomposition;
        this.adapter = new WeightAdapter(model, decomposition);
        this.scoring = new Scoring(model);
        this.kernel = model.kernel("tape", "attribution");
    }

    /**
     * The contributions of all components.
     *
     * @param adaptation the gains as they are; those of the base model where nothing changes
     * @param view the weights made from it, in either form
     * @param tokens everything before the token, at least one
     * @param target the token
     * @param top most components to name
     * @throws InvalidInputException when the tokens are none, too many or not in the vocabulary, when a matrix cannot be
     *     decomposed, or when log p is no finite number
     * @throws OutOfResourcesException when the machine has not the memory
     * @throws CancelledException when cancelled
     */
    public Attribution attribute(
            Adaptation adaptation,
            WeightView view,
            int[] tokens,
            int target,
            int top,
            Progress progress,
            CancellationToken token) {
        model.checkTokens(tokens);
        model.checkTokens(new int[] {target});
        List<MatrixInfo> matrices = counted(adaptation);
        Attribution.Reference reference = reference(adaptation);
        long activations = tokens.length
                * (long) model.config().layers()
                * Activations.bytesPerLayer(model.config(), model.dtype(), tokens.length);
        AvailableMemory.require(activations, "take a token after " + tokens.length + " others apart");
        hold(matrices, progress, token);
        long[] slots = new long[model.matrices().size()];
        Arrays.fill(slots, -1);
        for (int k = 0; k < matrices.size(); k++) {
            slots[matrices.get(k).adapterIndex()] = k;
        }
        token.throwIfCancelled();
        progress.report("one backward pass", 0, matrices.size());
        try (NDManager call = model.engine().newScope()) {
            Object[] arguments =
                    model.forwardArguments().with(view, matrices.get(0).layer(), slots, row(call, tokens), target);
            NDList found = kernel.differentiate(call, "moved", arguments);
            double logProbability = found.get(0).toDoubleArray()[0];
            if (!Double.isFinite(logProbability)) {
                throw new InvalidInputException("The log-probability of this token is no finite number under these"
                        + " weights, so there is nothing to take apart.");
            }
            Gathered gathered = new Gathered(top, reference);
            for (int k = 0; k < matrices.size(); k++) {
                MatrixInfo matrix = matrices.get(k);
                token.throwIfCancelled();
                progress.report("components of " + matrix.name(), k, matrices.size());
                double[] byScale = byScale(found.get(1 + k), found.get(1 + matrices.size() + k), matrix);
                gathered.add(
                        matrix,
                        decomposition.singularValues(matrix.name()),
                        adaptation.gains().get(matrix.name()),
                        byScale);
            }
            return new Attribution(logProbability, reference, gathered.sums, gathered.components());
        }
    }

    /**
     * Sets the first components of an attribution back, one by one and then all of them, and measures log p each time.
     *
     * @param adaptation that the attribution was made for, with the same tokens and target
     * @param count most components to set back
     * @throws InvalidInputException as {@link #attribute}
     * @throws CancelledException when cancelled
     */
    public Attribution.Check check(
            Attribution attribution,
            Adaptation adaptation,
            int[] tokens,
            int target,
            int count,
            Progress progress,
            CancellationToken token) {
        List<Attribution.Component> top =
                attribution.top().subList(0, Math.min(count, attribution.top().size()));
        double gain = attribution.reference().gain();
        double whole = measured(adaptation, tokens, target, token);
        List<Attribution.Measured> each = new ArrayList<>();
        for (Attribution.Component component : top) {
            progress.report("setting gains back", each.size(), top.size() + 1L);
            double left = measured(with(adaptation, List.of(component), gain), tokens, target, token);
            each.add(new Attribution.Measured(component.contribution(), whole - left));
        }
        progress.report("setting gains back", top.size(), top.size() + 1L);
        double left = measured(with(adaptation, top, gain), tokens, target, token);
        double predicted =
                top.stream().mapToDouble(Attribution.Component::contribution).sum();
        return new Attribution.Check(each, new Attribution.Measured(predicted, whole - left));
    }

    /** The matrices with a gain that is not 1; all of them where there is none. */
    private List<MatrixInfo> counted(Adaptation adaptation) {
        List<MatrixInfo> changed = model.matrices().stream()
                .filter(matrix -> isMoved(adaptation.gains().get(matrix.name())))
                .toList();
        if (changed.isEmpty() && !adaptation.added().isEmpty()) {
            throw new InvalidInputException("What adapts the model here has no gains (LoRA and IA3 have none), so no"
                    + " component can be said to have moved the token; use an expert.");
        }
        return changed.isEmpty() ? model.matrices() : changed;
    }

    private static boolean isMoved(float @Nullable [] gains) {
        if (gains != null) {
            for (float gain : gains) {
                if (gain != 1f) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Attribution.Reference reference(Adaptation adaptation) {
        return adaptation.gains().values().stream().anyMatch(AttributionMeter::isMoved)
                ? Attribution.Reference.BASE
                : Attribution.Reference.OFF;
    }

    /** Where memory allows, the factors stay for the next token; else each is read when its turn comes. */
    private void hold(List<MatrixInfo> matrices, Progress progress, CancellationToken token) {
        long bytes = Decomposition.memoryBytes(matrices, model.dtype());
        if (bytes < HELD * MachineMemory.ofThisMachine().availableBytes()) {
            decomposition.load(matrices, progress, token);
        }
    }

    /** d log p / d(σ g), (r). */
    private double[] byScale(NDArray x, NDArray delta, MatrixInfo matrix) {
        try (NDManager call = model.engine().newScope()) {
            Factors factors = decomposition.factors(call, matrix.name(), model.dtype());
            return kernel.call(call, "by_scale", x, delta, factors.u(), factors.vt())
                    .get(0)
                    .toDoubleArray();
        }
    }

    private static Adaptation with(Adaptation adaptation, List<Attribution.Component> set, double gain) {
        Map<String, float[]> gains = new HashMap<>(adaptation.gains());
        for (Attribution.Component component : set) {
            float[] before = gains.get(component.matrix().name());
            float[] changed = before == null ? new float[component.matrix().rank()] : before.clone();
            if (before == null) {
                Arrays.fill(changed, 1);
            }
            changed[component.component()] = (float) gain;
            gains.put(component.matrix().name(), changed);
        }
        return new Adaptation(gains, adaptation.added());
    }

    /** log p of the target under these gains, really applied. */
    private double measured(Adaptation adaptation, int[] tokens, int target, CancellationToken token) {
        token.throwIfCancelled();
        try (AdaptedWeights weights = adapter.factor(adaptation, Progress.NONE, token)) {
            return scoring.likelihoods(weights.view(), List.of(tokens), List.of(new int[] {target}))[0];
        }
    }

    private static NDArray row(NDManager call, int[] tokens) {
        return call.create(Arrays.stream(tokens).asLongStream().toArray(), new Shape(1, tokens.length));
    }

    @Override
    public void close() {
        adapter.close();
    }

    /** Sums by matrix, and the largest components so far, the smallest of them first. */
    private static final class Gathered {

        private final int top;
        private final Attribution.Reference reference;
        private final List<Attribution.MatrixSum> sums = new ArrayList<>();
        private final PriorityQueue<Attribution.Component> largest =
                new PriorityQueue<>(Comparator.comparingDouble(Gathered::size));

        Gathered(int top, Attribution.Reference reference) {
            this.top = top;
            this.reference = reference;
        }

        /** @param gains of the matrix; null where it has none, and all are 1 */
        void add(MatrixInfo matrix, double[] sigma, float @Nullable [] gains, double[] byScale) {
            double sum = 0;
            for (int i = 0; i < sigma.length; i++) {
                double gain = gains == null ? 1 : gains[i];
                double contribution = (gain - reference.gain()) * sigma[i] * byScale[i];
                sum += contribution;
                if (contribution != 0
                        && top > 0
                        && (largest.size() < top || Math.abs(contribution) > size(largest.element()))) {
                    largest.add(new Attribution.Component(matrix, i, sigma[i], gain, contribution));
                    if (largest.size() > top) {
                        largest.poll();
                    }
                }
            }
            sums.add(new Attribution.MatrixSum(matrix, sum));
        }

        List<Attribution.Component> components() {
            return largest.stream()
                    .sorted(Comparator.comparingDouble(Gathered::size).reversed())
                    .toList();
        }

        private static double size(Attribution.Component component) {
            return Math.abs(component.contribution());
        }
    }
}
