package org.t2workbench.core.svf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.checkpoint.JsonFile;
import org.t2workbench.core.job.AtomicFile;
import org.t2workbench.core.job.InvalidInputException;

class AdapterOriginTest {

    private static final BaseModel MODEL = new BaseModel("tiny", Optional.of("abc"));
    private static final AdapterOrigin ORIGIN = new AdapterOrigin(
            MODEL,
            "math",
            Long.MAX_VALUE,
            Instant.parse("2026-01-31T12:00:00Z"),
            "{\"method\":\"rl\"}",
            "{\"validation\":{\"n\":200,\"base\":0.5,\"trained\":0.75}}");

    @TempDir
    private Path folder;

    @Test
    void whatAnAdapterWasMeasuredToDoIsReadBackFromBesideIt() {
        ORIGIN.write(folder);
        assertThat(AdapterOrigin.beside(folder)).hasValue(ORIGIN);
        assertThat(JsonFile.read(folder.resolve("t2_adapter.json"))
                        .object("scores")
                        .orElseThrow()
                        .object("validation")
                        .orElseThrow()
                        .number("trained"))
                .hasValue(0.75);
    }

    @Test
    void theAdapterItselfIsReadAsBefore() {
        Map<String, Ia3Adapter.Scale> scales =
                Map.of("model.layers.0.self_attn.v_proj.weight", new Ia3Adapter.Scale(false, new float[] {1, 0.5f}));
        PeftWriter.write(folder, new Ia3Adapter("x", "tiny", scales));
        assertThat(AdapterOrigin.beside(folder)).isEmpty();
        ORIGIN.write(folder);
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors", "t2_adapter.json");
        assertThat(Adapter.read(folder)).isInstanceOf(Ia3Adapter.class);
    }

    @Test
    void anotherModelIsWarnedOfAndItsOwnIsNot() {
        assertThat(ORIGIN.warnings("math", MODEL)).isEmpty();
        assertThat(ORIGIN.warnings("math", new BaseModel("other", Optional.of("def"))))
                .singleElement()
                .asString()
                .contains("adapter math", "transfer");
    }

    @Test
    void whatIsMalformedIsNamedInOneSentence() throws Exception {
        refused("t2-adapter/1", "{\"format\":\"t2-adapter/2\"}");
        refused("base_model", "{\"format\":\"t2-adapter/1\"}");
        ORIGIN.write(folder);
        String whole = Files.readString(folder.resolve("t2_adapter.json"));
        refused("seed", whole.replace(Long.toString(Long.MAX_VALUE), "many"));
        refused("creation", whole.replace("2026-01-31T12:00:00Z", "yesterday"));
        refused("scores", whole.replaceAll("(?s)\"scores\".*", "\"scores\" : 7 }"));
        refused("JSON", "{");
    }

    private void refused(String word, String text) {
        AtomicFile.writeText(folder.resolve("t2_adapter.json"), text);
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> AdapterOrigin.beside(folder))
                .withMessageContaining(word)
                .withMessageEndingWith(".");
    }
}
