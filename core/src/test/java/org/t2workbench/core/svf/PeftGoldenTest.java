package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.t2workbench.core.checkpoint.TorchBytes;
import org.t2workbench.core.checkpoint.TorchFuzz;
import org.t2workbench.core.job.CancellationToken;
import org.t2workbench.core.job.InvalidInputException;
import org.t2workbench.core.job.Progress;
import org.t2workbench.core.kernel.ComputeEngine;
import org.t2workbench.core.kernel.Dtype;
import org.t2workbench.core.model.LanguageModel;

/** Folders that PEFT wrote, and the logits that it has under them ({@code golden/exchange/make_peft.py}). */
class PeftGoldenTest {

    /** The golden logits are of f64, and written with 7 decimals. */
    private static final double TOLERANCE = 1e-6;

    @TempDir
    private Path folder;

    private ComputeEngine engine;
    private LanguageModel model;
    private Decomposition decomposition;

    @BeforeEach
    void start() {
        engine = ComputeEngine.start(1, "cpu");
        model = Fixtures.open(engine, Fixtures.model("untied"), Dtype.F64);
        decomposition =
                Decomposition.open(engine, model.folder(), Dtype.F64, new DecompositionStore(folder.resolve("store")));
    }

    @AfterEach
    void stop() {
        decomposition.close();
        model.close();
        engine.close();
    }

    static Path golden(String name) {
        try {
            return Path.of(Objects.requireNonNull(PeftGoldenTest.class.getResource("/golden/exchange/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "patterns", "regex", "layers", "fan", "bf16", "f16", "bin", "named"})
    void theLogitsAreThoseOfPeftFoldedAndFactored(String name) throws IOException {
        JsonNode golden = new ObjectMapper().readTree(golden("lora.json").toFile());
        int[] prompt = IntStream.range(0, golden.get("prompt").size())
                .map(i -> golden.get("prompt").get(i).intValue())
                .toArray();
        Adapter lora = Adapter.read(golden("lora/" + name));
        lora.checkAgainst(new BaseModel.Target(new BaseModel("untied", Optional.empty()), model.matrices()));
        Adaptation adaptation =
                Mixture.offset(new Mixture.Share(lora, Alpha.everywhere(1))).adaptation(model.matrices());
        try (WeightAdapter adapter = new WeightAdapter(model, decomposition);
                AdaptedWeights folded = adapter.fold(adaptation, Progress.NONE, new CancellationToken());
                AdaptedWeights factored = adapter.factor(adaptation, Progress.NONE, new CancellationToken())) {
            for (AdaptedWeights weights : List.of(folded, factored)) {
                assertClose(
                        model.logits(weights.view(), prompt),
                        golden.get("logits").get(name));
            }
        }
    }

    private static void assertClose(float[][] logits, JsonNode last) {
        int first = logits.length - last.size();
        for (int t = 0; t < last.size(); t++) {
            for (int v = 0; v < logits[0].length; v++) {
                assertThat((double) logits[first + t][v])
                        .isCloseTo(last.get(t).get(v).doubleValue(), within(TOLERANCE * 5));
            }
        }
    }

    @Test
    void anAdapterInsideItsFolderIsNamedAfterItsOwn() {
        assertThat(Adapter.read(golden("lora/named")).name()).isEqualTo("german");
    }

    @Test
    void severalAdaptersInOneFolderAreNotGuessedAt() throws IOException {
        for (String name : List.of("french", "german")) {
            Files.createDirectories(folder.resolve("both").resolve(name));
            for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
                Files.copy(
                        golden("lora/named/german/" + file),
                        folder.resolve("both").resolve(name).resolve(file));
            }
        }
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Adapter.read(folder.resolve("both")))
                .withMessageContaining("several adapters (french, german)");
        assertThat(Adapter.read(folder.resolve("both").resolve("french")).name())
                .isEqualTo("french");
    }

    @ParameterizedTest
    @CsvSource({
        "dora, use_dora",
        "bias, bias",
        "embedding, embedding",
        "saved, modules_to_save",
        "tokens, trainable_token_indices",
        "replicated, layer_replication",
        "parameters, target_parameters",
        "pissa, pissa",
        "biased, lora_bias"
    })
    void whatPeftWritesAndIsNotSupportedIsRefusedByName(String name, String word) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Adapter.read(golden("refused/" + name)))
                .withMessageContaining(word)
                .satisfies(TorchFuzz::requireSentence);
    }

    /** The settings of one adapter with the tensors of another. */
    @ParameterizedTest
    @CsvSource({"layers, plain", "regex, plain", "patterns, regex"})
    void tensorsThatTheSettingsLeaveOutAreRefused(String settings, String tensors) throws IOException {
        Files.copy(golden("lora/" + settings + "/adapter_config.json"), folder.resolve("adapter_config.json"));
        Files.copy(
                golden("lora/" + tensors + "/adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Adapter.read(folder))
                .satisfies(TorchFuzz::requireSentence);
    }

    @Test
    void howTheModelStoresItsWeightsDoesNotMatter() throws IOException {
        Files.writeString(
                folder.resolve("adapter_config.json"),
                Files.readString(golden("lora/fan/adapter_config.json"))
                        .replace("\"fan_in_fan_out\": false", "\"fan_in_fan_out\": true"));
        Files.copy(golden("lora/fan/adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
        assertThat(folder.resolve("adapter_config.json")).content().contains("\"fan_in_fan_out\": true");
        assertThat(Adapter.read(folder).fingerprint())
                .isEqualTo(Adapter.read(golden("lora/fan")).fingerprint());
    }

    @Test
    void aPickledAdapterThatWouldConstructAnythingElseIsRefused() throws IOException {
        Files.copy(golden("lora/bin/adapter_config.json"), folder.resolve("adapter_config.json"));
        Files.write(
                folder.resolve("adapter_model.bin"),
                new TorchBytes()
                        .global("posix", "system")
                        .text("true")
                        .raw(0x85)
                        .ops("R.")
                        .file());
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Adapter.read(folder))
                .withMessageContaining("posix.system");
    }
}
