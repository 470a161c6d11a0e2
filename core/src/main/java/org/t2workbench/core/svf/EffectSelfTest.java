package org.t2workbench.core.svf;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.Kernel;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.model.MatrixInfo;

/**
 * Holds the meter of effects against cases whose outcome is known: no effect must be reported as none, to the bit, and an
 * effect of a known size as that size. It fails where a decomposition is not that of the model's weights, where weights are
 * applied wrongly, and where the meter is blind. Compute thread only; owns nothing that needs closing.
 */
public final class EffectSelfTest {

    private static final float KNOWN_GAIN = 1.125f;
    /** Of a ratio of norms: U, V and W are in f32 at most. */
    private static final double RATIO_TOLERANCE = 1e-4;
    /** What an entry of W' may be rounded by, as a share of it. */
    private static final double F32_ROUNDING = 0x1p-24;

    private static final double BF16_ROUNDING = 0x1p-9;
    private static final int STEPS = EffectCheck.Kind.values().length;

    private final LanguageModel model;
    private final WeightAdapter adapter;
    private final EffectMeter meter;
    private final Kernel kernel;

    /**
     * @param adapter what applies mixtures
     * @param meter what is tested
     */
    public EffectSelfTest(LanguageModel model, WeightAdapter adapter, EffectMeter meter) {
        this.model = model;
        this.adapter = adapter;
        this.meter = meter;
        this.kernel = model.engine().kernel("svf");
    }

    /**
     * Every check that means something for a mixture; one of adapters that add vectors of their own is spared that of its
     * opposite, whose sums cancel only up to rounding.
     *
     * @param tested the mixture whose effect is to be believed
     * @param prompt at least one token
     * @throws InvalidInputException when a matrix cannot be decomposed, or the prompt does not fit
     */
    public List<EffectCheck> run(Mixture tested, int[] prompt, Progress progress, CancellationToken token) {
        List<EffectCheck> checks = new ArrayList<>();
        float[][] base = model.logits(model.baseWeights(), prompt);
        step(checks, progress, token);
        checks.add(new EffectCheck(
                EffectCheck.Kind.NEUTRAL, 0, different(Adaptation.ofGains(everywhere(1)), base, prompt, token), 0));
        step(checks, progress, token);
        Optional<Mixture> cancelled = withItsOpposite(tested);
        if (cancelled.isPresent()) {
            checks.add(new EffectCheck(
                    EffectCheck.Kind.CANCELLED,
                    0,
                    different(cancelled.get().adaptation(model.matrices()), base, prompt, token),
                    0));
        }
        step(checks, progress, token);
        checks.add(new EffectCheck(EffectCheck.Kind.KNOWN, KNOWN_GAIN - 1, furthestLayer(), RATIO_TOLERANCE));
        step(checks, progress, token);
        Adaptation adaptation = tested.adaptation(model.matrices());
        most(adaptation).ifPresent(matrix -> checks.add(folded(adaptation, matrix, progress, token)));
        step(checks, progress, token);
        checks.add(new EffectCheck(EffectCheck.Kind.SEEN, Effect.NOTICEABLE_KL, layerOff(prompt, token), 0));
        return checks;
    }

    /** Each expert of a mixture at α = 1 and again at −1; empty where one of them is no expert. */
    private static Optional<Mixture> withItsOpposite(Mixture tested) {
        List<Mixture.Share> both = new ArrayList<>();
        for (Mixture.Share share : tested.shares()) {
            if (!(share.adapter() instanceof Expert)) {
                return Optional.empty();
            }
            both.add(new Mixture.Share(share.adapter(), Alpha.everywhere(1)));
            both.add(new Mixture.Share(share.adapter(), Alpha.everywhere(-1)));
        }
        return Optional.of(new Mixture(Mixture.Form.OFFSET, both));
    }

    private static void step(List<EffectCheck> checks, Progress progress, CancellationToken token) {
        token.throwIfCancelled();
        progress.report("self-test", checks.size(), STEPS);
    }

    /** How many logits are not, bit for bit, the base model's. */
    private long different(Adaptation adaptation, float[][] base, int[] prompt, CancellationToken token) {
        try (AdaptedWeights weights = adapter.adapt(adaptation, prompt.length, Progress.NONE, token)) {
            float[][] logits = model.logits(weights.view(), prompt);
            long different = 0;
            for (int t = 0; t < base.length; t++) {
                for (int i = 0; i < base[t].length; i++) {
                    different += Float.floatToIntBits(base[t][i]) == Float.floatToIntBits(logits[t][i]) ? 0 : 1;
                }
            }
            return different;
        }
    }

    private double furthestLayer() {
        return meter.ofWeights(Adaptation.ofGains(everywhere(KNOWN_GAIN))).relativeWeightChangePerLayer().stream()
                .max(Comparator.comparingDouble(ratio -> Math.abs(ratio - (KNOWN_GAIN - 1))))
                .orElseThrow();
    }

    private Optional<MatrixInfo> most(Adaptation adaptation) {
        return model.matrices().stream()
                .filter(adaptation::changes)
                .max(Comparator.comparingDouble(matrix -> meter.changeNorm(adaptation, matrix)));
    }

    private EffectCheck folded(Adaptation adaptation, MatrixInfo matrix, Progress progress, CancellationToken token) {
        float[] gains = adaptation.gains().get(matrix.name());
        Adaptation alone = new Adaptation(gains == null ? Map.of() : Map.of(matrix.name(), gains), adaptation.added());
        double reported = meter.changeNorm(adaptation, matrix);
        try (AdaptedWeights weights = adapter.fold(alone, progress, token);
                NDManager call = model.engine().newScope()) {
            double measured = kernel.call(
                            call,
                            "difference_norm",
                            weights.view().weights().get(matrix.weightIndex()),
                            model.weight(matrix.name()))
                    .get(0)
                    .getDouble();
            double rounding = model.dtype() == Dtype.BF16 ? BF16_ROUNDING : F32_ROUNDING;
            return new EffectCheck(
                    EffectCheck.Kind.FOLDED,
                    reported,
                    measured,
                    RATIO_TOLERANCE * reported + rounding * meter.norm(matrix));
        }
    }

    private double layerOff(int[] prompt, CancellationToken token) {
        int middle = model.config().layers() / 2;
        Map<String, float[]> off = new LinkedHashMap<>();
        model.matrices().stream()
                .filter(matrix -> matrix.layer() == middle)
                .forEach(matrix -> off.put(matrix.name(), new float[matrix.rank()]));
        Adaptation adaptation = Adaptation.ofGains(off);
        try (AdaptedWeights weights = adapter.adapt(adaptation, prompt.length, Progress.NONE, token)) {
            return meter.of(adaptation, weights.view(), prompt, new int[0])
                    .meanKl()
                    .orElse(0);
        }
    }

    private Map<String, float[]> everywhere(float gain) {
        Map<String, float[]> gains = new LinkedHashMap<>();
        for (MatrixInfo matrix : model.matrices()) {
            float[] values = new float[matrix.rank()];
            Arrays.fill(values, gain);
            gains.put(matrix.name(), values);
        }
        return gains;
    }
}
