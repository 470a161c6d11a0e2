package org.t2workbench.core.evaluation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of an ablation, as it is written to {@code ablation.json}. Immutable.
 *
 * @param recipe its name
 * @param model its name
 * @param task that was trained on
 * @param seeds of every row
 * @param rows the base model's first
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AblationResult(String recipe, String model, String task, List<Long> seeds, List<Row> rows) {

    /**
     * One way to train.
     *
     * @param number in the paper's table; empty where it has none
     * @param adapter svf, lora or ia3; empty for the base model
     * @param method rl or sft; empty for the base model
     * @param matrices the kinds that were trained; empty for the base model
     * @param parameters how many numbers were trained
     * @param tries how many settings were tried
     * @param chosen what the best try by validation changed
     * @param validation accuracy of each seed's best on validation
     * @param tests of each task, the one that was trained on first
     * @param failure why the row has no figures; null when it has
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Row(
            String number,
            String name,
            String adapter,
            String method,
            String matrices,
            long parameters,
            int tries,
            Map<String, String> chosen,
            List<Double> validation,
            List<Test> tests,
            @Nullable String failure) {

        public Row {
            chosen = Map.copyOf(chosen);
            validation = List.copyOf(validation);
            tests = List.copyOf(tests);
        }
    }

    /**
     * A row's accuracy on one task.
     *
     * @param n items, the same for every row
     * @param accuracy of each seed
     * @param mean over the seeds
     * @param deviation sample standard deviation over the seeds; null for one seed
     * @param ratio of the mean to the base model's accuracy; null where that is 0
     * @param pValues of the exact paired test against the base model, of each seed
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Test(
            String task,
            int n,
            List<Double> accuracy,
            double mean,
            @Nullable Double deviation,
            @Nullable Double ratio,
            List<Double> pValues) {

        public Test {
            accuracy = List.copyOf(accuracy);
            pValues = List.copyOf(pValues);
        }
    }

    public AblationResult {
        seeds = List.copyOf(seeds);
        rows = List.copyOf(rows);
    }
}
