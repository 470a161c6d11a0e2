package org.t2workbench.core.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunLine;
import org.t2workbench.core.run.RunRegistry;

/** What earlier runs of this user took. Reads files; safe from any thread. */
public final class TrainingHistory {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingHistory.class);

    /** Settings that do not change what one iteration or one validation takes. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "preset",
            TrainingOptions.REWARD_RIGHT,
            TrainingOptions.REWARD_WRONG,
            TrainingOptions.FORM_BONUS,
            TrainingOptions.LENGTH_PENALTY,
            TrainingOptions.BASELINE,
            TrainingOptions.REWARD_CLIP,
            TrainingOptions.KL_COEFFICIENT,
            TrainingOptions.KL_DIRECTION,
            TrainingOptions.OPTIMISER,
            TrainingOptions.LEARNING_RATE,
            TrainingOptions.SCHEDULE,
            TrainingOptions.WEIGHT_DECAY,
            TrainingOptions.CLIP,
            TrainingOptions.BETA1,
            TrainingOptions.BETA2,
            TrainingOptions.EPSILON,
            TrainingOptions.ALPHA,
            TrainingOptions.DRAW,
            TrainingOptions.TRAIN_ITEMS,
            TrainingOptions.ITERATIONS,
            TrainingOptions.VALIDATE_EVERY,
            TrainingOptions.PATIENCE,
            TrainingOptions.CHECKPOINT_EVERY,
            TrainingOptions.SEED);

    private final RunRegistry registry;

    public TrainingHistory(RunRegistry registry) {
        this.registry = registry;
    }

    /**
     * What is computed, and on what.
     *
     * @param model the name of its folder
     * @param task its name
     */
    public record Place(String model, String task, Dtype dtype, String device, int threads) {

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("model", model);
            map.put("task", task);
            map.put("dtype", dtype.label());
            map.put("device", device);
            map.put("threads", threads);
            return map;
        }
    }

    /** As the latest run took that did the same by the same settings; empty when there is none. */
    public Optional<TrainingTime> time(Place place, TrainingSettings settings) {
        String wanted = key(place.toMap(), settings.toMap());
        for (RunFolder run : registry.runs(problem -> LOG.debug("a run is passed over", problem))) {
            Map<String, Object> config = run.config().config();
            if (!run.config().kind().equals(TrainingRun.KIND)
                    || !key(config, config).equals(wanted)) {
                continue;
            }
            try {
                List<RunLine> metrics = run.metrics();
                if (metrics.stream().anyMatch(line -> line.iteration() > 0)) {
                    return Optional.of(TrainingTime.of(settings, metrics));
                }
            } catch (InvalidInputException e) {
                LOG.debug("a run is passed over", e);
            }
        }
        return Optional.empty();
    }

    private static String key(Map<String, Object> place, Map<String, Object> settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String name : List.of("model", "task", "dtype", "device", "threads")) {
            all.put(name, String.valueOf(place.get(name)));
        }
        for (TrainingOption option : TrainingOptions.all()) {
            if (!WITHOUT_EFFECT.contains(option.key())) {
                all.put(option.key(), String.valueOf(settings.get(option.key())));
            }
        }
        return all.toString();
    }
}
