package org.t2workbench.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.t2workbench.core.checkpoint.MachineMemory;
import org.t2workbench.core.checkpoint.ModelFolder;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.run.RunFolder;
import org.t2workbench.core.task.Split;
import org.t2workbench.core.task.Task;
import org.t2workbench.core.text.ChatTemplate;
import org.t2workbench.core.text.Tokenizer;
import org.t2workbench.core.training.PromptEncoder;
import org.t2workbench.core.training.TrainingMemory;
import org.t2workbench.core.training.TrainingPreset;
import org.t2workbench.core.training.TrainingSettings;

/**
 * What an iteration of training will take, for {@code info --train}.
 *
 * @param promptTokens of the longest prompt that was counted on
 * @param answerTokens most tokens of an answer
 */
record TrainingNeeds(TrainingMemory memory, int promptTokens, int answerTokens) {

    private static final int PROMPT_TOKENS = 128;
    private static final int ANSWER_TOKENS = 256;

    /** Items whose prompts are counted for the longest. */
    private static final int SAMPLE = 200;

    /**
     * @param train a preset's name, or the folder of a run
     * @param task a task's name or file, whose prompts are counted; null for a guess
     */
    static TrainingNeeds of(
            ModelFolder folder, Dtype dtype, String train, Map<String, String> changes, @Nullable String task) {
        TrainingSettings settings = settings(train).with(changes);
        int prompt = PROMPT_TOKENS;
        int answer = ANSWER_TOKENS;
        if (task != null) {
            Task found = Tasks.catalogue().find(task);
            prompt = longestPrompt(folder, found);
            answer = found.maxTokens();
        }
        TrainingMemory memory = TrainingMemory.of(
                folder.config(),
                dtype,
                settings,
                prompt,
                answer,
                MachineMemory.ofThisMachine().availableBytes());
        return new TrainingNeeds(memory, prompt, answer);
    }

    private static TrainingSettings settings(String train) {
        boolean preset =
                TrainingPreset.all().stream().anyMatch(each -> each.name().equals(train));
        return !preset && Files.isDirectory(Path.of(train))
                ? TrainingSettings.fromMap(
                        RunFolder.open(Path.of(train)).config().config())
                : TrainingSettings.of(TrainingPreset.of(train));
    }

    private static int longestPrompt(ModelFolder folder, Task task) {
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            PromptEncoder encoder = new PromptEncoder(tokenizer, ChatTemplate.open(folder), 0);
            List<Integer> lengths = task.source().items(Split.TRAIN, SAMPLE, 1).stream()
                    .map(item -> encoder.prompt(task.messages(item)).length)
                    .toList();
            return lengths.stream().mapToInt(Integer::intValue).max().orElse(PROMPT_TOKENS);
        }
    }
}
