package org.t2workbench.app.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The score that an expert's file tells for its own task: on the test set where it was scored there, else on validation.
 *
 * @param before the base model's, a share from 0 to 1; NaN where the file tells none
 * @param after the expert's
 * @param split test or val; empty where the file tells none
 */
record ExpertScore(double before, double after, String split, long items) {

    private static final ExpertScore NONE = new ExpertScore(Double.NaN, Double.NaN, "", 0);
    private static final JsonMapper JSON = new JsonMapper();

    /** @param scores as an expert's file, or the file beside an adapter, tells them: a JSON object or empty */
    static ExpertScore of(String scores) {
        if (scores.isEmpty()) {
            return NONE;
        }
        try {
            JsonNode root = JSON.readTree(scores);
            if (root.has("test")) {
                return read(root.path("test"), "test");
            }
            return root.has("validation") ? read(root.path("validation"), "val") : NONE;
        } catch (JsonProcessingException e) {
            // the file's reader has refused malformed scores already
            return NONE;
        }
    }

    private static ExpertScore read(JsonNode node, String split) {
        return new ExpertScore(
                node.path("base").asDouble(Double.NaN),
                node.path("trained").asDouble(Double.NaN),
                split,
                node.path("n").asLong(0));
    }
}
