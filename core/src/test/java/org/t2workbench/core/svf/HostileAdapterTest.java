package org.t2workbench.core.svf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapter folders with wrong bytes in them: read or refused with a sentence, nothing else. */
class HostileAdapterTest {

    private static final List<String> TOKENS = List.of(
            "null",
            "-1",
            "0",
            "1e999",
            "99999999999999999999",
            "[]",
            "{}",
            "\"\"",
            "true",
            "[[0,1]]",
            "{\"a\":{}}",
            "\"((.+)+)+!\"",
            "\"(\"",
            "\"\\u0000\"",
            "[1e400]",
            "{\"(.*)*$\":1}",
            "0.5",
            "2147483648");

    private static byte[] golden(String name) throws IOException {
        return Files.readAllBytes(PeftGoldenTest.golden("lora/" + name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "patterns", "regex", "layers"})
    @Timeout(120)
    void everySettingMayBeAnything(String name) throws IOException {
        String config = new String(golden(name + "/adapter_config.json"), StandardCharsets.UTF_8);
        byte[] tensors = golden(name + "/adapter_model.safetensors");
        for (String line : config.lines().filter(each -> each.contains("\":")).toList()) {
            String key = line.substring(0, line.indexOf("\":") + 2);
            for (String token : TOKENS) {
                String changed = config.replace(line, key + " " + token + (line.endsWith(",") ? "," : ""));
                AdapterFuzz.folder(changed.getBytes(StandardCharsets.UTF_8), "adapter_model.safetensors", tensors);
            }
        }
    }

    @Test
    @Timeout(120)
    void everyByteMayBeAnother() throws IOException {
        Random random = new Random(9);
        byte[] config = golden("patterns/adapter_config.json");
        byte[] tensors = golden("patterns/adapter_model.safetensors");
        byte[] pickledConfig = golden("bin/adapter_config.json");
        byte[] pickled = golden("bin/adapter_model.bin");
        for (int round = 0; round < 400; round++) {
            AdapterFuzz.folder(changed(config, config.length, random), "adapter_model.safetensors", tensors);
            AdapterFuzz.folder(config, "adapter_model.safetensors", changed(tensors, 2000, random));
            AdapterFuzz.folder(pickledConfig, "adapter_model.bin", changed(pickled, 3000, random));
        }
    }

    private static byte[] changed(byte[] sound, int among, Random random) {
        byte[] changed = sound.clone();
        for (int k = 1 + random.nextInt(3); k > 0; k--) {
            changed[random.nextInt(Math.min(among, changed.length))] = (byte) random.nextInt(256);
        }
        return changed;
    }
}
