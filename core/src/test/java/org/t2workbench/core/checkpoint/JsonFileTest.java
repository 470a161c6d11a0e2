package org.t2workbench.core.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.InvalidInputException;

/** What a file holds comes into a sentence as something that can be read, and does nothing to a terminal. */
class JsonFileTest {

    /** A key that clears a screen, turns the writing round, ends the line, and holds a letter nobody sees. */
    private static final String HOSTILE = "\"\\u001b[2J\u202e\u2028\uDB40\uDC41\"";

    @TempDir
    Path folder;

    private String sentence(String text, String key) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, text);
        return Objects.toString(
                catchThrowableOfType(
                                InvalidInputException.class,
                                () -> JsonFile.read(file).wholeNumber(key))
                        .getMessage(),
                "");
    }

    @Test
    void whatTheParserQuotesIsEscaped() throws IOException {
        // letters the parser takes for a word, and what it does not
        assertThat(sentence("{\"a\": tru\u00e9\u180e}", "a"))
                .contains("trué\\u180e", "is not valid JSON")
                .matches("[\\P{Cntrl}&&\\P{Cf}]*");
        assertThat(sentence("{" + HOSTILE + ": 2, " + HOSTILE + ": 3}", "a"))
                .contains("\\u001b[2J\\u202e\\u2028\\udb40\\udc41")
                .matches("[\\P{Cntrl}&&\\P{Cf}]*");
        assertThat(sentence("{\"a\": \u001b[2J}", "a")).doesNotContain("\u001b");
    }

    @Test
    void aValueThatIsQuotedIsEscaped() throws IOException {
        assertThat(sentence("{\"a\": \"\u202eexe\"}", "a"))
                .contains("\"a\" is \"\\u202eexe\"", "a whole number is expected")
                .doesNotContain("\u202e");
    }
}
