package org.t2workbench.core.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.training.TrainingGrid;
import org.t2workbench.core.training.TrainingPreset;
import org.t2workbench.core.training.TrainingSettings;

/**
 * One way to train, with the tries that the best by validation is picked of. Immutable.
 *
 * @param number in the paper's table; empty where it has none
 * @param name for people
 * @param settings without what the tries change
 */
public record TrainingPlan(String number, String name, TrainingSettings settings, TrainingGrid grid) {

    /**
     * Reads a plan of a recipe: {@code name}, {@code preset}, {@code settings} and {@code tries}.
     *
     * @param common changes of the preset that all plans share; the plan's own come after them
     * @param mostTries the first so many
     * @throws InvalidInputException when something is missing, or its settings make no sense
     */
    public static TrainingPlan read(JsonFile json, Map<String, String> common, int mostTries) {
        Map<String, String> changes = new LinkedHashMap<>(common);
        changes.putAll(changes(json, "settings"));
        TrainingSettings settings =
                TrainingSettings.of(TrainingPreset.of(json.text("preset").orElse(TrainingPreset.DEFAULT)), changes);
        List<Map<String, String>> tries = new ArrayList<>();
        for (JsonFile each : json.objects("tries")) {
            tries.add(scalars(each));
        }
        TrainingGrid grid = new TrainingGrid(tries.subList(0, Math.min(mostTries, tries.size())));
        // a slip in a try is told now and not after an hour
        grid.tries().forEach(settings::with);
        return new TrainingPlan(
                json.text("number").orElse(""),
                json.text("name").orElseThrow(() -> json.missing("name")),
                settings,
                grid);
    }

    /** Texts and numbers of an object, as options take them; none where there is no such object. */
    public static Map<String, String> changes(JsonFile json, String key) {
        return json.object(key).map(TrainingPlan::scalars).orElse(Map.of());
    }

    private static Map<String, String> scalars(JsonFile json) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : json.keys()) {
            OptionalDouble number = json.isText(key) ? OptionalDouble.empty() : json.number(key);
            values.put(
                    key,
                    number.isEmpty()
                            ? json.text(key).orElseThrow(() -> json.wrong(key, "a text or a number"))
                            : plain(number.getAsDouble()));
        }
        return values;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
