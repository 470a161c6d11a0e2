package org.t2workbench.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands in this process, with cache and data in a folder of the test's own. */
abstract class CommandLineFixture {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void ownFolders() {
        System.setProperty("t2.cache", folder.resolve("cache").toString());
        System.setProperty("t2.data", folder.resolve("data").toString());
    }

    /** What was written before is forgotten. */
    final int run(String... arguments) {
        out.reset();
        err.reset();
        return CommandLineProgram.run(
                arguments,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    /** What the last command wrote. */
    final JsonNode json() throws IOException {
        return JSON.readTree(out.toString(StandardCharsets.UTF_8));
    }

    /** One of the sample's experts. */
    static String expert(String name) {
        Path file = Path.of("..", "samples", "experts", name + ".safetensors");
        return file.toAbsolutePath().normalize().toString();
    }
}
