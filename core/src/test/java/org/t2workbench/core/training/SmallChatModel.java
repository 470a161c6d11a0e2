package org.t2workbench.core.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.t2workbench.core.checkpoint.ModelConfig;
import org.t2workbench.core.checkpoint.family.LlamaFamily;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.text.Tokenizer;

/** An untrained model with a tokenizer of its own, and a recipe that takes a second. */
final class SmallChatModel {

    static final Path SAMPLES = Path.of("..", "samples");

    private SmallChatModel() {}

    /** Writes a model folder with random weights that answers with random tokens. */
    static Path write(ComputeEngine engine, Path folder) throws IOException {
        PretrainingRecipe recipe = PretrainingRecipe.read(recipe(Files.createDirectories(folder)));
        recipe.tokenizer().write(folder, recipe.corpus(), 1, 128, Progress.NONE, new CancellationToken());
        ModelConfig config;
        try (Tokenizer tokenizer =
                Tokenizer.open(folder.resolve("tokenizer.json"), folder.resolve("tokenizer_config.json"))) {
            config = new PretrainingRecipe.Shape(16, 20, 2, 2, 1, 8, 128, 1e4, 1e-5)
                    .config(
                            tokenizer.vocabularySize(),
                            OptionalInt.empty(),
                            tokenizer.eos().orElseThrow());
        }
        AtomicFile.writeText(folder.resolve("config.json"), LlamaFamily.toJson(config));
        AtomicFile.writeText(
                folder.resolve("generation_config.json"),
                "{\"eos_token_id\": " + config.eosTokens().get(0) + "}");
        try (TrainableWeights weights = new TrainableWeights(engine, config, Dtype.F32)) {
            weights.initialise(8, 0.3);
            weights.saveModel(folder.resolve("model.safetensors"));
        }
        return folder;
    }

    /** A recipe of 12 steps with a validation and a checkpoint every 4, whose files are the sample's. */
    static Path recipe(Path folder) {
        String samples = SAMPLES.toAbsolutePath().normalize().toString().replace('\\', '/');
        Path file = folder.resolve("recipe.json");
        AtomicFile.writeText(file, """
                { "name": "small", "seed": 3,
                  "model": { "hidden_size": 16, "intermediate_size": 20, "num_hidden_layers": 2,
                    "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 8,
                    "max_position_embeddings": 160, "rope_theta": 10000, "rms_norm_eps": 1e-5 },
                  "tokenizer": { "vocabulary": 400, "items": 50, "special_tokens": ["<s>", "<|user|>", "<|assistant|>", "<|end|>"],
                    "bos": "<s>", "eos": "<|end|>", "singles": "[A-Z]{2,}",
                    "chat_template": "{{ bos_token }}{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endfor %}<|assistant|>" },
                  "tasks": "SAMPLES/tasks",
                  "corpus": { "words": "SAMPLES/tasks/words/sample.json", "hint": 0.75,
                    "shares": [ { "task": "code", "weight": 1, "quick": 0.5 } ] },
                  "training": { "steps": 12, "batch": 4, "prompt_share": 0.1, "deviation": 0.02,
                    "learning_rate": 0.002, "warmup_steps": 4, "final_share": 0.05, "beta1": 0.9, "beta2": 0.95,
                    "epsilon": 1e-8, "weight_decay": 0.05, "clip": 1.0, "metrics_every": 2, "checkpoint_every": 4 },
                  "validation": { "tasks": ["code"], "items": 3, "every": 4 } }
                """.replace("SAMPLES", samples));
        return file;
    }
}
