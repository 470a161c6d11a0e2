package org.t2workbench.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.t2workbench.core.job.InvalidInputException;

class DataFileTest {

    private static final DataLimits SMALL = new DataLimits(2 << 20, 1000, 1 << 20);

    private final Path folder;

    DataFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void linesKeepTheirNumbersThroughBlankOnesAndWindowsBreaks() throws IOException {
        List<DataRow> rows = rows("a.jsonl", "\uFEFF{\"a\": \"é\"}\r\n\r\n{\"a\": \"two\"}");
        assertThat(rows).extracting(DataRow::line).containsExactly(1L, 3L);
        assertThat(rows).extracting(row -> row.text("a")).containsExactly("é", "two");
    }

    @Test
    void infinityOfPythonIsRead() throws IOException {
        assertThat(rows("a.jsonl", "{\"a\": [-Infinity, NaN], \"b\": \"x\"}")
                        .get(0)
                        .text("b"))
                .isEqualTo("x");
    }

    @Test
    void packedFileIsUnpackedWhateverItsName() throws IOException {
        for (String name : List.of("a.jsonl.gz", "a.jsonl")) {
            Path file = Files.write(folder.resolve(name), packed("{\"a\": \"x\"}\n{\"a\": \"y\"}\n"));
            assertThat(read(file, DataLimits.DEFAULT))
                    .extracting(row -> row.text("a"))
                    .containsExactly("x", "y");
        }
    }

    @Test
    void listOfObjectsIsReadWithTheLinesOfItsElements() throws IOException {
        List<DataRow> rows = rows("a.json", "[\n  {\"a\": \"x\"},\n  {\n \"a\": \"y\"}\n]\n");
        assertThat(rows).extracting(DataRow::line).containsExactly(2L, 3L);
        assertThat(rows("b.json", "{\"a\": \"x\"}\n{\"a\": \"y\"}")).hasSize(2);
    }

    @Test
    void tableHasQuotedCellsWithCommasAndBreaks() throws IOException {
        List<DataRow> rows = rows("a.csv", "\uFEFFq,a\r\n\"One, \"\"two\"\"\nthree\",3\r\n\r\nFour,4\r\n");
        assertThat(rows).extracting(DataRow::line).containsExactly(2L, 5L);
        assertThat(rows).extracting(row -> row.text("q")).containsExactly("One, \"two\"\nthree", "Four");
        assertThat(rows).extracting(row -> row.plain("a")).containsExactly("3", "4");
        assertThat(rows("a.tsv", "q\ta\nx, y\t1\n").get(0).text("q")).isEqualTo("x, y");
    }

    @Test
    void sameContentHasTheSameDigestPackedOrNot() throws IOException {
        String text = "{\"a\": 1}\n";
        Path plain = Files.writeString(folder.resolve("p.jsonl"), text);
        Path packed = Files.write(folder.resolve("p.jsonl.gz"), packed(text));
        assertThat(new DataFile(plain, SMALL).read(row -> {}))
                .isEqualTo(new DataFile(packed, SMALL).read(row -> {}))
                .isEqualTo(Split.sha256(text));
    }

    @Test
    void malformedContentIsNamedWithItsLine() throws IOException {
        refused("a.jsonl", "{\"a\": 1}\n{\"a\": \n", "Line 2 of ");
        refused("a.jsonl", "{\"a\": 1} {}\n", "Line 1 of ");
        refused("a.jsonl", "{\"a\": 1}\n\n[1]\n", "Line 3 of ", "no JSON object");
        refused("a.jsonl", "{\"a\": 1, \"a\": 2}\n", "Line 1 of ", "Duplicate");
        refused("a.json", "[{\"a\": 1},\n 7]", "Line 2 of ", "no JSON object");
        refused("a.json", "[{\"a\": 1},\n {\"a\": }]", "Line 2 of ");
        refused("a.json", "[{\"a\": 1}", "a.json");
        refused("a.json", "[{\"a\": 1}]\n[]", "Line 2 of ", "end of the list");
        refused("a.csv", "q,a\nx,1\ny\n", "Line 3 of ");
        refused("a.csv", "q,a\nx,1,2\n", "Line 2 of ");
    }

    @Test
    void deepNestingAndHugeNumbersAreRefused() throws IOException {
        refused("a.jsonl", "{\"a\": " + "[".repeat(5000) + "]".repeat(5000) + "}", DataLimits.DEFAULT, "Line 1 of ");
        refused("a.jsonl", "{\"a\": " + "9".repeat(5000) + "}", DataLimits.DEFAULT, "Line 1 of ");
    }

    @Test
    void otherEncodingsAreRefused() throws IOException {
        byte[] latin = "{\"a\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        for (String name : List.of("l.jsonl", "l.json", "l.csv")) {
            Path file = Files.write(folder.resolve(name), latin);
            assertThatThrownBy(() -> read(file, SMALL))
                    .as(name)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("not UTF-8");
        }
    }

    @Test
    void folderIsNoFile() {
        assertThatThrownBy(() -> read(folder, SMALL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void damagedPackIsNamed() throws IOException {
        byte[] packed = packed("{\"a\": \"" + "xyz".repeat(50) + "\"}\n");
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(packed, packed.length - 12));
        assertThatThrownBy(() -> read(cut, SMALL)).hasMessageContaining("cut.gz");
        packed[packed.length - 7] ^= 1;
        Path wrong = Files.write(folder.resolve("wrong.gz"), packed);
        assertThatThrownBy(() -> read(wrong, SMALL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void packThatGrowsWithoutEndIsLeftEarly() throws IOException {
        Path file = folder.resolve("bomb.jsonl.gz");
        byte[] rows = "{\"a\": 1}\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 1000; i++) {
                out.write(rows);
            }
        }
        assertThat(Files.size(file)).as("9 MB in").isLessThan(100_000);
        assertThatThrownBy(() -> read(file, SMALL))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("more than 2 MB unpacked");
    }

    @Test
    void rowWithoutEndIsLeftEarly() throws IOException {
        String text = "x".repeat(200_000);
        refused("a.jsonl", "{\"a\": \"" + text + "\"}", "a row of more than");
        refused("a.json", "[{\"a\": \"" + text + "\"}]", "a row of more than");
        refused("a.csv", "a,b\n\"" + text + "\n", "a row of more than");
    }

    private void refused(String name, String text, String... parts) throws IOException {
        refused(name, text, SMALL, parts);
    }

    private void refused(String name, String text, DataLimits limits, String... parts) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        assertThatThrownBy(() -> read(file, limits))
                .as(text.substring(0, Math.min(60, text.length())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(parts)
                .hasMessageContaining(name);
    }

    private List<DataRow> rows(String name, String text) throws IOException {
        return read(Files.writeString(folder.resolve(name), text), SMALL);
    }

    private static List<DataRow> read(Path file, DataLimits limits) {
        List<DataRow> rows = new ArrayList<>();
        new DataFile(file, limits).read(rows::add);
        return rows;
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
