package org.t2workbench.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.MachineMemory;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.ModelFiles;
import org.t2workbench.core.checkpoint.UserFolders;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.kernel.MatrixRate;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.run.RunRegistry;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.text.ChatTemplate;
import org.t2workbench.core.text.Tokenizer;
import org.t2workbench.core.training.ItemLengths;
import org.t2workbench.core.training.PromptEncoder;
import org.t2workbench.core.training.TrainingHistory;
import org.t2workbench.core.training.TrainingMemory;
import org.t2workbench.core.training.TrainingPreset;
import org.t2workbench.core.training.TrainingSettings;
import org.t2workbench.core.training.TrainingTime;

/**
 * What a training will take, for {@code info --train}.
 *
 * @param promptTokens of the longest prompt that was counted on
 * @param answerTokens most tokens of an answer
 */
record TrainingNeeds(TrainingMemory memory, TrainingTime time, int promptTokens, int answerTokens) {

    private static final int PROMPT_TOKENS = 128;
    private static final int ANSWER_TOKENS = 256;

    /**
     * @param engine that the machine's speed is measured with, for a moment
     * @param task whose prompts are counted; null for a guess
     */
    static TrainingNeeds of(
            ComputeEngine engine, ModelFiles files, Dtype dtype, TrainingSettings settings, @Nullable Task task) {
        ItemLengths lengths =
                task == null ? new ItemLengths(PROMPT_TOKENS, PROMPT_TOKENS, ANSWER_TOKENS) : lengths(files, task);
        int answer = task == null ? ANSWER_TOKENS : task.maxTokens();
        TrainingMemory memory = TrainingMemory.of(
                files.config(),
                dtype,
                settings,
                lengths.longestPrompt(),
                answer,
                MachineMemory.ofThisMachine().availableBytes());
        return new TrainingNeeds(
                memory, time(engine, files, dtype, settings, lengths, task), lengths.longestPrompt(), answer);
    }

    private static TrainingTime time(
            ComputeEngine engine,
            ModelFiles files,
            Dtype dtype,
            TrainingSettings settings,
            ItemLengths lengths,
            @Nullable Task task) {
        ModelConfig config = files.config();
        Optional<TrainingTime> known = Optional.ofNullable(task)
                .flatMap(found -> new TrainingHistory(
                                new RunRegistry(UserFolders.ofThisUser().data()))
                        .time(
                                new TrainingHistory.Place(
                                        files.name(), found.name(), dtype, engine.device(), engine.threads()),
                                settings));
        return known.orElseGet(() -> TrainingTime.estimate(
                config,
                settings,
                lengths,
                MatrixRate.measure(engine, dtype, config.hiddenSize(), config.intermediateSize())));
    }

    /** @param train a preset's name, or the folder of a run */
    static TrainingSettings settings(String train) {
        boolean preset =
                TrainingPreset.all().stream().anyMatch(each -> each.name().equals(train));
        return !preset && Files.isDirectory(Path.of(train))
                ? TrainingSettings.fromMap(
                        RunFolder.open(Path.of(train)).config().config())
                : TrainingSettings.of(TrainingPreset.of(train));
    }

    private static ItemLengths lengths(ModelFiles files, Task task) {
        try (Tokenizer tokenizer = Tokenizer.open(files)) {
            // which token ends an answer does not change its length
            return ItemLengths.of(task, new PromptEncoder(tokenizer, ChatTemplate.open(files), 0));
        }
    }
}
