package org.t2workbench.app.workbench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.job.WorkbenchException;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.run.Checkpoint;
import org.t2workbench.core.run.RunConfig;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunWriter;
import org.t2workbench.core.training.TrainingHistory;
import org.t2workbench.core.training.TrainingSettings;
import org.t2workbench.core.training.TrainingTime;

/** Tasks, and runs as the engine writes them, with figures from a formula. */
public final class FakeTraining implements TrainingSession {

    /** Milliseconds per training iteration. */
    public volatile int iterationMillis;

    /** The iteration at which the gradient is no number, once; -1 for none. */
    public volatile long brokenIteration = -1;

    @Override
    public List<String> tasks() {
        return List.of("code", "math", "reasoning");
    }

    @Override
    public TaskSample sample(String task, int items) {
        if (task.contains("broken")) {
            throw new InvalidInputException("Line 3 of broken.jsonl is no JSON: a quote is missing.", Path.of(task));
        }
        List<TaskSample.Item> all = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            String question = "Tom has " + (30 + i) + " cards and loses " + (3 + i) + ". How many are left?";
            all.add(new TaskSample.Item(
                    question,
                    "<|user|>\n" + question + "\nGive the number after ####.<|end|>\n<|assistant|>\n",
                    31,
                    "27",
                    (30 + i) + " - " + (3 + i) + " = 27\n#### 27"));
        }
        return new TaskSample(task, "One-step word problems.", 72, -1, -1, List.of(), all);
    }

    @Override
    public TrainingNeed need(String task, TrainingSettings settings, TrainingHistory history) {
        TrainingTime estimate = new TrainingTime(0.5, 1, settings.iterations(), 3, false);
        TrainingHistory.Place place = new TrainingHistory.Place("fake", task, Dtype.F32, "cpu", 1);
        return new TrainingNeed(
                7000, 900_000_000, 8L << 30, history.time(place, settings).orElse(estimate));
    }

    /** A run as the engine writes it, with figures from a formula; cancelled, it keeps its last iteration. */
    @Override
    public void train(TrainingRequest request, Progress progress, CancellationToken token, Runnable giveWay) {
        Path folder = request.folder();
        TrainingSettings settings = request.settings();
        Map<String, Object> asked = new LinkedHashMap<>(settings.toMap());
        asked.putAll(Map.of("model", "fake", "task", request.task(), "dtype", "f32", "device", "cpu", "threads", 1));
        RunConfig config = RunConfig.of("train", List.of(), asked, settings.seed(), Map.of(), Map.of());
        try (RunWriter run = RunFolder.isRun(folder) ? RunWriter.resume(folder) : RunWriter.create(folder, config)) {
            long reached = run.resumedFrom().map(Checkpoint::iteration).orElse(-1L);
            for (long at = reached + 1; at <= settings.iterations(); at++) {
                if (token.isCancelled()) {
                    run.saveCheckpoint(at - 1, false, target -> {});
                }
                token.throwIfCancelled();
                giveWay.run();
                progress.report("training", at, settings.iterations());
                if (at == brokenIteration) {
                    brokenIteration = -1;
                    run.saveCheckpoint(at - 1, false, target -> {});
                    throw new WorkbenchException("The gradient is no number any more at iteration " + at + ".");
                }
                iterate(run, at, settings);
                FakeSession.pause(iterationMillis);
            }
            run.saveCheckpoint(settings.iterations(), true, target -> {});
        }
    }

    private static void iterate(RunWriter run, long at, TrainingSettings settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        double accuracy = 0.7 + 0.15 * (1 - Math.exp(-at / 60.0)) + 0.05 * Math.sin(at * 1.7);
        if (at > 0) {
            List<Map<String, Object>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                boolean right = (at * 7 + i * 5) % 10 < 7;
                Map<String, Object> answer = new LinkedHashMap<>(Map.of(
                        "question",
                        "Tom has " + (30 + i) + " cards and loses 3. How many are left?",
                        "expected",
                        "27",
                        "text",
                        "30 - 3 = " + (right ? 27 : 26) + "\n#### " + (right ? 27 : 26),
                        "tokens",
                        12 + i,
                        "finished",
                        true,
                        "reward",
                        right ? 1.0 : -1.0,
                        "advantage",
                        right ? 0.4 : -0.6));
                if (!right) {
                    answer.put("note", "27 was expected, 26 was read");
                }
                answers.add(answer);
            }
            run.appendRollouts(at, answers);
            values.put("reward", 2 * accuracy - 1);
            values.put("accuracy", accuracy);
            values.put("loss", -accuracy);
            values.put("kl", at * 1e-4);
            values.put("gradient_norm", 0.3 + 0.1 * Math.cos(at));
            values.put("equal_groups", 0.4);
        }
        if (at == 0 || at % settings.validateEvery() == 0 || at == settings.iterations()) {
            values.put("validation", Map.of("n", 200, "correct", at == 0 ? 143 : 160, "in_form", 200));
        }
        values.put("best", at == 0 ? 0.715 : 0.8);
        values.put("best_iteration", at == 0 ? 0 : settings.validateEvery());
        run.appendMetrics(at, values, Map.of("seconds", 0.5));
        run.saveExpert(channel -> {});
    }
}
