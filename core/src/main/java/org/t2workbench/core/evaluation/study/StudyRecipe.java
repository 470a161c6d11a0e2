package org.t2workbench.core.evaluation.study;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.adaptation.search.SearchSettings;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.evaluation.TrainingPlan;
import org.t2workbench.core.job.InvalidInputException;

/**
 * What a study of self-adaptation trains and measures, as a file. Immutable.
 *
 * @param name of the study
 * @param families what an expert is trained on each, and the harder relative of it that nothing is trained on
 * @param seeds of all trainings and searches
 * @param testItems of each evaluation
 * @param shots numbers of items that mixtures are searched by; each is a row
 * @param expert how an expert is trained
 * @param beside how an adapter of another kind is trained, to compare with
 * @param dispatcher how the dispatch expert is trained
 * @param search of mixtures, without the number of shots
 * @param models other models that the experts are carried to
 */
public record StudyRecipe(
        String name,
        List<Family> families,
        List<Long> seeds,
        int testItems,
        List<Integer> shots,
        TrainingPlan expert,
        TrainingPlan beside,
        TrainingPlan dispatcher,
        SearchSettings search,
        List<OtherModel> models) {

    private static final int FORMAT_VERSION = 1;
    private static final int MOST = 1_000_000;

    /** @param relative of the task, as MATH is to GSM8K */
    public record Family(String task, String relative) {}

    /**
     * A model made by pretraining.
     *
     * @param name for people
     * @param recipe of its pretraining
     * @param seed of its weights and examples
     * @param further the studied model's weights are gone on from for so long; empty: a new model
     */
    public record OtherModel(String name, Path recipe, long seed, Optional<Further> further) {}

    /** @param learningRate at its highest */
    public record Further(int steps, double learningRate) {}

    public StudyRecipe {
        families = List.copyOf(families);
        seeds = List.copyOf(seeds);
        shots = List.copyOf(shots);
        models = List.copyOf(models);
        if (families.isEmpty() || seeds.isEmpty() || shots.isEmpty() || testItems < 1) {
            throw new InvalidInputException("A study needs families of tasks, seeds, numbers of shots and test items.");
        }
        if (expert.grid().size() != beside.grid().size()) {
            throw new InvalidInputException(
                    expert.name() + " has " + expert.grid().size() + " tries and " + beside.name() + " "
                            + beside.grid().size() + "; a fair comparison gives both as many.");
        }
    }

    /**
     * Reads a recipe.
     *
     * @param quick takes the changes under {@code quick} in
     * @throws InvalidInputException when the file is missing or malformed, or its settings make no sense
     */
    public static StudyRecipe read(Path file, boolean quick) {
        JsonFile json = JsonFile.read(file);
        if (json.wholeNumber("format_version").orElse(0) != FORMAT_VERSION) {
            throw new InvalidInputException(
                    file + " is no recipe of a study of version " + FORMAT_VERSION + " (\"format_version\").", file);
        }
        JsonFile shorter = section(json, "quick");
        JsonFile sizes = quick ? shorter : json;
        Map<String, String> common = new LinkedHashMap<>(TrainingPlan.changes(json, "settings"));
        if (quick) {
            common.putAll(TrainingPlan.changes(shorter, "settings"));
        }
        int tries = quick ? shorter.count("tries", MOST) : MOST;
        int models = quick ? shorter.count("models", MOST) : MOST;
        return new StudyRecipe(
                json.text("name").orElseThrow(() -> json.missing("name")),
                json.objects("families").stream()
                        .map(each -> new Family(text(each, "task"), text(each, "relative")))
                        .toList(),
                sizes.wholeNumbers("seeds").stream().map(Integer::longValue).toList(),
                sizes.count("test_items", MOST),
                sizes.wholeNumbers("shots"),
                TrainingPlan.read(section(json, "expert"), common, tries),
                TrainingPlan.read(section(json, "beside"), common, tries),
                TrainingPlan.read(section(json, "dispatcher"), common, tries),
                search(sizes),
                json.objects("models").stream()
                        .map(each -> model(file, each))
                        .limit(models)
                        .toList());
    }

    private static SearchSettings search(JsonFile json) {
        SearchSettings preset = SearchSettings.preset(json.text("search").orElse(SearchSettings.PAPER));
        return json.has("generations") ? preset.withGenerations(json.count("generations", MOST)) : preset;
    }

    private static OtherModel model(Path file, JsonFile json) {
        return new OtherModel(
                text(json, "name"),
                file.resolveSibling(text(json, "recipe")).normalize(),
                json.wholeNumber("seed").orElseThrow(() -> json.missing("seed")),
                json.has("steps")
                        ? Optional.of(new Further(
                                json.count("steps", Integer.MAX_VALUE),
                                json.number("learning_rate").orElseThrow(() -> json.missing("learning_rate"))))
                        : Optional.empty());
    }

    private static String text(JsonFile json, String key) {
        return json.text(key).orElseThrow(() -> json.missing(key));
    }

    private static JsonFile section(JsonFile json, String key) {
        return json.object(key).orElseThrow(() -> json.missing(key));
    }
}
