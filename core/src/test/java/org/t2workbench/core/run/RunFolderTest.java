package org.t2workbench.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.InvalidInputException;

class RunFolderTest {

    private final Path folder;
    private final Path file;
    private final String json;

    RunFolderTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        RunConfig config = RunConfig.of("train", List.of("train"), Map.of("rate", 0.5), 1, Map.of(), Map.of());
        RunWriter.create(folder, config).close();
        file = folder.resolve("run.json");
        json = Files.readString(file);
    }

    @Test
    void folderOfANewerVersionIsRefusedInPlainWords() throws IOException {
        for (String version : List.of("2", "99999999999999999999")) {
            Files.writeString(file, json.replace("\"format_version\" : 1", "\"format_version\" : " + version));
            assertThatThrownBy(() -> RunFolder.open(folder))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(file + " was written by a newer version of the workbench")
                    .hasMessageContaining("update the workbench");
            assertThatThrownBy(() -> RunWriter.resume(folder)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void fieldsThatALaterProgramAddsAreIgnored() throws IOException {
        Files.writeString(file, json.replace("\"kind\"", "\"notes\" : [ 1 ], \"kind\""));
        assertThat(RunFolder.open(folder).config().config()).containsEntry("rate", 0.5);
    }

    @Test
    void malformedRunIsRefusedWithTheFileName() throws IOException {
        List<String> broken = List.of(
                "",
                "{",
                "[]",
                "null",
                "{}",
                json + "x",
                json.replace("\"format_version\" : 1", "\"format_version\" : \"1\""),
                json.replace("\"seed\" : 1", "\"seed\" : null"),
                json.replace("\"seed\" : 1,", ""),
                json.replace("\"kind\" : \"train\"", "\"kind\" : null"),
                json.replace("\"kind\" : \"train\"", "\"kind\" : \" \""),
                json.replace("[ \"train\" ]", "[ null ]"),
                json.replaceFirst("\"created\" : \"[^\"]*\"", "\"created\" : \"yesterday\""),
                json.replace("0.5", "[".repeat(5000) + "]".repeat(5000)));
        for (String text : broken) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> RunFolder.open(folder))
                    .as(text.substring(0, Math.min(200, text.length())))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void folderWithoutARunIsRefused(@TempDir Path other) {
        assertThat(RunFolder.isRun(other)).isFalse();
        assertThatThrownBy(() -> RunFolder.open(other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("There is no run in " + other);
    }

    @Test
    void settingsKeepTheirOrderAndCannotBeChanged() {
        Map<String, Object> settings = RunFolder.open(folder).config().config();
        assertThatThrownBy(() -> settings.put("rate", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> RunConfig.of("train", List.of(), Map.of("x", new Object()), 1, Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void notesAreKeptWholeAndAnEmptyOneTakesTheFileAway() throws IOException {
        RunFolder run = RunFolder.open(folder);
        assertThat(run.notes()).isEmpty();
        run.writeNotes("Größe 2\nsecond line");
        assertThat(run.notes()).isEqualTo("Größe 2\nsecond line");
        assertThatThrownBy(() -> run.writeNotes("x".repeat(2 << 20)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("shorten");
        assertThat(run.notes()).isEqualTo("Größe 2\nsecond line");
        Files.write(folder.resolve("notes.txt"), new byte[] {'a', (byte) 0xff});
        assertThat(run.notes()).startsWith("a");
        Files.write(folder.resolve("notes.txt"), new byte[2 << 20]);
        assertThatThrownBy(run::notes).hasMessageContaining("too long");
        run.writeNotes("");
        assertThat(folder.resolve("notes.txt")).doesNotExist();
    }

    @Test
    void settingsAreFlatTextsForTables() {
        Map<String, Object> nested =
                Map.of("kl", Map.of("coefficient", 0.1), "layers", List.of(1, 2), "rate", 1.0, "empty", Map.of());
        assertThat(Settings.flat(nested))
                .containsOnly(
                        Map.entry("kl.coefficient", "0.1"),
                        Map.entry("layers", "1, 2"),
                        Map.entry("rate", "1"),
                        Map.entry("empty", "{}"));
    }
}
