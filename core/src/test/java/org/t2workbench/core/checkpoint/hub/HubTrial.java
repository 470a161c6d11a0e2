package org.t2workbench.core.checkpoint.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.Progress;

/** A hub on loopback with a model on it, and an empty cache. */
abstract class HubTrial {

    static final String NAME = "makers/tiny-llama";
    static final HubId ID = HubId.parse(NAME).orElseThrow();
    static final String SECRET = "hf_NobodyMaySeeThis";

    static final String CONFIG = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 6, "intermediate_size": 7,
             "num_hidden_layers": 2, "num_attention_heads": 3, "num_key_value_heads": 1, "vocab_size": 11,
             "max_position_embeddings": 32, "rms_norm_eps": 1e-5, "torch_dtype": "float32", "eos_token_id": [2, 3]}
            """;

    /** Quick tries, so that giving up takes a moment. */
    static final Patience QUICK = new Patience(
            4,
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofMillis(400));

    static final int WEIGHTS = 3_000_017;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // made before each test
    FakeHub hub;

    @SuppressWarnings("NullAway.Init")
    FakeHub.Repository repository;

    final Map<String, String> environment = new HashMap<>();
    final List<String> stages = Collections.synchronizedList(new ArrayList<>());
    final CancellationToken token = new CancellationToken();
    final Progress progress = (stage, done, total) -> stages.add(stage);
    long freeSpace = Long.MAX_VALUE;

    @BeforeEach
    void openHub() throws IOException {
        hub = new FakeHub();
        repository = hub.repository(NAME)
                .file("config.json", CONFIG)
                .file("generation_config.json", "{\"eos_token_id\": [2, 3]}")
                .file("tokenizer.json", "{\"version\": \"1.0\"}")
                .file("tokenizer_config.json", "{}")
                .file("special_tokens_map.json", "{}")
                .file("chat_template.jinja", "{{ messages }}")
                .file("README.md", "# Tiny")
                .file("pictures/tiny.png", "PNG")
                .file("onnx/model.onnx", bytes(2000, 3), true)
                .file("pytorch_model.bin", bytes(3000, 4), true)
                .file("model.safetensors", bytes(WEIGHTS, 5), true);
        environment.put("HF_ENDPOINT", hub.endpoint().toString());
        environment.put("HF_HUB_CACHE", cacheFolder().toString());
    }

    @AfterEach
    void closeHub() {
        hub.close();
    }

    static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    Path cacheFolder() {
        return folder.resolve("hub");
    }

    HubSettings settings() {
        return HubSettings.of(environment::get, folder.resolve("home"));
    }

    HubModels models() {
        return new HubModels(settings(), QUICK, path -> freeSpace);
    }

    HubCache cache() {
        return new HubCache(cacheFolder(), ID, true);
    }

    Path fetch() {
        return models().fetch(ID, progress, token);
    }

    Path snapshot() {
        return cache().snapshot(repository.commit());
    }

    HubFile listed(String path) {
        byte[] reply = FakeHub.reply(NAME, repository).getBytes(StandardCharsets.UTF_8);
        return Objects.requireNonNull(HubReply.parse(reply, ID).files().get(path), path);
    }
}
