package org.t2workbench.core.checkpoint.gguf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;
import org.t2workbench.core.checkpoint.RopeScaling.Llama3;
import org.t2workbench.core.job.InvalidInputException;

/**
 * The {@code llama3} stretching of rotary positions as GGUF files hold it: not its numbers, but what they make of each
 * pair's frequency.
 */
final class RopeDivisors {

    static final String TENSOR = "rope_freqs.weight";

    // what every published model of this kind has; only factor and context differ between them
    private static final double LOW_FREQUENCY_FACTOR = 1;
    private static final double HIGH_FREQUENCY_FACTOR = 4;

    private static final int USUAL_CONTEXT = 8192;
    private static final int MAX_CONTEXT = 1 << 20;

    /** Of f32 numbers that were computed in another order. */
    static final double TOLERANCE = 1e-4;

    private static final int MAX_PAIRS = 1 << 16;
    private static final double DEFAULT_THETA = 10_000;

    private RopeDivisors() {}

    /**
     * The numbers that give these divisors, as {@code rope_scaling} of config.json.
     *
     * @param config with {@code head_dim} and {@code rope_theta}
     * @throws InvalidInputException when no such numbers are known
     */
    static ObjectNode read(GgufFile file, GgufTensor tensor, ObjectNode config) {
        float[] stored = file.vector(tensor, MAX_PAIRS);
        int headSize = config.path("head_dim").asInt();
        double theta = config.path("rope_theta").asDouble(DEFAULT_THETA);
        double factor = stored[stored.length - 1];
        // the divisors fix the context only where the two bands blend; elsewhere any that gives them is as good
        int context = IntStream.concat(
                        IntStream.of(USUAL_CONTEXT, blended(stored, theta, headSize)),
                        IntStream.iterate(1, candidate -> candidate <= MAX_CONTEXT, candidate -> 2 * candidate))
                .filter(candidate -> gives(scaling(factor, candidate), theta, headSize, stored))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "The model in " + file.path()
                                + " stretches its rotary positions in a way that is not known here (" + tensor.name()
                                + ").",
                        file.path()));
        return JsonNodeFactory.instance
                .objectNode()
                .put("rope_type", "llama3")
                .put("factor", factor)
                .put("low_freq_factor", LOW_FREQUENCY_FACTOR)
                .put("high_freq_factor", HIGH_FREQUENCY_FACTOR)
                .put("original_max_position_embeddings", context);
    }

    private static Llama3 scaling(double factor, int context) {
        return new Llama3(factor, LOW_FREQUENCY_FACTOR, HIGH_FREQUENCY_FACTOR, context);
    }

    private static boolean gives(Llama3 scaling, double theta, int headSize, float[] stored) {
        if (!(scaling.factor() > 0) || scaling.originalContext() < 1 || stored.length != headSize / 2) {
            return false;
        }
        float[] expected = of(scaling, theta, headSize);
        for (int pair = 0; pair < stored.length; pair++) {
            if (!(Math.abs(stored[pair] - expected[pair]) <= TOLERANCE * expected[pair])) {
                return false;
            }
        }
        return true;
    }

    /** The context that follows from the first pair between the two bands; 0 when there is none. */
    private static int blended(float[] stored, double theta, int headSize) {
        double factor = stored[stored.length - 1];
        for (int pair = 0; pair < stored.length; pair++) {
            if (stored[pair] > 1 && stored[pair] < factor) {
                double smooth = (1.0 / stored[pair] - 1 / factor) / (1 - 1 / factor);
                double wavelengths =
                        LOW_FREQUENCY_FACTOR + smooth * (HIGH_FREQUENCY_FACTOR - LOW_FREQUENCY_FACTOR);
                return (int) Math.rint(wavelengths * 2 * Math.PI / Math.pow(theta, -2.0 * pair / headSize));
            }
        }
        return 0;
    }

    /** One divisor per rotary pair, as f32. */
    static float[] of(Llama3 scaling, double theta, int headSize) {
        float[] divisors = new float[headSize / 2];
        for (int pair = 0; pair < divisors.length; pair++) {
            divisors[pair] = (float) divisor(scaling, Math.pow(theta, -2.0 * pair / headSize));
        }
        return divisors;
    }

    private static double divisor(Llama3 scaling, double frequency) {
        double wavelengths = scaling.originalContext() * frequency / (2 * Math.PI);
        if (wavelengths > scaling.highFrequencyFactor()) {
            return 1;
        }
        if (wavelengths < scaling.lowFrequencyFactor()) {
            return scaling.factor();
        }
        double smooth = (wavelengths - scaling.lowFrequencyFactor())
                / (scaling.highFrequencyFactor() - scaling.lowFrequencyFactor());
        return 1 / ((1 - smooth) / scaling.factor() + smooth);
    }
}
