package org.t2workbench.core.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.InvalidInputException;

/**
 * A comparison of ways to train, as a file: every row is trained with the same number of tries, the best of which is picked
 * on validation, and with the same seeds. Immutable.
 *
 * @param name of the comparison
 * @param task that is trained on
 * @param relatives tasks that nothing is trained on, measured as well
 * @param seeds of each row
 * @param testItems of each evaluation
 * @param rows in order; the base model comes before them by itself
 */
public record AblationRecipe(
        String name, String task, List<String> relatives, List<Long> seeds, int testItems, List<TrainingPlan> rows) {

    private static final int FORMAT_VERSION = 1;

    public AblationRecipe {
        relatives = List.copyOf(relatives);
        seeds = List.copyOf(seeds);
        rows = List.copyOf(rows);
        if (rows.isEmpty() || seeds.isEmpty() || testItems < 1) {
            throw new InvalidInputException("An ablation needs rows, seeds and test items.");
        }
        int tries = rows.get(0).grid().size();
        for (TrainingPlan row : rows) {
            if (row.grid().size() != tries) {
                throw new InvalidInputException(
                        "The row \"" + row.name() + "\" has " + row.grid().size() + " tries and the first row " + tries
                                + "; a fair comparison gives every row as many.");
            }
        }
    }

    /**
     * Reads a recipe.
     *
     * @param quick takes the changes under {@code quick} in, which make it a matter of a minute
     * @throws InvalidInputException when the file is missing or malformed, or its settings make no sense
     */
    public static AblationRecipe read(Path file, boolean quick) {
        JsonFile json = JsonFile.read(file);
        if (json.wholeNumber("format_version").orElse(0) != FORMAT_VERSION) {
            throw new InvalidInputException(
                    file + " is no ablation recipe of version " + FORMAT_VERSION + " (\"format_version\").", file);
        }
        JsonFile shorter = json.object("quick").orElseThrow(() -> json.missing("quick"));
        JsonFile sizes = quick ? shorter : json;
        Map<String, String> common = new LinkedHashMap<>(TrainingPlan.changes(json, "settings"));
        if (quick) {
            common.putAll(TrainingPlan.changes(shorter, "settings"));
        }
        int most = quick ? shorter.count("tries", 1000) : Integer.MAX_VALUE;
        List<TrainingPlan> rows = new ArrayList<>();
        for (JsonFile row : json.objects("rows")) {
            rows.add(TrainingPlan.read(row, common, most));
        }
        return new AblationRecipe(
                json.text("name").orElseThrow(() -> json.missing("name")),
                json.text("task").orElseThrow(() -> json.missing("task")),
                json.texts("relatives"),
                sizes.wholeNumbers("seeds").stream().map(Integer::longValue).toList(),
                sizes.count("test_items", 1_000_000),
                rows);
    }
}
