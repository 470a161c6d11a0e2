package org.t2workbench.core.training;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.t2workbench.core.checkpoint.Fingerprint;
import org.t2workbench.core.checkpoint.TensorSource;
import org.t2workbench.core.model.LanguageModel;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.svf.BaseModel;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.task.TaskSeparation;

/** What a training run says of itself: in run.json, and in the file of what it trained. Immutable. */
final class RunIdentity {

    private final LanguageModel model;
    private final Task task;
    private final TrainingSettings settings;
    private final String fingerprint;

    /** Reads the model's weight files once. */
    RunIdentity(LanguageModel model, Task task, TrainingSettings settings) {
        this.model = model;
        this.task = task;
        this.settings = settings;
        try (TensorSource source = model.files().openTensors()) {
            this.fingerprint = Fingerprint.ofModel(source);
        }
    }

    /** Everything needed to repeat the run. */
    RunConfig config(String kind, List<String> command) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", model.files().name());
        all.put("task", task.name());
        all.putAll(settings.toMap());
        all.put("dtype", model.dtype().label());
        all.put("device", model.engine().device());
        all.put("threads", model.engine().threads());
        Map<String, String> versions = new LinkedHashMap<>(RunConfig.runtimeVersions());
        versions.put("libtorch", model.engine().version());
        // beside the settings: another commit with the same weights goes on with the run
        model.files().commit().ifPresent(commit -> versions.put("model", commit));
        return RunConfig.of(
                kind,
                command,
                all,
                settings.seed(),
                versions,
                Map.of("model", fingerprint, "task", task.fingerprint()));
    }

    /** @param created the run's moment and not this one's: a resumed run writes the same file */
    Provenance provenance(String created, BestSoFar best) {
        Map<String, Object> training = new LinkedHashMap<>(settings.toMap());
        training.put("task_fingerprint", task.fingerprint());
        training.put(
                "task_splits",
                TaskSeparation.TRAINED_ON.stream().map(Split::label).toList());
        return new Provenance(
                task.name(),
                new BaseModel(model.files().name(), Optional.of(fingerprint)),
                task.name(),
                settings.seed(),
                Instant.parse(created),
                RunStart.json(training),
                RunStart.json(best.scores()));
    }
}
