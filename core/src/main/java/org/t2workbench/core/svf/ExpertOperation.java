package org.t2workbench.core.svf;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.t2workbench.core.job.InvalidInputException;

/**
 * Making an expert from experts. What is added, turned round or averaged is what they change, g − 1, so that every
 * operation is a mixture of the form {@code offset} with fixed α.
 */
public enum ExpertOperation {
    /** g = 1 + Σ (gₖ − 1). */
    SUM(2, Integer.MAX_VALUE) {
        @Override
        List<Double> alphas(int experts) {
            return Collections.nCopies(experts, 1.0);
        }
    },
    /** g = 1 + (a − 1) − (b − 1). */
    DIFFERENCE(2, 2) {
        @Override
        List<Double> alphas(int experts) {
            return List.of(1.0, -1.0);
        }
    },
    /** g = 1 − (g − 1). */
    NEGATION(1, 1) {
        @Override
        List<Double> alphas(int experts) {
            return List.of(-1.0);
        }
    },
    /** g = 1 + Σ (gₖ − 1) / K. */
    MEAN(2, Integer.MAX_VALUE) {
        @Override
        List<Double> alphas(int experts) {
            return Collections.nCopies(experts, 1.0 / experts);
        }
    };

    private static final JsonMapper JSON = new JsonMapper();

    private final int fewest;
    private final int most;

    ExpertOperation(int fewest, int most) {
        this.fewest = fewest;
        this.most = most;
    }

    /** α of each of so many experts. */
    abstract List<Double> alphas(int experts);

    /** The name in files: {@code sum}, {@code difference}, {@code negation}, {@code mean}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it takes so many experts. */
    public boolean takes(int experts) {
        return experts >= fewest && experts <= most;
    }

    /**
     * The expert that it makes. Its {@code training} says which operation it was, and of which experts with which α.
     *
     * @param experts in order: the second of a difference is the one that is taken away
     * @param target the model that they fit
     * @param created when
     * @throws InvalidInputException when it does not take so many, when the outcome changes nothing, or when a gain is no
     *     finite number any more
     */
    public Expert of(String name, List<Expert> experts, BaseModel.Target target, Instant created) {
        if (!takes(experts.size())) {
            throw new InvalidInputException("The " + label() + " takes "
                    + (fewest == most
                            ? fewest + (fewest == 1 ? " expert" : " experts")
                            : "at least " + fewest + " experts")
                    + ", not " + experts.size() + ".");
        }
        List<Double> alphas = alphas(experts.size());
        List<Mixture.Share> shares = new ArrayList<>();
        for (int i = 0; i < experts.size(); i++) {
            shares.add(new Mixture.Share(experts.get(i), Alpha.everywhere(alphas.get(i))));
        }
        Map<String, float[]> gains =
                new LinkedHashMap<>(new Mixture(Mixture.Form.OFFSET, shares).gains(target.matrices()));
        if (gains.values().stream().allMatch(Gains::areNeutral)) {
            throw new InvalidInputException("The " + label() + " of "
                    + String.join(" and ", experts.stream().map(Expert::name).toList())
                    + " changes nothing: every gain of it is 1, so it is the base model.");
        }
        return new Expert(
                name,
                target.model(),
                Parametrisation.DIRECT,
                "",
                OptionalLong.empty(),
                Optional.of(created),
                provenance(experts, alphas),
                "",
                gains,
                Map.of());
    }

    private String provenance(List<Expert> experts, List<Double> alphas) {
        ObjectNode root = JSON.createObjectNode().put("operation", label());
        root.put("form", Mixture.Form.OFFSET.label());
        ArrayNode list = root.putArray("experts");
        for (int i = 0; i < experts.size(); i++) {
            Expert expert = experts.get(i);
            list.addObject()
                    .put("name", expert.name())
                    .put("task", expert.task())
                    .put("vectors", expert.fingerprint())
                    .put("alpha", alphas.get(i));
        }
        return root.toString();
    }
}
